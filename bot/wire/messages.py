"""What both sides of a conversation see: messages, their authors, the status of the conversation."""

from datetime import datetime
from enum import Enum
from typing import Annotated

import msgspec

CLIENT_ID_PATTERN = r"^[A-Za-z0-9_-]{8,64}$"

ClientId = Annotated[str, msgspec.Meta(pattern=CLIENT_ID_PATTERN)]
"""An id made by the sender, so that sending again is harmless. A UUID is a good one."""

WITHOUT_NUL = r"^[^\x00]*$"
"""PostgreSQL keeps no NUL character in a text."""

LARGEST_SEQ = 2_147_483_647
"""What the column of our database can hold."""

Seq = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_SEQ)]
"""Position of a message in its conversation, from 1, without holes. 0 means « none yet »."""


class Author(str, Enum):
    """Who wrote a message."""

    VISITOR = "visitor"
    BOT = "bot"
    AGENT = "agent"
    SYSTEM = "system"


class Status(str, Enum):
    """Who may answer now. The table of transitions is in `bot.conversations.ownership`."""

    WITH_BOT = "with_bot"
    WAITING = "waiting"
    WITH_AGENT = "with_agent"
    RESOLVED = "resolved"


class Button(msgspec.Struct, frozen=True, kw_only=True):
    """A choice offered by a message. What it does stays on the server: the client only names it."""

    id: str
    title: str


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Something found for the visitor, a mission, shown as a card. All plain text."""

    title: str
    url: str
    """Where it leads: a path of the site (`/missions-benevolat/…`), or an `https://` address."""
    subtitle: str = ""
    """Who proposes it."""
    details: tuple[str, ...] = ()
    """A few short lines: where, when, how many places are left."""


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """One stored message. `text` is Markdown (paragraphs, lists, links, bold) for bot and system, plain otherwise."""

    seq: Seq
    id: str
    author: Author
    text: str
    buttons: tuple[Button, ...] = ()
    cards: tuple[Card, ...] = ()
    created_at: datetime
    client_message_id: str | None = None
    agent_name: str | None = None
