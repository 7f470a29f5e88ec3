"""The whole product on this machine, as the browser meets it: assistant, demonstration site, an agent's account."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from bot.cli.agents import save_agent
from bot.demo_site.app import DemoSiteConfig, create_demo_site
from bot.evaluation.private_assistant import PrivateAssistant, free_ports, private_assistant
from bot.settings import ROOT, Dialogue, Gateway, Limits, Settings
from bot.training.run_training import train

# All the visitors of a run come from one address: limits made for people would stop the tests.
_LIMITS = Limits(
    messages_burst=1000,
    messages_per_second=1000.0,
    address_messages_burst=10_000,
    address_messages_per_second=1000.0,
    connections_per_address=1000,
    openings_burst=10_000,
    openings_per_second=1000.0,
    login_attempts_burst=1000,
    login_attempts_per_second=1000.0,
)
_TURN_SECONDS = 4.0
"""A test waits that long for the apology of a frozen Rasa; a real answer takes a tenth of a second."""


@dataclass(frozen=True)
class Account:
    """An agent's."""

    login: str
    name: str
    password: str


AGENT = Account(login="amina", name="Amina", password="un mot de passe de test")


@dataclass(frozen=True)
class Stage:
    """Where everything is."""

    assistant: PrivateAssistant
    site_url: str

    @property
    def desk_url(self) -> str:
        """The agents' console."""
        return f"{self.assistant.url}/desk/"


@asynccontextmanager
async def raise_stage(directory: Path) -> AsyncIterator[Stage]:
    """Train if needed, start everything on free ports, stop it at the end."""
    (site_port,) = free_ports(1)
    site_url = f"http://127.0.0.1:{site_port}"
    settings = Settings(
        gateway=Gateway(allowed_origins=(site_url,)), limits=_LIMITS, dialogue=Dialogue(turn_seconds=_TURN_SECONDS)
    )
    model = train(ROOT, lambda _line: None)
    async with private_assistant(model, directory, settings) as assistant:
        await save_agent(assistant.secrets.database_url, AGENT.login, AGENT.name, AGENT.password)
        stage = Stage(assistant, site_url)
        site = web.AppRunner(_demo_site(stage), access_log=None)
        await site.setup()
        await web.TCPSite(site, "127.0.0.1", site_port).start()
        try:
            yield stage
        finally:
            await site.cleanup()


def _demo_site(stage: Stage) -> web.Application:
    (key,) = stage.assistant.secrets.identity_keys
    return create_demo_site(DemoSiteConfig(gateway_url=stage.assistant.url, desk_url=stage.desk_url, jwt_key=key))
