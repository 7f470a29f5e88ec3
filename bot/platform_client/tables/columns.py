"""The column types of the platform's migrations, and the groups of columns that come back (platform facts §2).

Columns are nullable unless they say otherwise, as in the platform. Ids are given by whoever writes: this side reads.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Integer, MetaData, String

metadata = MetaData()

# varchar(255); timestamp(0) without time zone, Europe/Paris; json, not jsonb.
Varchar = String(255)
Timestamp = DateTime(timezone=False)
Json = JSON(none_as_null=True)


def int4_id() -> Column[Any]:
    """Return an int4 primary key, as in the oldest tables."""
    return Column("id", Integer, primary_key=True, autoincrement=False)


def int8_id() -> Column[Any]:
    """Return an int8 primary key."""
    return Column("id", BigInteger, primary_key=True, autoincrement=False)


def timestamps() -> tuple[Column[Any], Column[Any]]:
    """Return Laravel's `created_at` and `updated_at`."""
    return Column("created_at", Timestamp), Column("updated_at", Timestamp)


def utm() -> tuple[Column[Any], Column[Any], Column[Any]]:
    """Return the three columns of acquisition."""
    return (
        Column("utm_source", Varchar),
        Column("utm_campaign", String(500)),
        Column("utm_medium", Varchar),
    )


def contact() -> tuple[Column[Any], ...]:
    """Return address and public contact, alike in `structures` and `reseaux`; coordinates are strings."""
    names = ("address", "zip", "city", "department", "country", "latitude", "longitude")
    public_names = ("website", "facebook", "twitter", "instagram", "phone", "email")
    return tuple(Column(name, Varchar) for name in names + public_names)
