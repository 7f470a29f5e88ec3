"""Opening a conversation and coming back to it: the key of a browser, the person it belongs to."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import message_log, notices
from bot.conversations.ownership import get_conversation, lock_conversation
from bot.conversations.records import Conversation
from bot.errors import IdentityMismatch, UnknownConversation
from bot.ids import digest, new_id, new_token
from bot.storage.tables import conversations
from bot.wire.identity import Identity
from bot.wire.messages import Author, Status
from bot.wire.visitor import ConversationKey


async def open_conversation(
    connection: AsyncConnection,
    identity: Identity | None,
    page_url: str | None,
    at: datetime,
) -> ConversationKey:
    """A new conversation, with its welcome; the key is shown once and only its digest is kept."""
    key = ConversationKey(id=new_id(), token=new_token())
    await connection.execute(
        conversations.insert().values(
            id=key.id,
            token_digest=digest(key.token),
            status=Status.WITH_BOT.value,
            last_seq=0,
            subject=identity.user_id if identity else None,
            role=identity.role.value if identity else None,
            page_url=page_url,
            created_at=at,
            updated_at=at,
        )
    )
    await message_log.append(connection, key.id, Author.BOT, notices.WELCOME, at, buttons=notices.WELCOME_BUTTONS)
    return key


async def resume_conversation(
    connection: AsyncConnection, key: ConversationKey, identity: Identity | None
) -> Conversation:
    """The conversation of that key.

    Raises `UnknownConversation` for an unknown id as for a wrong token, `IdentityMismatch` when it belongs to
    somebody who is not the one now proven: on a shared computer the next person must not read it.
    """
    query = select(conversations.c.token_digest).where(conversations.c.id == key.id)
    known = (await connection.execute(query)).scalar_one_or_none()
    if known is None or known != digest(key.token):
        raise UnknownConversation
    conversation = await get_conversation(connection, key.id)
    refuse_other_person(conversation, identity)
    return conversation


def refuse_other_person(conversation: Conversation, identity: Identity | None) -> None:
    """Raises `IdentityMismatch` when a conversation that belongs to someone is opened by anyone else."""
    if conversation.subject is not None and (identity is None or identity.user_id != conversation.subject):
        raise IdentityMismatch


async def bind_identity(connection: AsyncConnection, conversation_id: str, identity: Identity) -> None:
    """From now on the conversation belongs to that person. Raises `IdentityMismatch`."""
    await lock_conversation(connection, conversation_id)
    refuse_other_person(await get_conversation(connection, conversation_id), identity)
    await connection.execute(
        conversations.update()
        .where(conversations.c.id == conversation_id)
        .values(subject=identity.user_id, role=identity.role.value)
    )
