"""Départements, regions and territoires (platform facts §2.9)."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, Table, Text, false

from bot.platform_client.tables.columns import (
    Json,
    Varchar,
    int4_id,
    int8_id,
    metadata,
    timestamps,
)

regions = Table("regions", metadata, int8_id(), Column("name", Varchar, unique=True))

departments = Table(
    "departments",
    metadata,
    int8_id(),
    Column("number", Varchar, unique=True),  # A string: « 01 », « 2A », « 971 ».
    Column("name", Varchar, unique=True),
    Column("region_id", BigInteger, ForeignKey("regions.id")),
)

territoires = Table(
    "territoires",
    metadata,
    int4_id(),
    Column("name", Varchar, nullable=False),
    Column("suffix_title", Varchar, nullable=False),
    Column("slug", Varchar, nullable=False),
    Column("type", Text, nullable=False),  # department or city.
    Column("department", Varchar),
    Column("zips", Json),
    Column("description", Text),
    Column("tags", Json),
    Column("state", Varchar),
    Column("is_published", Boolean, server_default=false()),
    Column("latitude", Varchar),
    Column("longitude", Varchar),
    Column("structure_id", Integer, ForeignKey("structures.id")),
    *timestamps(),
)
