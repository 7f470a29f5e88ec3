"""A real gateway on a loopback port, with a double for Rasa behind it and visitors that check every frame.

A folder uses it by importing the fixtures `channel`, `secrets` and `start_gateway` in its `conftest.py`.
"""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, Literal

import aiohttp
import jwt
import msgspec
import pytest
from aiohttp import web

from bot.app import create_gateway
from bot.evaluation.visitor_client import VisitorClient
from bot.settings import Dialogue, Limits, Secrets, Settings
from bot.wire import visitor
from bot.wire.messages import Message
from tests.doubles.channel_server import SECRET, ChannelServer
from tests.schemas import check_frame

OLD_KEY, KEY = "an-old-key-of-at-least-thirty-two-bytes", "a-new-key-of-at-least-thirty-two-bytes"

# Most tests are not about limits.
GENEROUS = Limits(
    messages_burst=1000, address_messages_burst=1000, openings_burst=1000, login_attempts_burst=1000, hello_seconds=20.0
)


class _CheckedSocket(aiohttp.ClientWebSocketResponse[Literal[True]]):
    """Every event that the gateway sends must be as the schemas say."""

    async def receive(self, timeout: float | None = None) -> Any:
        frame = await super().receive(timeout)
        if frame.type is aiohttp.WSMsgType.TEXT:
            check_frame("visitor-event", json.loads(frame.data))
        return frame


class Visitor(VisitorClient):
    """A visitor whose frames are checked, and who can misbehave."""

    async def __aenter__(self) -> "Visitor":
        self._session = aiohttp.ClientSession(ws_response_class=_CheckedSocket)
        return self

    @property
    def key(self) -> visitor.ConversationKey:
        """What a browser keeps."""
        if self.welcome is None:
            raise AssertionError("not connected")
        return self.welcome.conversation

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse[bool]:
        """The bare socket."""
        if self._socket is None:
            raise AssertionError("not connected")
        return self._socket

    async def open_socket(self, headers: dict[str, str] | None = None) -> None:
        """Connect, and say nothing."""
        if self._session is None:
            raise AssertionError("use `async with`")
        self._socket = await self._session.ws_connect(self._url, headers=headers)

    async def say(self, **frame: Any) -> None:
        """Send a frame that may be wrong."""
        await self.send_raw(json.dumps(frame))

    async def send(self, command: visitor.VisitorCommand) -> None:
        """Send a frame that must be right."""
        check_frame("visitor-command", json.loads(msgspec.json.encode(command)))
        await super().send(command)

    async def ask(self, text: str) -> list[Message]:
        """Post, and wait for the end of the turn: what came after the question."""
        posted = await self.post(text)
        await self.wait_for_turn()
        return [message for message in self.messages if message.seq > posted.seq]

    async def wait_for_message(self, text: str) -> Message:
        """Receive until a message with that text has come."""
        while True:
            for message in self.messages:
                if text in message.text:
                    return message
            await self.receive()

    async def refusal(self) -> visitor.Error:
        """Receive until the gateway refuses something."""
        while True:
            event = await self.receive()
            if isinstance(event, visitor.Error):
                return event

    async def close_code(self) -> int:
        """Receive until the gateway closes: why it did."""
        while not self.socket.closed:
            await self.socket.receive(timeout=20)
        return self.socket.close_code or 0


class RunningGateway:
    """One process' worth of gateway."""

    def __init__(self, settings: Settings, secrets: Secrets, web_dist: Path):
        self._settings = settings
        self._secrets = secrets
        self._web_dist = web_dist
        self._runner: web.AppRunner | None = None
        self._visitors = AsyncExitStack()
        self.url = ""

    async def start(self) -> None:
        """Serve on a free port."""
        app = create_gateway(self._settings, self._secrets, self._web_dist)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=5.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """End as on a signal; visitors stay, to be told."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def close(self) -> None:
        """Send the visitors home, and end."""
        await self._visitors.aclose()
        await self.stop()

    async def visitor(self, identity_token: str | None = None, *, connected: bool = True) -> Visitor:
        """A new visitor, who leaves at the end of the test."""
        client = Visitor(self.url, identity_token)
        await self._visitors.enter_async_context(client)
        if connected:
            await client.connect()
        return client

    async def tab(self, of: Visitor, last_seq: int = 0, identity_token: str | None = None) -> Visitor:
        """Another tab, or the same one come back, in the conversation of that visitor."""
        client = await self.visitor(identity_token, connected=False)
        await client.connect(of.key, last_seq)
        return client


StartGateway = Callable[..., Awaitable[RunningGateway]]


@pytest.fixture
async def channel() -> AsyncIterator[ChannelServer]:
    """What stands behind the gateway."""
    server = ChannelServer()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def secrets(sqlite_url: str) -> Secrets:
    """What the environment of the gateway would carry."""
    return Secrets(
        database_url=sqlite_url, platform_database_url="", channel_secret=SECRET, identity_keys=(OLD_KEY, KEY)
    )


@pytest.fixture
async def start_gateway(channel: ChannelServer, secrets: Secrets, tmp_path: Path) -> AsyncIterator[StartGateway]:
    """Start gateways on the same database; changes of settings by name of section."""
    (tmp_path / "dist" / "desk" / "assets").mkdir(parents=True)
    async with AsyncExitStack() as stack:

        async def start(turn_seconds: float = 20.0, **sections: Any) -> RunningGateway:
            dialogue = Dialogue(rasa_port=channel.port, turn_seconds=turn_seconds)
            settings = Settings(**({"limits": GENEROUS, "dialogue": dialogue} | sections))
            gateway = RunningGateway(settings, secrets, tmp_path / "dist")
            await gateway.start()
            stack.push_async_callback(gateway.close)
            return gateway

        yield start


@pytest.fixture
async def gateway(start_gateway: StartGateway) -> RunningGateway:
    """The usual one."""
    return await start_gateway()


def sign(key: str = KEY, algorithm: str = "HS256", **changes: Any) -> str:
    """A token as the host site signs it, with some claims changed; `None` leaves a claim out."""
    now = int(time.time())
    claims = {"sub": "7", "role": "benevole", "aud": "assistant", "iat": now, "exp": now + 300} | changes
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(kept, key, algorithm=algorithm)
