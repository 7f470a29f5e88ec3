"""The agents' WebSocket: the queue live, one conversation open at a time, commands."""

import asyncio
import logging

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web

from bot.conversations.changes import Change
from bot.conversations.service import Conversations
from bot.desk.agents import Agent
from bot.desk.login import DeskLogin
from bot.desk.views import summary_of, understood_by_message
from bot.errors import AssistantError, InternalError, InvalidFrame, NotLoggedIn
from bot.live.hub import Hub
from bot.live.origin import OriginRule
from bot.live.outbox import Outbox
from bot.settings import Settings
from bot.text.visitor_text import clean_visitor_text
from bot.wire import desk, visitor

_log = logging.getLogger(__name__)
_HEARTBEAT_SECONDS = 25.0
_SESSION_OVER = 4401
_REPLY_LENGTH = 4000
_commands: msgspec.json.Decoder[desk.AnyDeskCommand] = msgspec.json.Decoder(desk.AnyDeskCommand)


class _Console:
    """One agent's socket, as the hub sees it."""

    def __init__(self, agent: Agent, outbox: Outbox):
        self.agent = agent
        self.outbox = outbox
        self.open_conversation_id: str | None = None

    def deliver_change(self, change: Change) -> None:
        conversation = change.conversation
        is_open = conversation.id == self.open_conversation_id
        if conversation.handoff is not None or change.status_changed:
            facts = conversation.facts if is_open else None
            self.outbox.put(desk.ConversationChanged(conversation=summary_of(conversation, self.agent.id), facts=facts))
        if is_open:
            for message in change.messages:
                self.outbox.put(desk.DeskMessagePosted(conversation_id=conversation.id, message=message.as_wire()))

    def deliver_typing(self, conversation_id: str, active: bool) -> None:
        if conversation_id == self.open_conversation_id:
            self.outbox.put(desk.DeskTyping(conversation_id=conversation_id, active=active))


class DeskSocket:
    """Handler of `GET /desk/api/socket`."""

    def __init__(
        self, settings: Settings, conversations: Conversations, login: DeskLogin, hub: Hub, origins: OriginRule
    ):
        self._limits = settings.limits
        self._conversations = conversations
        self._login = login
        self._hub = hub
        self._origins = origins
        self._sockets: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one console until it closes."""
        self._origins.check(request)
        socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT_SECONDS, max_msg_size=self._limits.frame_bytes, compress=False
        )
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            agent = await self._login.agent_of(request)
            await self._serve(request, socket, _Console(agent, Outbox(socket)))
        except NotLoggedIn:
            await socket.close(code=_SESSION_OVER, message=b"log in")
        except AssistantError as error:
            _log.warning("desk socket closed", extra={"code": error.code})
            await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b"try again")
        finally:
            self._sockets.discard(socket)
        return socket

    async def close_all(self, _app: web.Application) -> None:
        """The gateway stops: consoles reconnect to the next one."""
        # All at once: each close waits for the browser's own, and some browsers are gone without a word.
        await asyncio.gather(
            *(socket.close(code=WSCloseCode.SERVICE_RESTART, message=b"restart") for socket in self._sockets)
        )

    async def _serve(self, request: web.Request, socket: web.WebSocketResponse, console: _Console) -> None:
        self._hub.watch_desk(console)
        try:
            await self._converse(request, socket, console)
        finally:
            self._hub.unwatch_desk(console)
            await console.outbox.close()

    async def _converse(self, request: web.Request, socket: web.WebSocketResponse, console: _Console) -> None:
        queue = await self._conversations.queue()
        console.outbox.put(
            desk.Queue(
                agent_name=console.agent.name,
                conversations=tuple(summary_of(c, console.agent.id) for c in queue),
            )
        )
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                # A session may be ended while its console is open.
                await self._login.agent_of(request)
                await self._answer(console, frame.data)

    async def _answer(self, console: _Console, data: str) -> None:
        request_id = None
        try:
            command = _decode(data)
            request_id = command.request_id
            await self._carry_out(console, command)
        except AssistantError as error:
            console.outbox.put(desk.DeskError(code=error.code, message=error.message, request_id=request_id))
        except Exception:
            _log.exception("desk command failed")
            failure = InternalError()
            console.outbox.put(desk.DeskError(code=failure.code, message=failure.message, request_id=request_id))

    async def _carry_out(self, console: _Console, command: desk.AnyDeskCommand) -> None:
        mine, agent = command.conversation_id, console.agent
        if isinstance(command, desk.Open):
            await self._open(console, command)
            return
        if isinstance(command, desk.AgentTyping):
            await self._show_typing(console, command)
            return
        if isinstance(command, desk.Take):
            await self._conversations.take(mine, agent.id, agent.name)
        elif isinstance(command, desk.Reply):
            text = clean_visitor_text(command.text, _REPLY_LENGTH)
            await self._conversations.reply_as_agent(mine, agent.id, agent.name, text, command.request_id)
        elif isinstance(command, desk.ReturnToBot):
            await self._conversations.return_to_bot(mine, agent.id)
        else:
            await self._conversations.resolve(mine, agent.id)
        console.outbox.put(desk.DeskResult(request_id=command.request_id))

    async def _open(self, console: _Console, command: desk.Open) -> None:
        # Watched before it is read: a message may then come twice, never be missing. Consoles know by its id.
        console.open_conversation_id = command.conversation_id
        conversation = await self._conversations.get(command.conversation_id)
        messages = await self._conversations.messages_after(command.conversation_id, 0)
        console.outbox.put(
            desk.Thread(
                request_id=command.request_id,
                conversation=summary_of(conversation, console.agent.id),
                messages=tuple(message.as_wire() for message in messages),
                understood=understood_by_message(messages),
                facts=conversation.facts,
            )
        )

    async def _show_typing(self, console: _Console, command: desk.AgentTyping) -> None:
        conversation = await self._conversations.get(command.conversation_id)
        if conversation.handoff is not None and conversation.handoff.agent_id == console.agent.id:
            typing = visitor.Typing(author="agent", active=command.active)
            self._hub.tell_visitor(command.conversation_id, typing)


def _decode(data: str) -> desk.AnyDeskCommand:
    try:
        return _commands.decode(data)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise InvalidFrame from None
