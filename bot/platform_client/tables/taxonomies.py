"""Domaines and activities (platform facts §2.10)."""

from sqlalchemy import BigInteger, Boolean, Column, Table, Text, false, true

from bot.platform_client.tables.columns import Json, Varchar, int8_id, metadata, timestamps

domaines = Table(
    "domaines",
    metadata,
    int8_id(),
    Column("name", Varchar),
    Column("title", Varchar),
    Column("slug", Varchar),
    Column("description", Text),
    Column("published", Boolean, server_default=true()),
    Column("faq", Json),
    *timestamps(),
)

domainables = Table(
    "domainables",
    metadata,
    Column("domaine_id", BigInteger),
    Column("domainable_type", Varchar),
    Column("domainable_id", BigInteger),
    Column("field", Varchar),  # structure_domaines, profile_domaines, reseau_domaines…
)

activities = Table(
    "activities",
    metadata,
    int8_id(),
    Column("name", Varchar),
    Column("slug", Varchar),
    Column("description", Text),
    Column("is_published", Boolean, server_default=false()),
    *timestamps(),
)
