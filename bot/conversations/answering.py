"""What the bot answered is stored: its bubbles, what it read for an agent, and what it will have to take up again."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import message_log, resumption
from bot.conversations.records import StoredButton, StoredMessage
from bot.storage.tables import conversations
from bot.wire.messages import Author
from bot.wire.turns import TurnMessage, TurnReply


async def store(
    connection: AsyncConnection, question: StoredMessage, reply: TurnReply, at: datetime
) -> list[StoredMessage]:
    """The bot's messages, in order. A handoff is the caller's."""
    await _keep_facts(connection, question.conversation_id, reply.facts)
    await _keep_question(connection, question, reply)
    return [await _say(connection, question.conversation_id, message, at) for message in reply.messages]


async def _say(connection: AsyncConnection, conversation_id: str, message: TurnMessage, at: datetime) -> StoredMessage:
    buttons = [
        StoredButton(id=str(number), title=button.title, action=button.action)
        for number, button in enumerate(message.buttons, start=1)
    ]
    return await message_log.append(
        connection, conversation_id, Author.BOT, message.text, at, buttons=buttons, cards=message.cards
    )


async def _keep_facts(connection: AsyncConnection, conversation_id: str, facts: tuple[str, ...]) -> None:
    # An answer that read nothing does not make the last facts wrong.
    if facts:
        mine = conversations.c.id == conversation_id
        await connection.execute(conversations.update().where(mine).values(facts=list(facts)))


async def _keep_question(connection: AsyncConnection, question: StoredMessage, reply: TurnReply) -> None:
    if question.is_identified:
        await resumption.forget(connection, question.conversation_id)
    elif reply.resumes_after_login:
        await resumption.remember(connection, question)
