"""The tables of our database. `migrations/` brings an existing database to this state; a test compares the two."""

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite forgets the zone, so it is put back when reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime")
        return value.astimezone(timezone.utc) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_digest", String(64), nullable=False),
    Column("status", String(16), nullable=False),
    Column("last_seq", Integer, nullable=False, server_default=text("0")),
    Column("subject", Integer, nullable=True),  # users.id of the platform, once proven
    Column("role", String(16), nullable=True),
    Column("page_url", String(500), nullable=True),
    Column("facts", JSON, nullable=False, server_default=text("'[]'")),  # list of strings, for agents only
    Column("resume_message_id", String(32), nullable=True),  # a question to ask again once its author is identified
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Index("ix_conversations_status", "status"),
)

messages = Table(
    "messages",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("author", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),  # list of StoredButton
    Column("cards", JSON, nullable=False, server_default=text("'[]'")),  # list of Card
    Column("client_message_id", String(64), nullable=True),
    Column("agent_name", String(100), nullable=True),
    Column("turn", String(16), nullable=False),  # TurnState
    Column("is_identified", Boolean, nullable=False),
    Column("action", JSON, nullable=True),  # ButtonAction the visitor chose, when not typed
    Column("understood", JSON, nullable=True),  # Understanding of the bot
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "seq"),
    UniqueConstraint("conversation_id", "client_message_id"),
    Index(
        "ix_messages_pending_turns",
        "conversation_id",
        sqlite_where=text("turn = 'pending'"),
        postgresql_where=text("turn = 'pending'"),
    ),
)

handoffs = Table(
    "handoffs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("reason", String(32), nullable=False),
    Column("topic", String(64), nullable=True),
    Column("urgent", Boolean, nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=True),
    Column("taken_at", UtcDateTime, nullable=True),
    Column("ended_at", UtcDateTime, nullable=True),
    Column("outcome", String(16), nullable=True),
    # At most one open handoff a conversation: asking twice is asking once.
    Index(
        "uq_handoffs_open",
        "conversation_id",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("login", String(100), nullable=False, unique=True),
    Column("name", String(100), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_digest", String(64), primary_key=True),
    Column("agent_id", ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
