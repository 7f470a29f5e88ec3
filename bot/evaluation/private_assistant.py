"""A whole assistant of one's own: real processes, free ports, empty databases, a demo platform. For measuring."""

import secrets as random_secrets
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec

from bot.platform_demo.generator import generate
from bot.settings import Dialogue, Gateway, Limits, Secrets, Settings
from bot.storage.migrate import migrate
from bot.supervisor.plan import plan_children
from bot.supervisor.stack import Stack

# One machine plays many visitors at once: limits for people would only slow the measure down.
_GENEROUS = Limits(
    messages_burst=1000,
    messages_per_second=1000.0,
    address_messages_burst=100_000,
    address_messages_per_second=10_000.0,
    connections_per_address=1000,
    openings_burst=100_000,
    openings_per_second=10_000.0,
)


@dataclass(frozen=True)
class PrivateAssistant:
    """A running assistant and what a test or a measure needs to know of it."""

    stack: Stack
    settings: Settings
    secrets: Secrets

    @property
    def url(self) -> str:
        """The public door."""
        return f"http://127.0.0.1:{self.settings.gateway.port}"


@asynccontextmanager
async def private_assistant(
    model: Path, directory: Path, settings: Settings | None = None, database_url: str | None = None
) -> AsyncIterator[PrivateAssistant]:
    """Start it in that directory, stop it at the end. Ports of `settings` are replaced by free ones."""
    given = settings or Settings(limits=_GENEROUS)
    gateway_port, rasa_port, actions_port = free_ports(3)
    in_force = msgspec.structs.replace(
        given,
        gateway=msgspec.structs.replace(given.gateway, host=Gateway().host, port=gateway_port),
        dialogue=Dialogue(rasa_port=rasa_port, actions_port=actions_port, turn_seconds=given.dialogue.turn_seconds),
    )
    secrets = Secrets(
        database_url=database_url or f"sqlite:///{directory}/assistant.sqlite",
        platform_database_url=f"sqlite:///{directory}/platform.sqlite",
        channel_secret=random_secrets.token_urlsafe(32),
        identity_keys=(random_secrets.token_urlsafe(32),),
    )
    await generate(secrets.platform_database_url, today=date.today())
    migrate(secrets.database_url)
    run_directory = directory / "run"
    stack = Stack(plan_children(in_force, secrets, model, run_directory), run_directory)
    try:
        await stack.start()
        yield PrivateAssistant(stack=stack, settings=in_force, secrets=secrets)
    finally:
        await stack.stop()


def free_ports(count: int) -> Sequence[int]:
    """Ports of loopback that nobody uses now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
