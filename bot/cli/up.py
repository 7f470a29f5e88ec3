"""`assistant up`: start everything on this machine, and stop it all on Ctrl-C."""

import argparse
import asyncio
import os
import secrets as random_secrets
import signal
import socket
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
from aiohttp import web
from sqlalchemy.engine import make_url

from bot import clock
from bot.cli.agents import save_agent
from bot.demo_site.app import DemoSiteConfig, create_demo_site
from bot.errors import ConfigurationError
from bot.gateway.identity import IdentityVerifier
from bot.platform_demo.generator import generate
from bot.settings import PLATFORM_DATABASE_VARIABLE, ROOT, Secrets, Settings, load_embedded_secrets, load_settings
from bot.storage.migrate import migrate
from bot.supervisor.plan import plan_children
from bot.supervisor.stack import Stack
from bot.training.model_files import find_last_model
from bot.training.run_training import train

_RUN_DIRECTORY = ROOT / "var" / "run"
_DEMO_LOGIN = "demo"


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("up", help="lancer l'assistant", description=__doc__)
    parser.add_argument("--host", help="adresse d'écoute (par défaut : celle du fichier, ou 127.0.0.1)")
    parser.add_argument("--port", type=int, help="port de la porte publique (par défaut : 8080)")
    parser.add_argument("--config", type=Path, help="fichier de configuration (voir assistant.example.toml)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Prepare, start, wait for a signal, stop."""
    settings = _settings(given)
    _refuse_taken_ports(settings)
    secrets = load_embedded_secrets()
    IdentityVerifier(settings.identity, secrets.identity_keys, clock.now)  # said here once, not by each new gateway
    _say("Préparation du modèle…")
    model = _present_or_last_model()
    migrate(secrets.database_url)
    if settings.demo.enabled:
        _prepare_demo_platform(secrets.platform_database_url)
    return asyncio.run(_serve(settings, secrets, model))


def _present_or_last_model() -> Path:
    """The model of the present data; when they are broken, the last good one: visitors must not wait for a comma."""
    try:
        return train(ROOT, lambda line: _say(f"  {line}"))
    except ConfigurationError as error:
        last = find_last_model(ROOT)
        if last is None:
            raise
        _say(f"Attention : {error.message}")
        _say(f"L'assistant sert le dernier modèle qui fonctionne : {last.name}")
        return last


def _settings(given: argparse.Namespace) -> Settings:
    settings = load_settings(given.config)
    if settings.demo.enabled and settings.identity.algorithm != "HS256":
        raise ConfigurationError(
            "le site de démonstration signe en « HS256 » : mettez [demo] enabled = false, "
            "ou laissez [identity] algorithm à sa valeur."
        )
    gateway = msgspec.structs.replace(
        settings.gateway, host=given.host or settings.gateway.host, port=given.port or settings.gateway.port
    )
    if settings.demo.enabled:
        origins = (*gateway.allowed_origins, f"http://{gateway.local_host}:{settings.demo.port}")
        gateway = msgspec.structs.replace(gateway, allowed_origins=origins)
    return msgspec.structs.replace(settings, gateway=gateway)


def _refuse_taken_ports(settings: Settings) -> None:
    wanted = {
        settings.gateway.port: "porte publique",
        settings.dialogue.rasa_port: "Rasa",
        settings.dialogue.actions_port: "actions",
    }
    if settings.demo.enabled:
        wanted[settings.demo.port] = "site de démonstration"
    for port, use in wanted.items():
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                raise ConfigurationError(
                    f"le port {port} ({use}) est déjà pris : arrêtez ce qui l'occupe, ou changez de port "
                    "(« --port » pour la porte publique, le fichier de configuration pour les autres)."
                ) from None


async def _serve(settings: Settings, secrets: Secrets, model: Path) -> int:
    # One for each port: a second assistant must not rewrite the files that the first reads when it restarts a process.
    run_directory = _RUN_DIRECTORY / str(settings.gateway.port)
    stack = Stack(plan_children(settings, secrets, model, run_directory), run_directory)
    stopping = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    demo: web.AppRunner | None = None
    try:
        _say("Démarrage…")
        start = asyncio.create_task(stack.start(lambda name: _say(f"  {name} : prêt")))
        if not await _finished_before(start, stopping):
            return 0
        if settings.demo.enabled:
            demo = await _start_demo(settings, secrets)
        _say(f"Bureau des agents : {settings.gateway.local_url}/desk/")
        _say("Ctrl-C pour tout arrêter.")
        await stopping.wait()
        _say("Arrêt…")
    finally:
        if demo is not None:
            await demo.cleanup()
        await stack.stop()
    return 0


async def _finished_before(work: "asyncio.Task[None]", stopping: asyncio.Event) -> bool:
    stop = asyncio.create_task(stopping.wait())
    await asyncio.wait({work, stop}, return_when=asyncio.FIRST_COMPLETED)
    stop.cancel()
    if work.done():
        await work
        return True
    work.cancel()
    return False


def _prepare_demo_platform(url: str) -> None:
    if os.environ.get(PLATFORM_DATABASE_VARIABLE):
        return  # somebody's database: the demonstration is written into our own file only
    # Ages (« depuis 3 jours ») count from the day it was made: yesterday's is made anew.
    path = Path(make_url(url).database or "")
    today = date.today()
    if path.exists() and date.fromtimestamp(path.stat().st_mtime) == today:
        return
    _say("Base de démonstration de la plateforme…")
    asyncio.run(generate(url, today=today))


async def _start_demo(settings: Settings, secrets: Secrets) -> web.AppRunner:
    password = random_secrets.token_urlsafe(12)
    await save_agent(secrets.database_url, _DEMO_LOGIN, "Camille", password)
    gateway_url = settings.gateway.local_url
    site = create_demo_site(
        DemoSiteConfig(gateway_url=gateway_url, desk_url=f"{gateway_url}/desk/", jwt_key=secrets.identity_keys[0])
    )
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, settings.gateway.host, settings.demo.port).start()
    _say(f"Page de démonstration : http://{settings.gateway.local_host}:{settings.demo.port}/")
    _say(f"Compte du bureau pour cette session : {_DEMO_LOGIN} / {password}")
    return runner


def _say(line: str) -> None:
    print(line, flush=True)
