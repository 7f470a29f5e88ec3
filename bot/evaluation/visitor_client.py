"""A visitor as a program: speaks the protocol of `docs/protocol.md` over a real WebSocket."""

import asyncio
import time
from types import TracebackType
from typing import TypeVar

import aiohttp
import jwt
import msgspec

from bot.ids import new_id
from bot.platform_demo.personas import Persona
from bot.wire import visitor
from bot.wire.messages import Author, Message

_events: msgspec.json.Decoder[visitor.VisitorEvent] = msgspec.json.Decoder(visitor.VisitorEvent)
_E = TypeVar("_E", bound=visitor.Event)
_PATIENCE_SECONDS = 30.0
_TOKEN_LIFE_SECONDS = 300


class Refused(Exception):
    """The gateway answered with an error frame."""

    def __init__(self, error: visitor.Error):
        super().__init__(error.code)
        self.error = error


class VisitorClient:
    """One connection of one visitor. Everything received is kept in `events`, messages in `messages`."""

    def __init__(self, url: str, identity_token: str | None = None):
        self._url = url.replace("http", "ws", 1) + "/ws/visitor"
        self._identity_token = identity_token
        self.events: list[visitor.VisitorEvent] = []
        self.messages: list[Message] = []
        self.welcome: visitor.Welcome | None = None
        self._session: aiohttp.ClientSession | None = None
        self._socket: aiohttp.ClientWebSocketResponse[bool] | None = None

    async def __aenter__(self) -> "VisitorClient":
        self._session = aiohttp.ClientSession()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.disconnect()
        if self._session is not None:
            await self._session.close()

    async def connect(self, key: visitor.ConversationKey | None = None, last_seq: int = 0) -> visitor.Welcome:
        """Say hello, and receive the whole history that is missed. Raises `Refused`."""
        if self._session is None:
            raise RuntimeError("use `async with`")
        self._socket = await self._session.ws_connect(self._url)
        await self.send(
            visitor.Hello(
                protocol=visitor.PROTOCOL,
                conversation=key,
                last_seq=last_seq,
                identity_token=self._identity_token,
                page=visitor.Page(url="https://www.jeveuxaider.gouv.fr/"),
            )
        )
        welcome = await self.wait_for(visitor.Welcome)
        self.welcome = welcome
        while not self.messages or self.messages[-1].seq < welcome.last_seq:
            if welcome.last_seq == last_seq:
                break
            await self.receive()
        return welcome

    async def disconnect(self) -> None:
        """Leave without a word, as browsers do."""
        if self._socket is not None:
            await self._socket.close()

    async def send(self, command: visitor.VisitorCommand) -> None:
        """Send one frame."""
        await self.send_raw(msgspec.json.encode(command).decode())

    async def send_raw(self, data: str) -> None:
        """Send text that may be no frame at all."""
        if self._socket is None:
            raise RuntimeError("connect() first")
        await self._socket.send_str(data)

    async def receive(self) -> visitor.VisitorEvent:
        """The next event. Raises `ConnectionError` when the gateway is gone, `TimeoutError` when it is silent."""
        if self._socket is None:
            raise RuntimeError("connect() first")
        frame = await asyncio.wait_for(self._socket.receive(), _PATIENCE_SECONDS)
        if frame.type is not aiohttp.WSMsgType.TEXT:
            raise ConnectionError(f"{frame.type.name} {frame.data}")
        event = _events.decode(frame.data)
        self.events.append(event)
        if isinstance(event, visitor.MessagePosted):
            self.messages.append(event.message)
        return event

    async def wait_for(self, type_: type[_E]) -> _E:
        """Receive until an event of this type comes. Raises `Refused` on an error frame."""
        while True:
            event = await self.receive()
            if isinstance(event, type_):
                return event
            if isinstance(event, visitor.Error):
                raise Refused(event)

    async def post(self, text: str, client_message_id: str | None = None) -> visitor.Result:
        """Write something, and return once it is stored."""
        await self.send(visitor.PostMessage(client_message_id=client_message_id or new_id(), text=text))
        return await self.wait_for(visitor.Result)

    async def press(self, seq: int, button_id: str) -> visitor.Result:
        """Press a button, and return once that is stored."""
        await self.send(visitor.PressButton(client_message_id=new_id(), seq=seq, button_id=button_id))
        return await self.wait_for(visitor.Result)

    async def request_human(self) -> visitor.Result:
        """Ask for a person."""
        await self.send(visitor.RequestHuman(client_message_id=new_id()))
        return await self.wait_for(visitor.Result)

    async def wait_for_turn(self) -> list[Message]:
        """Receive until the bot has finished; what it (or the system) said meanwhile."""
        while True:
            event = await self.wait_for(visitor.Typing)
            if event.author == "bot" and not event.active:
                return [m for m in self.messages if m.author is not Author.VISITOR]


def sign_identity(persona: Persona, key: str) -> str:
    """What the host site's back end would sign for that person."""
    now = int(time.time())
    claims = {
        "sub": str(persona.user_id),
        "role": persona.role,
        "aud": "assistant",
        "iat": now,
        "exp": now + _TOKEN_LIFE_SECONDS,
    }
    return jwt.encode(claims, key, algorithm="HS256")
