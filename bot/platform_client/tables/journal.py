"""Internal notes and the history of changes (platform facts §2.11). Notes are never shown to visitors."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text
from sqlalchemy.dialects.postgresql import UUID

from bot.platform_client.tables.columns import Json, Varchar, int8_id, metadata, timestamps

notes = Table(
    "notes",
    metadata,
    int8_id(),
    Column("parent_id", BigInteger),
    Column("user_id", Integer, ForeignKey("users.id")),
    Column("notable_type", Varchar),
    Column("notable_id", BigInteger),
    Column("content", Text),
    Column("context", Varchar),
    *timestamps(),
)

activity_log = Table(
    "activity_log",
    metadata,
    int8_id(),
    Column("log_name", Text),
    Column("description", Text),
    Column("subject_type", Varchar),
    Column("subject_id", BigInteger),
    Column("event", Varchar),
    Column("causer_type", Varchar),
    Column("causer_id", BigInteger),
    Column("properties", Json),  # {attributes: {state: …}, old: {state: …}}
    Column("data", Json),
    Column("batch_uuid", String(36).with_variant(UUID(), "postgresql")),
    *timestamps(),
)
