"""Who may answer in a conversation: a status in our database, moved only by the transitions of this table.

Rasa's own « paused » state is not used: it forgets (docs/decisions/0002).
"""

from enum import Enum

import msgspec
from sqlalchemy import func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.records import Conversation, columns_of
from bot.errors import UnknownConversation
from bot.storage import update_rows
from bot.storage.tables import agents, conversations, handoffs, messages
from bot.wire.messages import Author, Status


class Transition(str, Enum):
    """Everything that changes who answers."""

    REQUEST_HUMAN = "request_human"
    CANCEL = "cancel"
    TAKE = "take"
    RETURN_TO_BOT = "return_to_bot"
    RESOLVE = "resolve"
    REOPEN = "reopen"


TRANSITIONS: dict[Transition, tuple[frozenset[Status], Status]] = {
    Transition.REQUEST_HUMAN: (frozenset({Status.WITH_BOT, Status.RESOLVED}), Status.WAITING),
    Transition.CANCEL: (frozenset({Status.WAITING}), Status.WITH_BOT),
    Transition.TAKE: (frozenset({Status.WAITING}), Status.WITH_AGENT),
    Transition.RETURN_TO_BOT: (frozenset({Status.WITH_AGENT}), Status.WITH_BOT),
    Transition.RESOLVE: (frozenset({Status.WITH_AGENT}), Status.RESOLVED),
    Transition.REOPEN: (frozenset({Status.RESOLVED}), Status.WITH_BOT),
}


async def move(connection: AsyncConnection, conversation_id: str, transition: Transition) -> bool:
    """Carry out the transition if the status still allows it (compare and set); say whether it did."""
    before, after = TRANSITIONS[transition]
    allowed = conversations.c.status.in_([status.value for status in before])
    moved = conversations.update().where(conversations.c.id == conversation_id, allowed).values(status=after.value)
    return await update_rows(connection, moved) == 1


async def lock_conversation(connection: AsyncConnection, conversation_id: str) -> None:
    """What one looks at from here on stays true until the end of the transaction. Raises `UnknownConversation`.

    PostgreSQL lets two transactions read the same conversation before either writes; SQLite has one writer anyway.
    """
    mine = select(conversations.c.id).where(conversations.c.id == conversation_id).with_for_update()
    if (await connection.execute(mine)).one_or_none() is None:
        raise UnknownConversation


async def get_conversation(connection: AsyncConnection, conversation_id: str) -> Conversation:
    """The conversation as it is now. Raises `UnknownConversation`."""
    row = (await connection.execute(_CONVERSATIONS.where(conversations.c.id == conversation_id))).one_or_none()
    if row is None:
        raise UnknownConversation
    return _as_conversation(row)


async def is_waiting(connection: AsyncConnection, conversation_id: str) -> bool:
    """Whether a human was asked for, and none has come yet."""
    return (await get_conversation(connection, conversation_id)).status is Status.WAITING


async def list_queue(connection: AsyncConnection) -> list[Conversation]:
    """Conversations that wait for a human or are held by one: urgent first, then the longest waiting."""
    queue = _CONVERSATIONS.where(handoffs.c.id.is_not(None)).order_by(handoffs.c.urgent.desc(), handoffs.c.requested_at)
    return [_as_conversation(row) for row in await connection.execute(queue)]


_last = messages.alias("last")
_said = messages.alias("said")
_last_seq = (
    select(func.max(_said.c.seq))
    .where(_said.c.conversation_id == conversations.c.id, _said.c.author == Author.VISITOR.value)
    .correlate(conversations)
    .scalar_subquery()
)
_CONVERSATIONS = select(
    conversations,
    func.coalesce(_last.c.text, "").label("last_text"),
    func.coalesce(_last.c.created_at, conversations.c.created_at).label("last_at"),
    *(handoffs.c[name] for name in ("reason", "topic", "urgent", "requested_at", "agent_id")),
    agents.c.name.label("agent_name"),
).select_from(
    conversations.outerjoin(_last, (_last.c.conversation_id == conversations.c.id) & (_last.c.seq == _last_seq))
    .outerjoin(handoffs, (handoffs.c.conversation_id == conversations.c.id) & handoffs.c.ended_at.is_(None))
    .outerjoin(agents, agents.c.id == handoffs.c.agent_id)
)


def _as_conversation(row: Row) -> Conversation:
    values = columns_of(row)
    values["handoff"] = values if values["requested_at"] is not None else None
    return msgspec.convert(values, Conversation)
