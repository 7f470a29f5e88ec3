"""Frames between the agents' console and the gateway, on a WebSocket opened with the session cookie.

Each command carries a `request_id` made by the console and is answered by one `result` or `error` that repeats it.
"""

from datetime import datetime
from typing import Annotated

import msgspec

from bot.wire.identity import Role
from bot.wire.messages import WITHOUT_NUL, ClientId, Message, Status

ConversationId = Annotated[str, msgspec.Meta(min_length=16, max_length=64, pattern=WITHOUT_NUL)]


class ConversationSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the queue."""

    id: str
    status: Status
    urgent: bool
    reason: str
    """Why a human is needed, in French."""
    topic_title: str | None
    requested_at: datetime | None
    role: Role | None
    """Proven role of the visitor, `None` when anonymous."""
    page_url: str | None
    last_text: str
    """The visitor's last words; empty when they said nothing yet."""
    last_at: datetime
    """When they were said, or the conversation opened."""
    agent_name: str | None
    is_mine: bool


class DeskCommand(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Anything the console sends."""

    request_id: ClientId
    conversation_id: ConversationId


class Open(DeskCommand, frozen=True, kw_only=True, tag="open"):
    """Show a conversation: answered by `thread`, then its messages and typing arrive live until another is opened."""


class Take(DeskCommand, frozen=True, kw_only=True, tag="take"):
    """Take a waiting conversation. Refused (`already_taken`) when another agent was first."""


class Reply(DeskCommand, frozen=True, kw_only=True, tag="reply"):
    """Write to the visitor of a conversation that this agent holds; `request_id` makes it idempotent."""

    text: str


class ReturnToBot(DeskCommand, frozen=True, kw_only=True, tag="return_to_bot"):
    """Let the bot answer again, from the visitor's next message on."""


class Resolve(DeskCommand, frozen=True, kw_only=True, tag="resolve"):
    """Close the conversation; the visitor's next message reopens it with the bot."""


class AgentTyping(DeskCommand, frozen=True, kw_only=True, tag="set_typing"):
    """The agent is (no longer) writing. Not answered."""

    active: bool


AnyDeskCommand = Open | Take | Reply | ReturnToBot | Resolve | AgentTyping


class DeskEvent(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Anything the gateway sends to the console."""


class Queue(DeskEvent, frozen=True, kw_only=True, tag="queue"):
    """Snapshot, first frame after the connection: conversations waiting or held, the most urgent first."""

    agent_name: str
    conversations: tuple[ConversationSummary, ...]


class ConversationChanged(DeskEvent, frozen=True, kw_only=True, tag="conversation"):
    """One line of the queue changed. Status `with_bot` or `resolved` means that it left the queue."""

    conversation: ConversationSummary
    facts: tuple[str, ...] | None = None
    """What `thread` says under that name, for the console that has the conversation open; `None` for the others."""


class Thread(DeskEvent, frozen=True, kw_only=True, tag="thread"):
    """The whole conversation, the bot's part included. What the bot understood stands with each visitor message."""

    request_id: str
    conversation: ConversationSummary
    messages: tuple[Message, ...]
    understood: dict[str, str]
    """Message id → French title of the topic the bot understood."""
    facts: tuple[str, ...]
    """What the platform says of the visitor's case: French lines of plain text, for agents only."""


class DeskMessagePosted(DeskEvent, frozen=True, kw_only=True, tag="message"):
    """A message of the conversation that this console has open."""

    conversation_id: str
    message: Message


class DeskTyping(DeskEvent, frozen=True, kw_only=True, tag="typing"):
    """The visitor of the open conversation is (no longer) writing."""

    conversation_id: str
    active: bool


class DeskResult(DeskEvent, frozen=True, kw_only=True, tag="result"):
    """The command was carried out."""

    request_id: str


class DeskError(DeskEvent, frozen=True, kw_only=True, tag="error"):
    """The command was refused; `message` is a French sentence for the agent."""

    code: str
    message: str
    request_id: str | None = None


AnyDeskEvent = Queue | ConversationChanged | Thread | DeskMessagePosted | DeskTyping | DeskResult | DeskError
