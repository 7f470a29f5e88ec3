"""An agent as a program: logs in, then speaks the desk's protocol over a real WebSocket."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import TypeVar

import aiohttp
import msgspec

from bot.ids import new_id
from bot.wire import desk

_events: msgspec.json.Decoder[desk.AnyDeskEvent] = msgspec.json.Decoder(desk.AnyDeskEvent)
_E = TypeVar("_E", bound=desk.DeskEvent)
_PATIENCE_SECONDS = 20.0


class DeskRefused(Exception):
    """The gateway refused a command."""

    def __init__(self, error: desk.DeskError):
        super().__init__(error.code)
        self.error = error


class DeskClient:
    """One agent's console. What it receives waits until it is asked for."""

    def __init__(self, url: str):
        self._url = url
        self._unread: list[desk.AnyDeskEvent] = []
        # The address is an IP: an ordinary jar refuses its cookies.
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._socket: aiohttp.ClientWebSocketResponse[bool] | None = None

    async def __aenter__(self) -> "DeskClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.disconnect()
        await self._session.close()

    async def disconnect(self) -> None:
        """Leave the console; the session stays."""
        if self._socket is not None:
            await self._socket.close()
        self._unread.clear()

    async def log_in(self, login: str, password: str) -> int:
        """Try these credentials; the HTTP status."""
        body = {"login": login, "password": password}
        async with self._session.post(f"{self._url}/desk/api/login", json=body) as response:
            return response.status

    async def connect(self) -> desk.Queue:
        """Open the console's socket; the queue as it is now. Raises `ConnectionError` when not logged in."""
        self._socket = await self._session.ws_connect(f"{self._url}/desk/api/socket".replace("http", "ws", 1))
        return await self.wait_for(desk.Queue)

    async def open(self, conversation_id: str) -> desk.Thread:
        """Show a conversation, and follow it from now on."""
        command = desk.Open(request_id=new_id(), conversation_id=conversation_id)
        await self.send(command)
        return await self.wait_for(desk.Thread, lambda event: event.request_id == command.request_id)

    async def take(self, conversation_id: str) -> None:
        """Take it. Raises `DeskRefused`."""
        await self.command(desk.Take(request_id=new_id(), conversation_id=conversation_id))

    async def reply(self, conversation_id: str, text: str, request_id: str | None = None) -> None:
        """Write to the visitor. Raises `DeskRefused`."""
        await self.command(desk.Reply(request_id=request_id or new_id(), conversation_id=conversation_id, text=text))

    async def return_to_bot(self, conversation_id: str) -> None:
        """Hand back. Raises `DeskRefused`."""
        await self.command(desk.ReturnToBot(request_id=new_id(), conversation_id=conversation_id))

    async def resolve(self, conversation_id: str) -> None:
        """Close. Raises `DeskRefused`."""
        await self.command(desk.Resolve(request_id=new_id(), conversation_id=conversation_id))

    async def command(self, command: desk.DeskCommand) -> None:
        """Send, and return once it is carried out. Raises `DeskRefused`."""
        await self.send(command)
        await self.wait_for(desk.DeskResult, lambda event: event.request_id == command.request_id)

    async def send(self, command: desk.DeskCommand) -> None:
        """Send one frame."""
        if self._socket is None:
            raise RuntimeError("connect() first")
        await self._socket.send_str(msgspec.json.encode(command).decode())

    async def wait_for(self, type_: type[_E], is_right: Callable[[_E], bool] = lambda _event: True) -> _E:
        """The next unread event of that type that is right; the others stay unread. Raises `DeskRefused`."""
        while True:
            for position, event in enumerate(self._unread):
                if isinstance(event, type_) and is_right(event):
                    del self._unread[position]
                    return event
                if isinstance(event, desk.DeskError):
                    del self._unread[position]
                    raise DeskRefused(event)
            await self._receive()

    async def _receive(self) -> None:
        if self._socket is None:
            raise RuntimeError("connect() first")
        frame = await asyncio.wait_for(self._socket.receive(), _PATIENCE_SECONDS)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            raise ConnectionError(f"{frame.type.name} {frame.data}")
        self._unread.append(_events.decode(frame.data))
