"""Handoffs: one open request for a human at most, asked, taken and ended in guarded, idempotent steps.

Each step commits with the notice that announces it, in the caller's transaction.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import message_log, notices, resumption
from bot.conversations.ownership import Transition, get_conversation, move
from bot.conversations.records import StoredMessage
from bot.errors import AlreadyTaken, NotTheHolder, NotWaiting
from bot.ids import new_id
from bot.storage import update_rows
from bot.storage.tables import handoffs
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffInstruction


async def request(
    connection: AsyncConnection, conversation_id: str, instruction: HandoffInstruction, at: datetime
) -> StoredMessage | None:
    """Put the conversation in the queue; the notice for the visitor, or `None` when it was there already."""
    if not await move(connection, conversation_id, Transition.REQUEST_HUMAN):
        return None
    await message_log.close_all_turns(connection, conversation_id)
    await resumption.forget(connection, conversation_id)
    await connection.execute(
        handoffs.insert().values(
            id=new_id(),
            conversation_id=conversation_id,
            reason=instruction.reason.value,
            topic=instruction.topic,
            urgent=instruction.urgent,
            requested_at=at,
        )
    )
    return await message_log.append(
        connection,
        conversation_id,
        Author.SYSTEM,
        notices.WAITING,
        at,
        buttons=notices.WAITING_BUTTONS,
    )


async def cancel(connection: AsyncConnection, conversation_id: str, at: datetime) -> StoredMessage:
    """The visitor goes back to the bot. Raises `NotWaiting`."""
    if not await move(connection, conversation_id, Transition.CANCEL):
        raise NotWaiting
    await _end(connection, conversation_id, "cancelled", at)
    return await message_log.append(connection, conversation_id, Author.SYSTEM, notices.CANCELLED, at)


async def make_urgent(connection: AsyncConnection, conversation_id: str, at: datetime) -> StoredMessage | None:
    """Move a waiting request to the front and give the emergency numbers; `None` if it was there, or nobody waits."""
    raised = (
        handoffs.update()
        .where(
            handoffs.c.conversation_id == conversation_id,
            handoffs.c.ended_at.is_(None),
            handoffs.c.taken_at.is_(None),
            handoffs.c.urgent.is_(False),
        )
        .values(urgent=True)
    )
    if await update_rows(connection, raised) != 1:
        return None
    return await message_log.append(connection, conversation_id, Author.SYSTEM, notices.EMERGENCY, at)


async def take(
    connection: AsyncConnection, conversation_id: str, agent_id: str, agent_name: str, at: datetime
) -> StoredMessage | None:
    """One agent takes the conversation. Raises `AlreadyTaken` when it no longer waits.

    `None` when this agent has it already: a command may be sent again after a lost answer.
    """
    if not await move(connection, conversation_id, Transition.TAKE):
        if await _holder_of(connection, conversation_id) == agent_id:
            return None
        raise AlreadyTaken
    await connection.execute(
        handoffs.update()
        .where(handoffs.c.conversation_id == conversation_id, handoffs.c.ended_at.is_(None))
        .values(agent_id=agent_id, taken_at=at)
    )
    return await message_log.append(connection, conversation_id, Author.SYSTEM, notices.taken(agent_name), at)


async def give_back(
    connection: AsyncConnection, conversation_id: str, agent_id: str, transition: Transition, at: datetime
) -> StoredMessage | None:
    """The holder returns the conversation to the bot, or resolves it. Raises `NotTheHolder`.

    `None` when nobody holds it any more: a command may be sent again after a lost answer.
    """
    holder = await _holder_of(connection, conversation_id)
    if holder is None:
        return None
    if holder != agent_id:
        raise NotTheHolder
    await move(connection, conversation_id, transition)
    await _end(connection, conversation_id, transition.value, at)
    notice = notices.RESOLVED if transition is Transition.RESOLVE else notices.RETURNED
    return await message_log.append(connection, conversation_id, Author.SYSTEM, notice, at)


async def require_holder(connection: AsyncConnection, conversation_id: str, agent_id: str) -> None:
    """Raises `NotTheHolder` unless this agent holds the conversation now."""
    if await _holder_of(connection, conversation_id) != agent_id:
        raise NotTheHolder


async def _holder_of(connection: AsyncConnection, conversation_id: str) -> str | None:
    conversation = await get_conversation(connection, conversation_id)
    if conversation.status is not Status.WITH_AGENT or conversation.handoff is None:
        return None
    return conversation.handoff.agent_id


async def _end(connection: AsyncConnection, conversation_id: str, outcome: str, at: datetime) -> None:
    await connection.execute(
        handoffs.update()
        .where(handoffs.c.conversation_id == conversation_id, handoffs.c.ended_at.is_(None))
        .values(ended_at=at, outcome=outcome)
    )
