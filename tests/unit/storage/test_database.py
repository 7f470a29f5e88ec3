"""Transactions on both databases, and a database that does not answer."""

import asyncio
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta, timezone

import asyncpg
import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError, StatementError

from bot.errors import StorageUnavailable
from bot.ids import new_id
from bot.storage import Database, open_database, update_rows
from bot.storage.tables import agents

WAIT_SECONDS = 1.0
# A machine under load is slow; waiting for ever is another matter.
SOON = 10.0
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=timezone.utc)


async def add(database: Database, login: str, created_at: datetime = NOON) -> None:
    async with database.writing() as connection:
        await connection.execute(
            agents.insert().values(id=new_id(), login=login, name="Camille", password_hash="-", created_at=created_at)
        )


async def logins(database: Database) -> list[str]:
    async with database.reading() as connection:
        return [row.login for row in await connection.execute(select(agents.c.login).order_by(agents.c.login))]


@pytest.fixture
async def impatient(database_url: str) -> AsyncIterator[Database]:
    """Our database on either kind, which does not wait long."""
    database = open_database(database_url, WAIT_SECONDS)
    yield database
    await database.close()


@pytest.fixture
async def sqlite(sqlite_url: str) -> AsyncIterator[Database]:
    """The same on a file."""
    database = open_database(sqlite_url, WAIT_SECONDS)
    yield database
    await database.close()


@pytest.fixture
async def postgresql(postgresql_url: str) -> AsyncIterator[Database]:
    """The same on a server."""
    database = open_database(postgresql_url, WAIT_SECONDS)
    yield database
    await database.close()


@contextmanager
def locked(url: str, how: str) -> Iterator[None]:
    """Another program, in its own thread, holds the file."""
    held, enough = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(str(make_url(url).database), isolation_level=None)) as connection:
            connection.execute(f"BEGIN {how}")
            held.set()
            enough.wait(60)
            connection.execute("ROLLBACK")

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    try:
        yield
    finally:
        enough.set()
        thread.join()


async def test_what_is_written_is_read(database: Database) -> None:
    await add(database, "camille")
    assert await logins(database) == ["camille"]


async def test_a_block_that_fails_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError, match="half-way"):
        async with database.writing() as connection:
            await connection.execute(
                agents.insert().values(id=new_id(), login="a", name="A", password_hash="-", created_at=NOON)
            )
            raise RuntimeError("half-way")
    assert await logins(database) == []
    await add(database, "camille")
    assert await logins(database) == ["camille"]


async def test_a_conflict_is_not_mistaken_for_an_absent_database(database: Database) -> None:
    await add(database, "camille")
    with pytest.raises(IntegrityError):
        await add(database, "camille")


async def test_an_update_says_how_many_rows_it_changed(database: Database) -> None:
    for login in ("a", "b", "c"):
        await add(database, login)
    async with database.writing() as connection:
        assert await update_rows(connection, agents.update().where(agents.c.login != "c").values(name="X")) == 2
        assert await update_rows(connection, agents.update().where(agents.c.login == "d").values(name="X")) == 0


async def test_instants_keep_their_zone(database: Database) -> None:
    paris = NOON.astimezone(timezone(timedelta(hours=1)))
    await add(database, "camille", paris)
    async with database.reading() as connection:
        stored = (await connection.execute(select(agents.c.created_at))).scalar_one()
    assert (stored, stored.utcoffset()) == (NOON, timedelta(0))


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive"):
        await add(database, "camille", NOON.replace(tzinfo=None))


async def test_writers_wait_for_one_another_and_all_pass(database: Database) -> None:
    await asyncio.gather(*(add(database, f"agent {n}") for n in range(30)))
    async with database.reading() as connection:
        assert (await connection.execute(select(func.count()).select_from(agents))).scalar_one() == 30


async def test_errors_do_not_tell_the_values(impatient: Database) -> None:
    await add(impatient, "alice@example.org")
    with pytest.raises(IntegrityError) as conflict:
        await add(impatient, "alice@example.org")
    assert "[SQL:" in str(conflict.value)
    assert "parameters hidden" in str(conflict.value)


@pytest.mark.parametrize("how", ["IMMEDIATE", "EXCLUSIVE"])
async def test_a_locked_file_is_unavailable_in_time_and_works_again_after(
    sqlite: Database, sqlite_url: str, how: str
) -> None:
    await add(sqlite, "before")
    with locked(sqlite_url, how):
        started = time.monotonic()
        with pytest.raises(StorageUnavailable):
            await add(sqlite, "during")
        assert time.monotonic() - started < SOON
        assert await logins(sqlite) == ["before"]
    await add(sqlite, "after")
    assert await logins(sqlite) == ["after", "before"]


async def test_a_locked_file_does_not_make_visitors_wait_for_one_another(sqlite: Database, sqlite_url: str) -> None:
    await add(sqlite, "before")
    with locked(sqlite_url, "IMMEDIATE"):
        started = time.monotonic()
        results = await asyncio.gather(*(add(sqlite, f"agent {n}") for n in range(40)), return_exceptions=True)
        assert time.monotonic() - started < SOON  # one after the other: 40 seconds
    assert {type(result) for result in results} == {StorageUnavailable}
    await add(sqlite, "after")
    assert await logins(sqlite) == ["after", "before"]


async def test_a_writer_that_gives_up_lets_the_next_one_in(sqlite: Database) -> None:
    async with sqlite.writing():
        with pytest.raises(StorageUnavailable):
            await add(sqlite, "too early")
    await add(sqlite, "in time")
    assert await logins(sqlite) == ["in time"]


async def test_a_locked_table_is_unavailable_in_time_and_works_again_after(
    postgresql: Database, postgresql_url: str
) -> None:
    await add(postgresql, "before")
    address = make_url(postgresql_url)
    other = await asyncpg.connect(host=address.query["host"], user=address.username, database=address.database)
    async with other.transaction():
        await other.execute("LOCK TABLE agents IN ACCESS EXCLUSIVE MODE")
        for attempt in (add(postgresql, "during"), logins(postgresql)):
            started = time.monotonic()
            with pytest.raises(StorageUnavailable):
                await attempt
            assert time.monotonic() - started < SOON
    await other.close()
    await add(postgresql, "after")
    assert await logins(postgresql) == ["after", "before"]


async def test_connections_that_were_cut_are_made_anew(postgresql: Database, postgresql_url: str) -> None:
    address = make_url(postgresql_url)
    other = await asyncpg.connect(host=address.query["host"], user=address.username, database=address.database)
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()"

    async def logins_in_the_end() -> list[str]:
        # Each connection of the pool may be found out to be dead once.
        for _ in range(5):
            with suppress(StorageUnavailable):
                return await logins(postgresql)
        return await logins(postgresql)

    await add(postgresql, "before")
    async with postgresql.reading(), postgresql.reading():
        pass  # two connections wait in the pool
    await other.execute(cut, address.database)
    assert await logins_in_the_end() == ["before"]

    with pytest.raises(StorageUnavailable):
        async with postgresql.writing() as connection:
            await other.execute(cut, address.database)
            await connection.execute(select(agents.c.id))
    await other.close()
    assert await logins_in_the_end() == ["before"]


@pytest.mark.parametrize(
    "url", ["postgresql://nobody@127.0.0.1:1/absent", "sqlite:////nowhere/at/all/assistant.sqlite"]
)
async def test_a_database_that_is_not_there_is_unavailable(url: str) -> None:
    database = open_database(url, WAIT_SECONDS)
    for attempt in (add(database, "camille"), logins(database)):
        with pytest.raises(StorageUnavailable):
            await attempt
    await database.close()


async def test_an_unknown_database_of_the_server_is_unavailable(postgresql_url: str) -> None:
    database = open_database(postgresql_url.replace("/test_", "/absent_"), WAIT_SECONDS)
    with pytest.raises(StorageUnavailable):
        await logins(database)
    await database.close()
