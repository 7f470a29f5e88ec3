"""The log of messages: numbered without holes, stored before anything else is done with them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations.records import StoredButton, StoredMessage, TurnState, from_row, to_json
from bot.ids import new_id
from bot.storage import update_rows
from bot.storage.tables import conversations, messages
from bot.wire.messages import Author, Card
from bot.wire.turns import ButtonAction, Understanding


async def append(
    connection: AsyncConnection,
    conversation_id: str,
    author: Author,
    text: str,
    at: datetime,
    *,
    buttons: Sequence[StoredButton] = (),
    cards: Sequence[Card] = (),
    client_message_id: str | None = None,
    agent_name: str | None = None,
    turn: TurnState = TurnState.NONE,
    action: ButtonAction | None = None,
    is_identified: bool = False,
) -> StoredMessage:
    """Store a message under the next number of its conversation."""
    message = StoredMessage(
        id=new_id(),
        conversation_id=conversation_id,
        seq=await _next_seq(connection, conversation_id, at),
        author=author,
        text=text,
        created_at=at,
        buttons=tuple(buttons),
        cards=tuple(cards),
        client_message_id=client_message_id,
        agent_name=agent_name,
        turn=turn,
        action=action,
        is_identified=is_identified,
    )
    row = to_json(message) | {"created_at": at}
    await connection.execute(messages.insert().values(row))
    return message


async def _next_seq(connection: AsyncConnection, conversation_id: str, at: datetime) -> int:
    # The update locks the conversation's row until the end of the transaction: numbers have no holes and no twins.
    mine = conversations.c.id == conversation_id
    await connection.execute(
        conversations.update().where(mine).values(last_seq=conversations.c.last_seq + 1, updated_at=at)
    )
    return int((await connection.execute(select(conversations.c.last_seq).where(mine))).scalar_one())


async def find_by_client_id(
    connection: AsyncConnection, conversation_id: str, client_message_id: str
) -> StoredMessage | None:
    """The message already stored under that id of the sender's."""
    query = select(messages).where(
        messages.c.conversation_id == conversation_id,
        messages.c.client_message_id == client_message_id,
    )
    row = (await connection.execute(query)).one_or_none()
    return from_row(StoredMessage, row) if row else None


async def find(connection: AsyncConnection, message_id: str) -> StoredMessage | None:
    """The message of that id."""
    row = (await connection.execute(select(messages).where(messages.c.id == message_id))).one_or_none()
    return from_row(StoredMessage, row) if row else None


async def find_by_seq(connection: AsyncConnection, conversation_id: str, seq: int) -> StoredMessage | None:
    """The message of that number."""
    query = select(messages).where(messages.c.conversation_id == conversation_id, messages.c.seq == seq)
    row = (await connection.execute(query)).one_or_none()
    return from_row(StoredMessage, row) if row else None


async def list_after(connection: AsyncConnection, conversation_id: str, seq: int) -> list[StoredMessage]:
    """Messages after that number, in order."""
    query = (
        select(messages)
        .where(messages.c.conversation_id == conversation_id, messages.c.seq > seq)
        .order_by(messages.c.seq)
    )
    return [from_row(StoredMessage, row) for row in await connection.execute(query)]


async def list_pending_turns(connection: AsyncConnection, conversation_id: str | None = None) -> list[StoredMessage]:
    """Messages the bot has not answered yet, oldest first; of all conversations, or of one."""
    query = select(messages).where(messages.c.turn == TurnState.PENDING.value)
    if conversation_id is not None:
        query = query.where(messages.c.conversation_id == conversation_id)
    rows = await connection.execute(query.order_by(messages.c.created_at, messages.c.seq))
    return [from_row(StoredMessage, row) for row in rows]


async def close_turn(connection: AsyncConnection, message_id: str, understood: Understanding | None) -> bool:
    """Say that the bot owes nothing more for this message. False when it had been said before."""
    closed = (
        messages.update()
        .where(messages.c.id == message_id, messages.c.turn == TurnState.PENDING.value)
        .values(turn=TurnState.DONE.value, understood=to_json(understood))
    )
    return await update_rows(connection, closed) == 1


async def close_all_turns(connection: AsyncConnection, conversation_id: str) -> None:
    """A human answers from here on: the bot owes nothing any more in this conversation."""
    await connection.execute(
        messages.update()
        .where(
            messages.c.conversation_id == conversation_id,
            messages.c.turn == TurnState.PENDING.value,
        )
        .values(turn=TurnState.DONE.value)
    )
