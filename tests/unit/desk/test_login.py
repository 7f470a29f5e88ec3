"""Who may enter the desk, and what the session cookie is worth."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from http.cookies import Morsel
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from bot import clock
from bot.desk.agents import Agents
from bot.errors import BadCredentials, ConfigurationError, NotLoggedIn
from bot.settings import Gateway, Limits
from bot.storage import Database
from bot.storage.tables import agent_sessions, agents
from bot.wire import desk
from tests.running_gateway import RunningGateway, StartGateway
from tests.unit.desk.conftest import Console, OpenConsole, SaveAgent

Browser = Callable[[RunningGateway], Console]


async def me(console: Console) -> tuple[int, Any]:
    async with console.session.get(f"{console.url}/desk/api/me") as response:
        return response.status, await response.json()


async def test_the_right_password_opens_a_session(
    gateway: RunningGateway, browser: Browser, save_agent: SaveAgent
) -> None:
    await save_agent("camille", "Camille D.")
    console = browser(gateway)
    assert (await me(console))[0] == 401
    async with await console.log_in("camille") as response:
        assert response.status == 204
    assert await me(console) == (200, {"name": "Camille D."})
    await console.log_out()
    assert (await me(console))[0] == 401


async def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(
    gateway: RunningGateway, browser: Browser, save_agent: SaveAgent
) -> None:
    await save_agent("camille", "Camille")
    answers = []
    for login, password in (("camille", "mauvais mot de passe"), ("inconnu", "mauvais mot de passe"), ("camille", "")):
        async with await browser(gateway).log_in(login, password) as response:
            answers.append((response.status, await response.json()))
            assert "Set-Cookie" not in response.headers
    assert answers[0] == (401, {"code": "bad_credentials", "message": "Identifiant ou mot de passe incorrect."})
    assert answers[1:] == [answers[0]] * 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"login": "camille"}',
        b'{"login": 1, "password": "x"}',
        b'{"login": "\\u0000", "password": "x"}',
    ],
)
async def test_a_body_that_is_no_login_is_refused(gateway: RunningGateway, browser: Browser, body: bytes) -> None:
    console = browser(gateway)
    async with console.session.post(f"{gateway.url}/desk/api/login", data=body) as response:
        assert (response.status, (await response.json())["code"]) == (400, "invalid_frame")


async def test_guessing_passwords_is_slowed_down(
    start_gateway: StartGateway, browser: Browser, save_agent: SaveAgent
) -> None:
    await save_agent("camille", "Camille")
    gateway = await start_gateway(limits=Limits(login_attempts_burst=2, login_attempts_per_second=0.01))
    console = browser(gateway)
    statuses = []
    for _ in range(3):
        async with await console.log_in("camille", "mauvais") as response:
            statuses.append(response.status)
    assert statuses == [401, 401, 429]
    async with await console.log_in("camille") as response:
        assert (response.status, (await response.json())["code"]) == (429, "rate_limited")


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    start_gateway: StartGateway, browser: Browser, save_agent: SaveAgent, secure: bool
) -> None:
    await save_agent("camille", "Camille")
    console = browser(await start_gateway(gateway=Gateway(secure_cookies=secure)))
    async with await console.log_in("camille") as response:
        cookie: Morsel[str] = response.cookies["desk_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], bool(cookie["secure"])) == (
        True,
        "Strict",
        "/desk",
        secure,
    )
    assert int(cookie["max-age"]) == 12 * 3600
    assert len(cookie.value) >= 43


async def test_the_session_itself_is_not_stored(
    gateway: RunningGateway, browser: Browser, save_agent: SaveAgent, our_database: Database
) -> None:
    await save_agent("camille", "Camille")
    async with await browser(gateway).log_in("camille") as response:
        token = response.cookies["desk_session"].value
    async with our_database.reading() as connection:
        rows = (await connection.execute(select(agent_sessions))).fetchall()
    assert len(rows) == 1
    assert token not in str(rows)


@pytest.mark.parametrize("path", ["login", "logout"])
async def test_a_page_of_another_site_cannot_use_the_desk(gateway: RunningGateway, browser: Browser, path: str) -> None:
    foreign = {"Origin": "https://evil.example"}
    async with browser(gateway).session.post(f"{gateway.url}/desk/api/{path}", headers=foreign) as response:
        assert response.status == 403


async def test_a_page_of_another_site_cannot_open_the_socket(open_console: OpenConsole) -> None:
    console = await open_console()
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await console.open_socket({"Origin": "https://evil.example"})
    assert refusal.value.status == 403
    await console.open_socket({"Origin": console.url})
    await console.wait_for(desk.Queue)


async def test_a_page_that_may_embed_the_widget_is_no_page_of_the_desk(
    start_gateway: StartGateway, browser: Browser
) -> None:
    host_site = "https://www.jeveuxaider.gouv.fr"
    console = browser(await start_gateway(gateway=Gateway(allowed_origins=(host_site,))))
    async with console.session.post(f"{console.url}/desk/api/login", headers={"Origin": host_site}) as response:
        assert response.status == 403
    with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
        await console.open_socket({"Origin": host_site})
    assert refusal.value.status == 403


async def test_behind_a_proxy_the_desk_knows_its_public_origin(
    start_gateway: StartGateway, browser: Browser, save_agent: SaveAgent
) -> None:
    await save_agent("camille", "Camille")
    origin = "https://assistant.example.fr"
    console = browser(await start_gateway(gateway=Gateway(public_origin=origin)))
    async with await console.log_in("camille", headers={"Origin": origin}) as response:
        assert response.status == 204


@pytest.mark.parametrize("cookie", [None, "forged", "x" * 4000])
async def test_the_socket_closes_without_a_session(
    gateway: RunningGateway, browser: Browser, cookie: str | None
) -> None:
    console = browser(gateway)
    await console.open_socket({"Cookie": f"desk_session={cookie}"} if cookie else None)
    assert await console.close_code() == 4401


async def test_an_expired_session_opens_nothing(open_console: OpenConsole, our_database: Database) -> None:
    console = await open_console()
    async with our_database.writing() as connection:
        await connection.execute(
            agent_sessions.update().values(expires_at=datetime.now(timezone.utc) - timedelta(seconds=1))
        )
    assert (await me(console))[0] == 401
    await console.open_socket()
    assert await console.close_code() == 4401


async def test_a_session_that_ends_while_the_console_is_open_closes_it_at_the_next_command(
    open_console: OpenConsole, gateway: RunningGateway
) -> None:
    console = await open_console()
    visitor = await gateway.visitor()
    await visitor.request_human()
    await console.log_out()
    await console.send(desk.Take(request_id="request-1", conversation_id=visitor.key.id))
    assert await console.close_code() == 4401
    assert "a rejoint" not in str((await gateway.tab(visitor)).messages)


async def test_a_new_password_ends_the_sessions_of_that_agent_only(database: Database) -> None:
    accounts = Agents(database, clock.now)
    for login in ("camille", "dominique"):
        await accounts.save(login, login.title(), "un premier mot de passe")
    sessions = {login: await accounts.log_in(login, "un premier mot de passe") for login in ("camille", "dominique")}
    await accounts.save("camille", "Camille D.", "un second mot de passe")
    with pytest.raises(NotLoggedIn):
        await accounts.get_by_session(sessions["camille"])
    assert (await accounts.get_by_session(sessions["dominique"])).name == "Dominique"
    with pytest.raises(BadCredentials):
        await accounts.log_in("camille", "un premier mot de passe")
    again = await accounts.log_in("camille", "un second mot de passe")
    assert (await accounts.get_by_session(again)).name == "Camille D."


async def test_a_session_lasts_twelve_hours(database: Database) -> None:
    now = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
    accounts = Agents(database, lambda: now)
    await accounts.save("camille", "Camille", "un premier mot de passe")
    token = await accounts.log_in("camille", "un premier mot de passe")
    now += timedelta(hours=12) - timedelta(seconds=1)
    assert (await accounts.get_by_session(token)).name == "Camille"
    now += timedelta(seconds=1)
    with pytest.raises(NotLoggedIn):
        await accounts.get_by_session(token)


async def test_a_short_password_is_refused_and_none_is_stored_in_clear(database: Database) -> None:
    accounts = Agents(database, clock.now)
    with pytest.raises(ConfigurationError, match="12 caractères"):
        await accounts.save("camille", "Camille", "trop court")
    await accounts.save("camille", "Camille", "un premier mot de passe")
    async with database.reading() as connection:
        (row,) = (await connection.execute(select(agents))).fetchall()
    assert row.password_hash.startswith("$argon2id$")
