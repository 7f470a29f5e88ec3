"""Enlarges a demo in PostgreSQL to the size of the real platform, by copying its rows within the database.

A demo of 3,000 volunteers is written first; then each table is copied as many times as its size asks for, every copy
with ids of its own. Personas, their things, référents and réseaux stay alone, under the same ids. Figures that count
other rows (`places_left`, scores) stay those of the original.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select, text
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.platform_client import tables
from bot.platform_demo.copying import STAFF_TABLE, Copies
from bot.platform_demo.copying_rules import copying_rules
from bot.platform_demo.generator import generate
from bot.platform_demo.world import FIRST_FREE_ID

_BASE_VOLUNTEERS = 3000

_MAKE_STAFF = f"""
CREATE TEMPORARY TABLE {STAFF_TABLE} ON COMMIT DROP AS
SELECT DISTINCT user_id FROM rolables WHERE role_id NOT IN (2, 6) AND user_id >= {FIRST_FREE_ID}
"""  # noqa: S608

_LIST_CONSTRAINTS = """
SELECT conrelid::regclass::text AS owner, quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint
WHERE contype IN ('f', 'p', 'u') AND connamespace = current_schema()::regnamespace
ORDER BY CASE contype WHEN 'f' THEN 1 ELSE 0 END, conrelid::regclass::text, conname
"""

_LIST_INDEXES = """
SELECT quote_ident(indexname) AS name, indexdef AS definition
FROM pg_indexes
WHERE schemaname = current_schema()
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = indexname AND connamespace = current_schema()::regnamespace)
"""


@dataclass(frozen=True)
class Size:
    """How many of each a database holds at least; the rest is in proportion."""

    volunteers: int
    """Accounts that hold no role."""
    organisations: int
    missions: int
    participations: int

    def scaled(self, share: float) -> "Size":
        """A part of it, or a multiple."""
        return Size(
            volunteers=math.ceil(self.volunteers * share),
            organisations=math.ceil(self.organisations * share),
            missions=math.ceil(self.missions * share),
            participations=math.ceil(self.participations * share),
        )


REAL_SIZE = Size(volunteers=700_000, organisations=14_000, missions=20_000, participations=2_000_000)


async def generate_at_size(
    url: str, size: Size, *, today: date, say: Callable[[str], None], base_volunteers: int = _BASE_VOLUNTEERS
) -> dict[str, int]:
    """Write a demo of that size at `url` (`postgresql://…`), replacing an older demo; the rows of each table.

    A kill leaves a small demo: the enlargement is one transaction. Raises `NotADemoDatabase`, as `generate` does, and
    changes nothing, when the target holds anything else. `say` is told each table that is ready.
    """
    await generate(url, today=today, volunteers=base_volunteers)
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    async with engine.begin() as connection:
        counts: dict[str, int] = await connection.run_sync(_enlarge, size, say)
    async with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        await connection.execute(text("VACUUM (ANALYZE)"))
    say("statistiques : prêtes")
    return counts


def _enlarge(connection: Connection, size: Size, say: Callable[[str], None]) -> dict[str, int]:
    connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
    connection.execute(text(_MAKE_STAFF))
    copies, strides = _copies_for(connection, size), _strides(connection)
    with _without_indexes(connection, say):
        for rule in copying_rules(copies, strides):
            written = connection.execute(text(rule.statement())).rowcount
            say(f"{rule.table.name} : {written} lignes de plus")
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in tables.metadata.sorted_tables
    }


def _copies_for(connection: Connection, size: Size) -> Copies:
    def base(source: str) -> int:
        return int(connection.execute(text(f"SELECT count(*) FROM {source} WHERE id >= {FIRST_FREE_ID}")).scalar_one())  # noqa: S608

    holders = "(SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM rolables)) AS volunteers"
    return Copies.to_reach(
        people=size.volunteers / base(holders),
        structures=size.organisations / base("structures"),
        missions=size.missions / base("missions"),
        exchanges=size.participations / base("participations"),
    )


def _strides(connection: Connection) -> dict[str, int]:
    """What to add to the ids of each table for one more copy."""
    return {
        table.name: connection.execute(select(func.max(table.c.id))).scalar_one_or_none() or 0
        for table in tables.metadata.sorted_tables
        if "id" in table.c
    }


@contextmanager
def _without_indexes(connection: Connection, say: Callable[[str], None]) -> Iterator[None]:
    """Take keys, indexes and foreign keys away, and make them anew when the block ends: many times faster."""
    constraints = connection.execute(text(_LIST_CONSTRAINTS)).all()
    indexes = connection.execute(text(_LIST_INDEXES)).all()
    for each in reversed(constraints):  # Foreign keys before the keys that they need.
        connection.execute(text(f"ALTER TABLE {each.owner} DROP CONSTRAINT {each.name}"))
    for each in indexes:
        connection.execute(text(f"DROP INDEX {each.name}"))
    yield
    # Without statistics, PostgreSQL checks some foreign keys of millions of rows one row after the other.
    connection.execute(text("ANALYZE"))
    for each in constraints:
        connection.execute(text(f"ALTER TABLE {each.owner} ADD CONSTRAINT {each.name} {each.definition}"))
    say(f"clés : {len(constraints)}")
    for each in indexes:
        connection.execute(text(each.definition))
    say(f"index : {len(indexes)}")
