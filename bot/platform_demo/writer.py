"""Writes rows as a complete database, or not at all: a kill at any moment leaves the former one.

In SQLite a new file takes the place of the old one; in PostgreSQL everything is one transaction.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, Table, inspect, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.platform_client.tables import metadata as platform_metadata
from bot.platform_demo.world import Row

_BATCH = 1000

# Its presence tells a demo, which may be replaced, from a copy of the platform, which may not.
_MARKER = Table("demo_database", MetaData(), Column("version", Integer, primary_key=True))
_VERSION = 1

INDEXES = (
    "CREATE INDEX demo_participations_profile ON participations (profile_id)",
    "CREATE INDEX demo_participations_mission ON participations (mission_id)",
    "CREATE INDEX demo_conversations_subject ON conversations (conversable_type, conversable_id)",
    "CREATE INDEX demo_messages_conversation ON messages (conversation_id)",
    "CREATE INDEX demo_missions_structure ON missions (structure_id)",
    "CREATE INDEX demo_missions_department_state ON missions (department, state)",
    "CREATE INDEX demo_structures_department_state ON structures (department, state)",
    "CREATE INDEX demo_structures_rna ON structures (rna)",
    "CREATE INDEX demo_missions_responsables_responsable ON missions_responsables (responsable_id)",
    "CREATE INDEX demo_waiting_list_user ON missions_users_waiting_list (user_id)",
    "CREATE INDEX demo_rolables_user ON rolables (user_id)",
    "CREATE INDEX demo_activity_log_subject ON activity_log (subject_type, subject_id)",
)
"""What the queries of the assistant look up by (docs/platform-queries.md); the platform has indexes of its own."""


class NotADemoDatabase(Exception):
    """The target holds tables that this package did not make; it was left untouched."""


async def replace_database(url: str, rows: dict[Table, list[Row]]) -> None:
    """Put a database with exactly these rows at `url`, instead of the demo that may be there."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        await _replace_file(parsed, rows)
    else:
        await _write(parsed.set(drivername="postgresql+asyncpg"), rows)


async def _replace_file(url: URL, rows: dict[Table, list[Row]]) -> None:
    target = Path(str(url.database))
    async_url = url.set(drivername="sqlite+aiosqlite")
    with _replacing(target) as unfinished:
        if _exists(target):  # Else connecting would create it.
            await _check_replaceable(async_url)
        await _write(async_url.set(database=str(unfinished)), rows)


def _exists(target: Path) -> bool:
    return target.exists()


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Lend a new file beside `target`, which takes its place, on disk for good, if the block ends well."""
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    unfinished = Path(name)
    try:
        yield unfinished
        os.fsync(descriptor)
        unfinished.replace(target)
    finally:
        os.close(descriptor)
        unfinished.unlink(missing_ok=True)


async def _check_replaceable(url: URL) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(_refuse_foreign_tables)


def _refuse_foreign_tables(connection: Connection) -> None:
    present = set(inspect(connection).get_table_names())
    if present and _MARKER.name not in present:
        raise NotADemoDatabase(f"this database is not a demo: {connection.engine.url!r}")


async def _write(url: URL, rows: dict[Table, list[Row]]) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        await connection.run_sync(_write_all, rows)


def _write_all(connection: Connection, rows: dict[Table, list[Row]]) -> None:
    _refuse_foreign_tables(connection)
    _create_schema(connection)
    for table in platform_metadata.sorted_tables:
        table_rows = rows.get(table, [])
        for start in range(0, len(table_rows), _BATCH):
            connection.execute(table.insert(), table_rows[start : start + _BATCH])
    for statement in INDEXES:
        connection.execute(text(statement))


def _create_schema(connection: Connection) -> None:
    for metadata in (platform_metadata, _MARKER.metadata):
        metadata.drop_all(connection)
        metadata.create_all(connection)
    connection.execute(_MARKER.insert(), {"version": _VERSION})
