"""Frames between the widget and the gateway. A frame is one JSON text message of the WebSocket.

A command is answered by `result` or `error` carrying the same `client_message_id`; everything else is an event.
"""

from typing import Annotated

import msgspec

from bot.wire.identity import Role
from bot.wire.messages import LARGEST_SEQ, WITHOUT_NUL, ClientId, Message, Seq, Status

PROTOCOL = 1

Token = Annotated[str, msgspec.Meta(min_length=16, max_length=4096)]


class ConversationKey(msgspec.Struct, frozen=True, kw_only=True):
    """What lets a browser come back to its conversation; both halves are made by the server."""

    id: Annotated[str, msgspec.Meta(min_length=16, max_length=64, pattern=WITHOUT_NUL)]
    token: Token


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """The page on which the widget stands, without its query string."""

    url: Annotated[str, msgspec.Meta(max_length=500, pattern=WITHOUT_NUL)]
    title: Annotated[str, msgspec.Meta(max_length=200)] = ""


class Command(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Anything a browser sends."""


class Hello(Command, frozen=True, kw_only=True, tag="hello"):
    """First frame: opens a conversation, or comes back to one and asks for what came after `last_seq`."""

    protocol: int
    conversation: ConversationKey | None = None
    last_seq: Seq = 0
    identity_token: Token | None = None
    page: Page | None = None


class PostMessage(Command, frozen=True, kw_only=True, tag="post_message"):
    """The visitor wrote something."""

    client_message_id: ClientId
    text: str


class PressButton(Command, frozen=True, kw_only=True, tag="press_button"):
    """The visitor pressed a button of the message `seq`."""

    client_message_id: ClientId
    seq: Annotated[int, msgspec.Meta(ge=1, le=LARGEST_SEQ)]
    button_id: Annotated[str, msgspec.Meta(min_length=1, max_length=32)]


class RequestHuman(Command, frozen=True, kw_only=True, tag="request_human"):
    """The visitor wants a person; works even when the bot is down."""

    client_message_id: ClientId


class CancelHandoff(Command, frozen=True, kw_only=True, tag="cancel_handoff"):
    """The visitor no longer waits for a person and goes back to the bot."""

    client_message_id: ClientId


class Identify(Command, frozen=True, kw_only=True, tag="identify"):
    """The host page proves who the visitor is, again or for the first time."""

    identity_token: Token


class SetTyping(Command, frozen=True, kw_only=True, tag="set_typing"):
    """The visitor is (no longer) writing; shown to the agent, never stored."""

    active: bool


VisitorCommand = Hello | PostMessage | PressButton | RequestHuman | CancelHandoff | Identify | SetTyping


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Anything the gateway sends."""


class Welcome(Event, frozen=True, kw_only=True, tag="welcome"):
    """Answer to `hello`; the messages after the asked `last_seq` follow as `message` events, in order."""

    protocol: int
    conversation: ConversationKey
    resumed: bool
    status: Status
    agent_name: str | None
    last_seq: Seq
    role: Role | None
    max_text_length: int


class Result(Event, frozen=True, kw_only=True, tag="result"):
    """The command is stored: it will not be lost. `duplicate` says that it had been stored before."""

    client_message_id: str
    seq: Seq
    duplicate: bool


class Error(Event, frozen=True, kw_only=True, tag="error"):
    """The command was refused. `message` is a French sentence for the visitor; `code` is for programs.

    `retryable` says whether sending the same command again, with the same id, may work.
    """

    code: str
    message: str
    retryable: bool
    client_message_id: str | None = None
    retry_after_seconds: float | None = None


class MessagePosted(Event, frozen=True, kw_only=True, tag="message"):
    """A message of the conversation, from anyone, the visitor's own other tabs included."""

    message: Message


class Typing(Event, frozen=True, kw_only=True, tag="typing"):
    """The bot or an agent is (no longer) preparing a message."""

    author: str
    active: bool


class StatusChanged(Event, frozen=True, kw_only=True, tag="status"):
    """Who answers has changed."""

    status: Status
    agent_name: str | None = None


class IdentityChanged(Event, frozen=True, kw_only=True, tag="identity"):
    """Whether the gateway holds a valid proof of identity; `expired` asks the page for a fresh token."""

    role: Role | None
    expired: bool = False


VisitorEvent = Welcome | Result | Error | MessagePosted | Typing | StatusChanged | IdentityChanged
