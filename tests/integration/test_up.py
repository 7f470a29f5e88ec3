"""`assistant up`: says what is in its way, starts everything, and leaves nothing behind."""

import asyncio
import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import aiohttp
import psutil
import pytest

from bot.cli.main import main
from bot.evaluation.private_assistant import free_ports
from bot.evaluation.visitor_client import VisitorClient
from bot.platform_demo import generate
from bot.settings import ROOT
from tests.integration.commands import ASSISTANT, end, run, start
from tests.integration.desk_client import DeskClient
from tests.integration.processes import wait_until

_USES = {"gateway": "porte publique", "rasa": "Rasa", "actions": "actions", "demo": "site de démonstration"}


class Place:
    """Free ports, a configuration file that names them, databases of one's own."""

    def __init__(self, directory: Path):
        self.ports = dict(zip(_USES, free_ports(4), strict=True))
        self.config = directory / "assistant.toml"
        self.config.write_text(
            "[gateway]\nport = {gateway}\n[dialogue]\nrasa_port = {rasa}\nactions_port = {actions}\n"
            "[demo]\nport = {demo}\n".format(**self.ports),
            "utf-8",
        )
        self.platform_file = directory / "platform.sqlite"
        self.env = {
            "ASSISTANT_DATABASE_URL": f"sqlite:///{directory}/assistant.sqlite",
            "ASSISTANT_PLATFORM_DATABASE_URL": f"sqlite:///{self.platform_file}",
        }
        self.run_directory = ROOT / "var" / "run" / str(self.ports["gateway"])

    @property
    def command(self) -> list[str]:
        """`assistant up` here."""
        return [ASSISTANT, "up", "--config", str(self.config)]

    def url(self, name: str) -> str:
        """Address of one of the doors."""
        return f"http://127.0.0.1:{self.ports[name]}"


@pytest.fixture
def place(model: Path, tmp_path: Path) -> Iterator[Place]:
    """Where to start it: the model is there already."""
    place = Place(tmp_path)
    yield place
    shutil.rmtree(place.run_directory, ignore_errors=True)


async def read_until(process: asyncio.subprocess.Process, last: str) -> str:
    """What it prints, up to the line that starts with `last`."""
    assert process.stdout is not None
    lines: list[str] = []
    while not lines or not lines[-1].startswith(last):
        line = await asyncio.wait_for(process.stdout.readline(), timeout=120)
        assert line, f"it ended after: {lines}"
        lines.append(line.decode())
    return "".join(lines)


async def interrupt(process: asyncio.subprocess.Process) -> tuple[list[psutil.Process], str]:
    """Ctrl-C, and wait for its end; the children it had, and what it still printed."""
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(signal.SIGINT)
    out, err = await asyncio.wait_for(process.communicate(), timeout=30)
    assert (process.returncode, err.decode()) == (0, "")
    return children, out.decode()


def require_nothing_left(children: list[psutil.Process], place: Place) -> None:
    """No process, no port."""
    assert [child for child in children if child.is_running()] == []
    for port in place.ports.values():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))


async def test_up_serves_every_page_and_ctrl_c_stops_it_all(place: Place) -> None:
    await generate(place.env["ASSISTANT_PLATFORM_DATABASE_URL"], today=date.today(), volunteers=50)
    before = place.platform_file.read_bytes()
    process = await start(place.command, place.env)
    try:
        said = await read_until(process, "Ctrl-C")
        for url in (place.url("demo"), place.url("gateway") + "/desk/"):
            assert url in said
        await _require_pages(place)
        credentials = re.search(r"cette session : (\S+) / (\S+)", said)
        assert credentials is not None
        async with DeskClient(place.url("gateway")) as agent:
            assert await agent.log_in(*credentials.groups()) == 204
            assert (await agent.connect()).conversations == ()
        await _require_personal_answer(place)
        children, out = await interrupt(process)
    finally:
        await end(process)
    assert len(children) >= 3
    assert "Arrêt…" in out
    require_nothing_left(children, place)
    assert place.platform_file.read_bytes() == before, "a database that the operator named is only read"


async def _require_pages(place: Place) -> None:
    async with aiohttp.ClientSession() as session:
        pages = {
            place.url("demo") + "/": place.url("gateway"),
            place.url("gateway") + "/desk/": "<html",
            place.url("gateway") + "/widget/widget.js": "WebSocket",
            place.url("gateway") + "/health/ready": '"bot": true',
        }
        for url, content in pages.items():
            async with session.get(url) as response:
                assert response.status == 200, url
                assert content in await response.text(), url


async def _require_personal_answer(place: Place) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(place.url("demo"), cookie_jar=jar) as site:
        async with site.post("/persona", data={"persona": "benevole-candidatures"}) as response:
            assert response.status == 200
        async with site.get("/assistant-token") as response:
            token = (await response.json())["token"]
    async with VisitorClient(place.url("gateway"), token) as client:
        await client.connect()
        await client.post("Où en est ma candidature ?")
        said = await client.wait_for_turn()
        assert said[-1].text.startswith("Vos 5 candidatures :")


async def test_ctrl_c_during_the_start_leaves_nothing_behind(place: Place) -> None:
    process = await start(place.command, place.env)
    try:
        await read_until(process, "Démarrage")
        supervisor = psutil.Process(process.pid)
        await wait_until(lambda: len(supervisor.children()) == 3)
        children, _ = await interrupt(process)
    finally:
        await end(process)
    require_nothing_left(children, place)


async def test_killed_supervisor_takes_its_children_along(place: Place) -> None:
    process = await start(place.command, place.env)
    try:
        await read_until(process, "Démarrage")
        supervisor = psutil.Process(process.pid)
        await wait_until(lambda: len(supervisor.children()) == 3)
        children = supervisor.children(recursive=True)
        os.kill(process.pid, signal.SIGKILL)
        await process.communicate()
        await wait_until(lambda: not any(child.is_running() for child in children))
    finally:
        await end(process)
    require_nothing_left(children, place)


async def test_taken_port_is_said_in_one_line(place: Place) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", place.ports["gateway"]))
        taken.listen()
        done = await run(place.command, env=place.env)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith(f"Erreur : le port {place.ports['gateway']} (porte publique) est déjà pris : ")


# As above, without the price of a process. Asynchronous, so that it fails if `up` were to start.
@pytest.mark.parametrize("name", ["rasa", "actions", "demo"])
async def test_other_taken_ports_are_said_too(place: Place, capsys: pytest.CaptureFixture[str], name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", place.ports[name]))
        taken.listen()
        assert main(place.command[1:]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith(f"Erreur : le port {place.ports[name]} ({_USES[name]}) est déjà pris : ")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[gateway]\nprot = 1\n", "`prot`"),
        ("[gateway]\nport = 'huit'\n", "port"),
        ("[gateway\n", "assistant.toml"),
    ],
)
async def test_wrong_configuration_is_said_in_one_line(
    place: Place, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    place.config.write_text(content, "utf-8")
    assert main(place.command[1:]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("Erreur : ") and said in err
