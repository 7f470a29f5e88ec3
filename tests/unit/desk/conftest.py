"""Agents at their consoles, through the real door."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timezone
from typing import Any, TypeVar

import aiohttp
import msgspec
import pytest
from argon2 import PasswordHasher

from bot.ids import new_id
from bot.settings import Secrets
from bot.storage import Database, open_database
from bot.storage.tables import agents
from bot.wire import desk
from tests.running_gateway import RunningGateway, channel, gateway, secrets, start_gateway
from tests.schemas import check_frame

__all__ = ["channel", "gateway", "secrets", "start_gateway"]

PASSWORD = "un mot de passe assez long"
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_HASH = _CHEAP.hash(PASSWORD)
_events: msgspec.json.Decoder[desk.AnyDeskEvent] = msgspec.json.Decoder(desk.AnyDeskEvent)
_E = TypeVar("_E", bound=desk.DeskEvent)


class DeskRefused(Exception):
    """The gateway answered with an error frame."""

    def __init__(self, error: desk.DeskError):
        super().__init__(error.code)
        self.error = error


class Console:
    """One agent's browser; every frame is checked against the schemas."""

    def __init__(self, url: str, session: aiohttp.ClientSession):
        self.url = url
        self.session = session
        self.events: list[desk.AnyDeskEvent] = []
        self._socket: aiohttp.ClientWebSocketResponse[Any] | None = None

    async def log_in(self, login: str, password: str = PASSWORD, **more: Any) -> aiohttp.ClientResponse:
        body = {"login": login, "password": password}
        return await self.session.post(f"{self.url}/desk/api/login", json=body, **more)

    async def log_out(self) -> None:
        async with self.session.post(f"{self.url}/desk/api/logout") as response:
            assert response.status == 204

    @property
    def socket(self) -> aiohttp.ClientWebSocketResponse[Any]:
        if self._socket is None:
            raise AssertionError("not connected")
        return self._socket

    async def open_socket(self, headers: dict[str, str] | None = None) -> None:
        self._socket = await self.session.ws_connect(f"{self.url}/desk/api/socket", headers=headers)

    async def connect(self) -> desk.Queue:
        await self.open_socket()
        return await self.wait_for(desk.Queue)

    async def receive(self) -> desk.AnyDeskEvent:
        frame = await self.socket.receive(timeout=20)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            raise ConnectionError(f"{frame.type.name} {frame.data}")
        check_frame("desk-event", json.loads(frame.data))
        event = _events.decode(frame.data)
        self.events.append(event)
        return event

    async def wait_for(self, type_: type[_E], which: Callable[[_E], bool] = lambda _: True) -> _E:
        """Receive until such an event comes. Raises `DeskRefused` on an error frame."""
        while True:
            event = await self.receive()
            if isinstance(event, type_) and which(event):
                return event
            if isinstance(event, desk.DeskError):
                raise DeskRefused(event)

    async def send(self, command: desk.DeskCommand) -> None:
        data = msgspec.json.encode(command)
        check_frame("desk-command", json.loads(data))
        await self.socket.send_str(data.decode())

    async def do(self, kind: type[desk.DeskCommand], conversation_id: str, **more: Any) -> None:
        """Send a command, and return once it is carried out."""
        more.setdefault("request_id", new_id())
        await self.send(kind(conversation_id=conversation_id, **more))
        await self.wait_for(desk.DeskResult, lambda result: result.request_id == more["request_id"])

    async def open(self, conversation_id: str) -> desk.Thread:
        await self.send(desk.Open(request_id=new_id(), conversation_id=conversation_id))
        return await self.wait_for(desk.Thread)

    async def wait_for_line(self, conversation_id: str) -> desk.ConversationSummary:
        """The next line of the queue about that conversation."""
        changed = await self.wait_for(desk.ConversationChanged, lambda event: event.conversation.id == conversation_id)
        return changed.conversation

    async def close_code(self) -> int:
        """Receive until the gateway closes: why it did."""
        while not self.socket.closed:
            await self.socket.receive(timeout=20)
        return self.socket.close_code or 0


SaveAgent = Callable[..., Awaitable[str]]
OpenConsole = Callable[..., Awaitable[Console]]


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash, made to be slow, with its cheapest parameters."""
    monkeypatch.setattr("bot.desk.agents._hasher", _CHEAP)
    monkeypatch.setattr("bot.desk.agents._NOBODY", _HASH)


@pytest.fixture
async def our_database(secrets: Secrets) -> AsyncIterator[Database]:
    """The gateway's database, to look behind the scene."""
    database = open_database(secrets.database_url, wait_seconds=5.0)
    yield database
    await database.close()


@pytest.fixture
def save_agent(our_database: Database) -> SaveAgent:
    """Make an account with the usual password; its id."""

    async def save(login: str, name: str) -> str:
        row = {"id": new_id(), "login": login, "name": name, "password_hash": _HASH}
        async with our_database.writing() as connection:
            await connection.execute(agents.insert().values(created_at=datetime.now(timezone.utc), **row))
        return str(row["id"])

    return save


@pytest.fixture
async def browser() -> AsyncIterator[Callable[[RunningGateway], Console]]:
    """A browser without any cookie."""
    async with AsyncExitStack() as stack:
        made: list[Console] = []

        def make(gateway: RunningGateway) -> Console:
            session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
            made.append(Console(gateway.url, session))
            return made[-1]

        yield make
        for console in made:
            stack.push_async_callback(console.session.close)


@pytest.fixture
def open_console(
    browser: Callable[[RunningGateway], Console], save_agent: SaveAgent, gateway: RunningGateway
) -> OpenConsole:
    """An agent with an account, logged in and connected."""

    async def open_(name: str = "Camille") -> Console:
        await save_agent(name.lower(), name)
        console = browser(gateway)
        async with await console.log_in(name.lower()) as response:
            assert response.status == 204
        await console.connect()
        return console

    return open_
