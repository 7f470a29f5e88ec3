"""A visitor says something: stored once, under the number it will keep, owed to the bot or to a human."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import message_log
from bot.conversations.ownership import Transition, get_conversation, move
from bot.conversations.records import StoredButton, StoredMessage, TurnState
from bot.errors import UnknownButton
from bot.wire.messages import Author, Status
from bot.wire.turns import ButtonAction


async def post(
    connection: AsyncConnection,
    conversation_id: str,
    client_message_id: str,
    text: str,
    at: datetime,
    action: ButtonAction | None = None,
    *,
    for_bot: bool = True,
    is_identified: bool = False,
) -> tuple[StoredMessage, bool]:
    """Store the message; the second value is `True` when it had been stored before (then nothing changes).

    Writing in a resolved conversation reopens it with the bot. `for_bot` false: nobody owes an answer to it.
    `is_identified`: the visitor's identity is proven at this moment.
    """
    known = await message_log.find_by_client_id(connection, conversation_id, client_message_id)
    if known is not None:
        return known, True
    if for_bot:
        await move(connection, conversation_id, Transition.REOPEN)
    status = (await get_conversation(connection, conversation_id)).status
    message = await message_log.append(
        connection,
        conversation_id,
        Author.VISITOR,
        text,
        at,
        client_message_id=client_message_id,
        turn=TurnState.PENDING if for_bot and status is Status.WITH_BOT else TurnState.NONE,
        action=action,
        is_identified=is_identified,
    )
    return message, False


async def get_button(connection: AsyncConnection, conversation_id: str, seq: int, button_id: str) -> StoredButton:
    """The button that this message really offered. Raises `UnknownButton`."""
    message = await message_log.find_by_seq(connection, conversation_id, seq)
    for button in message.buttons if message else ():
        if button.id == button_id:
            return button
    raise UnknownButton
