"""Applications, the conversations around them and what people say of them (platform facts §2.5–2.7)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    true,
)

from bot.platform_client.tables.columns import (
    Json,
    Timestamp,
    Varchar,
    int4_id,
    int8_id,
    metadata,
    timestamps,
    utm,
)

participations = Table(
    "participations",
    metadata,
    int4_id(),
    Column("profile_id", Integer, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False),
    Column("mission_id", Integer, ForeignKey("missions.id", ondelete="CASCADE"), nullable=False),
    Column("state", Varchar, nullable=False, server_default="En attente de validation"),
    Column("slots", Json),
    Column("old_date", Date),
    Column("old_slots", Json),
    *utm(),
    *timestamps(),
    Column("deleted_at", Timestamp),  # Exists, but the platform no longer uses it.
)

conversations = Table(
    "conversations",
    metadata,
    int8_id(),
    Column("conversable_type", Varchar),
    Column("conversable_id", Integer),
    Column("response_time", Integer),  # Seconds to the first answer.
    *timestamps(),
)

conversations_users = Table(
    "conversations_users",
    metadata,
    int8_id(),
    Column("user_id", Integer, ForeignKey("users.id")),
    Column("conversation_id", BigInteger, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("read_at", Timestamp),
    Column("status", Boolean, nullable=False, server_default=true()),  # False: archived by them.
    *timestamps(),
    UniqueConstraint("user_id", "conversation_id"),
)

messages = Table(
    "messages",
    metadata,
    int8_id(),
    Column("from_id", Integer, ForeignKey("users.id", ondelete="CASCADE")),
    Column("conversation_id", BigInteger, ForeignKey("conversations.id"), nullable=False),
    Column("type", Varchar, nullable=False),
    Column("content", Text),
    Column("contextual_state", Varchar),
    Column("contextual_reason", Varchar),
    *timestamps(),
)

temoignages = Table(
    "temoignages",
    metadata,
    int8_id(),
    Column("participation_id", Integer, nullable=False),
    Column("grade", SmallInteger, nullable=False),  # 1–5, for the administration only.
    Column("testimony", Text, nullable=False),
    Column("is_published", Boolean, nullable=False, server_default=false()),
    *timestamps(),
)

notifications_temoignages = Table(
    "notifications_temoignages",
    metadata,
    int8_id(),
    Column("token", String(32), unique=True),
    Column("participation_id", Integer),
    Column("reminders_sent", Integer),
    Column("last_sent_at", Timestamp, server_default=func.now()),
    *timestamps(),
)
