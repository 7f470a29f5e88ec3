"""The visitors' WebSocket: origin, hello within a time limit, then commands until it closes."""

import asyncio
import logging

import msgspec
from aiohttp import WSCloseCode, WSMsgType, web

from bot.conversations.records import Conversation
from bot.conversations.service import Conversations
from bot.errors import AssistantError, HelloExpected, InternalError, InvalidFrame, UnsupportedProtocol
from bot.gateway.identity import IdentityVerifier
from bot.gateway.proof import Proof
from bot.gateway.visitor_commands import VisitorCommands
from bot.gateway.visitor_connection import VisitorConnection
from bot.live.hub import Hub
from bot.live.origin import OriginRule, address_of
from bot.live.outbox import Outbox
from bot.live.rate_limit import AddressBuckets, Bucket, ConnectionCount
from bot.settings import Settings
from bot.wire import visitor
from bot.wire.visitor import ConversationKey

_log = logging.getLogger(__name__)
_HEARTBEAT_SECONDS = 25.0
_HELLO_LATE = 4408
_TOO_MANY_CONNECTIONS = 4429
_commands: msgspec.json.Decoder[visitor.VisitorCommand] = msgspec.json.Decoder(visitor.VisitorCommand)


class VisitorSocket:
    """Handler of `GET /ws/visitor`."""

    def __init__(
        self,
        settings: Settings,
        conversations: Conversations,
        commands: VisitorCommands,
        hub: Hub,
        verifier: IdentityVerifier,
        origins: OriginRule,
    ):
        self._settings = settings
        self._limits = settings.limits
        self._conversations = conversations
        self._commands = commands
        self._hub = hub
        self._verifier = verifier
        self._origins = origins
        self._open = ConnectionCount(self._limits.connections_per_address)
        self._openings = AddressBuckets(self._limits.openings_burst, self._limits.openings_per_second)
        self._sockets: set[web.WebSocketResponse] = set()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one socket until it closes."""
        self._origins.check(request)
        address = address_of(request, self._settings.gateway.trust_forwarded_for)
        socket = web.WebSocketResponse(
            heartbeat=_HEARTBEAT_SECONDS, max_msg_size=self._limits.frame_bytes, compress=False
        )
        await socket.prepare(request)
        if not self._open.enter(address):
            await socket.close(code=_TOO_MANY_CONNECTIONS, message=b"too many connections")
            return socket
        self._sockets.add(socket)
        outbox = Outbox(socket)
        try:
            await self._converse(socket, outbox, address)
        finally:
            await outbox.close()
            self._sockets.discard(socket)
            self._open.leave(address)
        return socket

    async def close_all(self, _app: web.Application) -> None:
        """The gateway stops: browsers reconnect to the next one."""
        # All at once: each close waits for the browser's own, and some browsers are gone without a word.
        await asyncio.gather(
            *(socket.close(code=WSCloseCode.SERVICE_RESTART, message=b"restart") for socket in self._sockets)
        )

    async def _converse(self, socket: web.WebSocketResponse, outbox: Outbox, address: str) -> None:
        try:
            connection = await asyncio.wait_for(
                self._say_hello(socket, outbox, address), timeout=self._limits.hello_seconds
            )
        except asyncio.TimeoutError:
            await socket.close(code=_HELLO_LATE, message=b"hello expected")
            return
        if connection is None:
            return
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    await self._serve(connection, frame.data)
                elif frame.type is WSMsgType.BINARY:
                    outbox.put(as_frame(InvalidFrame()))
        finally:
            connection.close()
            self._hub.unwatch(connection.conversation_id, connection)

    async def _say_hello(self, socket: web.WebSocketResponse, outbox: Outbox, address: str) -> VisitorConnection | None:
        # Checking an identity may cost the platform a request: hellos that are refused count like any frame.
        hellos_allowed = self._frames_bucket()
        async for frame in socket:
            try:
                hellos_allowed.spend()
                if frame.type is not WSMsgType.TEXT:
                    raise InvalidFrame
                return await self._open_connection(_hello_in(frame.data), outbox, address)
            except Exception as error:
                outbox.put(as_frame(_as_refusal(error)))
        return None

    async def _open_connection(self, hello: visitor.Hello, outbox: Outbox, address: str) -> VisitorConnection:
        proof = await self._verifier.verify(hello.identity_token) if hello.identity_token else None
        key, resumed = await self._enter(hello, proof, address)
        connection = VisitorConnection(
            conversation_id=key.id,
            address=address,
            outbox=outbox,
            frames_allowed=self._frames_bucket(),
            messages_allowed=Bucket(self._limits.messages_burst, self._limits.messages_per_second),
            verifier=self._verifier,
            proof=None,
            last_seq=hello.last_seq if resumed else 0,
        )
        # Watch first, then read: a message stored in between is in one of the two, and sent once.
        connection.hold()
        self._hub.watch(key.id, connection)
        try:
            missed = await self._conversations.messages_after(key.id, connection.last_seq)
            conversation = await self._conversations.get(key.id)
        except BaseException:  # a cancelled hello (too late) must not stay watched either
            self._hub.unwatch(key.id, connection)
            raise
        connection.use_proof(proof)
        outbox.put(self._welcome(key, conversation, resumed, proof))
        connection.replay(missed)
        if resumed and proof is not None:
            self._commands.resume_question(connection)
        return connection

    def _frames_bucket(self) -> Bucket:
        return Bucket(self._limits.frames_burst, self._limits.frames_per_second)

    async def _enter(self, hello: visitor.Hello, proof: Proof | None, address: str) -> tuple[ConversationKey, bool]:
        identity = proof.identity if proof else None
        if hello.conversation is not None:
            await self._conversations.resume(hello.conversation, identity)
            return hello.conversation, True
        self._openings.spend(address)
        return await self._conversations.open(identity, hello.page.url if hello.page else None), False

    def _welcome(
        self, key: ConversationKey, conversation: Conversation, resumed: bool, proof: Proof | None
    ) -> visitor.Welcome:
        return visitor.Welcome(
            protocol=visitor.PROTOCOL,
            conversation=key,
            resumed=resumed,
            status=conversation.status,
            agent_name=conversation.handoff.agent_name if conversation.handoff else None,
            last_seq=conversation.last_seq,
            role=proof.identity.role if proof else None,
            max_text_length=self._limits.text_length,
        )

    async def _serve(self, connection: VisitorConnection, data: str) -> None:
        client_message_id = None
        try:
            try:
                command = decode_command(data)
                client_message_id = getattr(command, "client_message_id", None)
            finally:
                # What is no frame counts too; after decoding, so that the refusal names its message.
                connection.frames_allowed.spend()
            await self._commands.handle(connection, command)
        except Exception as error:
            connection.outbox.put(as_frame(_as_refusal(error), client_message_id))


def decode_command(data: str) -> visitor.VisitorCommand:
    """Raises `InvalidFrame` for anything that is not a command of the protocol."""
    try:
        return _commands.decode(data)
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        raise InvalidFrame from None


def as_frame(error: AssistantError, client_message_id: str | None = None) -> visitor.Error:
    """The refusal as the visitor's browser gets it."""
    return visitor.Error(
        code=error.code,
        message=error.message,
        retryable=error.retryable,
        client_message_id=client_message_id,
        retry_after_seconds=error.retry_after_seconds,
    )


def _as_refusal(error: Exception) -> AssistantError:
    if isinstance(error, AssistantError):
        return error
    _log.error("command failed", exc_info=error)
    return InternalError()


def _hello_in(data: str) -> visitor.Hello:
    command = decode_command(data)
    if not isinstance(command, visitor.Hello):
        raise HelloExpected
    if command.protocol != visitor.PROTOCOL:
        raise UnsupportedProtocol
    return command
