"""The question that an anonymous visitor asked, asked again by itself once they are identified.

The conversation remembers the id of that question. Resuming it is one transaction: the id is forgotten, and a notice
takes its place, for which the bot owes an answer like for any message. Killed before or after, nothing is lost or said
twice.
"""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import message_log, notices
from bot.conversations.ownership import get_conversation
from bot.conversations.records import StoredMessage, TurnState
from bot.storage.tables import conversations
from bot.wire.messages import Author, Status

_REMEMBERED_FOR = timedelta(hours=24)


async def remember(connection: AsyncConnection, question: StoredMessage) -> None:
    """To be asked again after the log-in, instead of the one remembered before."""
    await _set(connection, question.conversation_id, question.id)


async def forget(connection: AsyncConnection, conversation_id: str) -> None:
    """It is answered, or a person takes care of it: nothing is asked again."""
    await _set(connection, conversation_id, None)


async def resume(connection: AsyncConnection, conversation_id: str, at: datetime) -> StoredMessage | None:
    """Ask the remembered question again on behalf of the person it belongs to; the notice that says so.

    `None` when there is none, when it is older than a day, or when it is not for the bot to answer. The caller holds
    the lock of the conversation.
    """
    conversation = await get_conversation(connection, conversation_id)
    if conversation.resume_message_id is None or conversation.identity is None:
        return None
    await forget(connection, conversation_id)
    question = await message_log.find(connection, conversation.resume_message_id)
    if question is None or at - question.created_at > _REMEMBERED_FOR or conversation.status is not Status.WITH_BOT:
        return None
    return await message_log.append(
        connection,
        conversation_id,
        Author.SYSTEM,
        notices.resumed(question.text),
        at,
        turn=TurnState.PENDING,
        action=question.question,
        is_identified=True,
    )


async def _set(connection: AsyncConnection, conversation_id: str, message_id: str | None) -> None:
    mine = conversations.c.id == conversation_id
    await connection.execute(conversations.update().where(mine).values(resume_message_id=message_id))
