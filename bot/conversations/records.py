"""Rows of conversations as typed values."""

from datetime import datetime
from enum import Enum
from typing import Any

import msgspec

from bot.wire.identity import Identity, Role
from bot.wire.messages import Author, Button, Card, Message, Status
from bot.wire.turns import AskAgain, AskTopic, ButtonAction, HandoffReason, Understanding


class TurnState(str, Enum):
    """What remains to be done for a message."""

    NONE = "none"
    """Nothing: a reply, most notices, or a visitor's message addressed to a human."""
    PENDING = "pending"
    """The bot owes an answer; survives a restart of the gateway."""
    DONE = "done"
    """Answered, or an apology was given."""


class StoredButton(msgspec.Struct, frozen=True, kw_only=True):
    """A button with what it does; only `id` and `title` leave the server."""

    id: str
    title: str
    action: ButtonAction


class StoredMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `messages`."""

    id: str
    conversation_id: str
    seq: int
    author: Author
    text: str
    created_at: datetime
    buttons: tuple[StoredButton, ...] = ()
    cards: tuple[Card, ...] = ()
    client_message_id: str | None = None
    agent_name: str | None = None
    turn: TurnState = TurnState.NONE
    is_identified: bool = False
    """The visitor's identity was proven at the moment of writing."""
    action: ButtonAction | None = None
    understood: Understanding | None = None

    @property
    def question(self) -> AskAgain:
        """What is put to the bot: these words, this button's topic, or the question that this message asks again."""
        if isinstance(self.action, AskAgain):
            return self.action
        return AskAgain(text=self.text, ask=self.action if isinstance(self.action, AskTopic) else None)

    def as_wire(self) -> Message:
        """What visitors and agents may see of it."""
        return Message(
            seq=self.seq,
            id=self.id,
            author=self.author,
            text=self.text,
            buttons=tuple(Button(id=b.id, title=b.title) for b in self.buttons),
            cards=self.cards,
            created_at=self.created_at,
            client_message_id=self.client_message_id,
            agent_name=self.agent_name,
        )


class OpenHandoff(msgspec.Struct, frozen=True, kw_only=True):
    """A request for a human that has not ended."""

    reason: HandoffReason
    topic: str | None
    urgent: bool
    requested_at: datetime
    agent_id: str | None
    agent_name: str | None


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `conversations`, with the visitor's last words and its open handoff if it has one."""

    id: str
    status: Status
    last_seq: int
    subject: int | None
    role: Role | None
    page_url: str | None
    last_text: str
    """The visitor's last words; empty when they said nothing yet."""
    last_at: datetime
    """When they were said, or the conversation opened."""
    facts: tuple[str, ...] = ()
    """What the platform says of the visitor's case, as the bot last read it: French lines, for agents only."""
    resume_message_id: str | None = None
    """The question that is asked again, with the proof, once the visitor is identified."""
    handoff: OpenHandoff | None = None

    @property
    def identity(self) -> Identity | None:
        """The person it belongs to, if anyone ever proved it. Says nothing of who is writing now."""
        if self.subject is None or self.role is None:
            return None
        return Identity(user_id=self.subject, role=self.role)


def to_json(value: Any) -> Any:
    """A typed value as what a JSON column stores."""
    return msgspec.to_builtins(value)


def from_row(type_: type[Any], row: Any) -> Any:
    """A row as a typed value. Raises `msgspec.ValidationError` when the database holds something else."""
    return msgspec.convert(columns_of(row), type_)


def columns_of(row: Any) -> dict[str, Any]:
    """The row by column names, as plain strings: SQLAlchemy's own are a subclass, which msgspec refuses."""
    return {str(name): value for name, value in row._mapping.items()}
