"""The platform can be read, never written, and never makes anybody wait for long."""

import asyncio
import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client.engine import create_platform_engine, platform_connection
from bot.platform_client.errors import PlatformUnavailable

ENDLESS_QUERY = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")
BUDGET_SECONDS = 0.4
TOLERANCE_SECONDS = 1.0


def _names_in(folder: Path) -> list[str]:
    return os.listdir(folder)


async def _count_users(engine: AsyncEngine) -> int:
    async with platform_connection(engine) as connection:
        return int((await connection.execute(text("SELECT count(*) FROM users"))).scalar_one())


async def test_reads(engine: AsyncEngine) -> None:
    assert await _count_users(engine) > 400


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO regions (id, name) VALUES (99, 'Atlantide')",
        "UPDATE users SET email = 'x'",
        "DELETE FROM messages",
        "DROP TABLE messages",
        "CREATE TABLE intruders (id integer)",
    ],
)
async def test_refuses_to_write(connection: AsyncConnection, statement: str) -> None:
    with pytest.raises(DBAPIError, match="readonly database"):
        await connection.execute(text(statement))


async def test_a_missing_file_is_an_error_and_stays_missing(tmp_path: Path) -> None:
    path = tmp_path / "absent.sqlite"
    engine = create_platform_engine(f"sqlite:///{path}", timeout_seconds=1)
    with pytest.raises(PlatformUnavailable):
        await _count_users(engine)
    assert _names_in(tmp_path) == []


def test_a_database_in_memory_makes_no_sense() -> None:
    with pytest.raises(ValueError, match="file"):
        create_platform_engine("sqlite://", timeout_seconds=1)


async def test_a_relative_path_is_found(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(demo_file.parent)
    assert await _count_users(create_platform_engine(f"sqlite:///{demo_file.name}", timeout_seconds=1)) > 0


async def test_a_file_replaced_by_a_new_demo_is_read_anew(engine: AsyncEngine, demo_file: Path, tmp_path: Path) -> None:
    before = await _count_users(engine)
    _put_in_place_of(demo_file, tmp_path / "successor.sqlite")
    assert await _count_users(engine) == before - 1


def _put_in_place_of(demo_file: Path, successor: Path) -> None:
    successor.write_bytes(demo_file.read_bytes())
    with closing(sqlite3.connect(successor)) as connection:
        connection.execute("DELETE FROM users WHERE id = 3")
        connection.commit()
    successor.replace(demo_file)


async def test_a_locked_database_is_unavailable_within_the_budget(demo_file: Path) -> None:
    engine = create_platform_engine(f"sqlite:///{demo_file}", timeout_seconds=BUDGET_SECONDS)
    with closing(sqlite3.connect(demo_file, isolation_level=None)) as locker:
        locker.execute("BEGIN EXCLUSIVE")
        started = time.monotonic()
        with pytest.raises(PlatformUnavailable):
            await _count_users(engine)
    assert time.monotonic() - started < BUDGET_SECONDS + TOLERANCE_SECONDS


async def test_an_endless_query_is_stopped_within_the_budget(demo_file: Path) -> None:
    engine = create_platform_engine(f"sqlite:///{demo_file}", timeout_seconds=BUDGET_SECONDS)
    started = time.monotonic()
    with pytest.raises(PlatformUnavailable):
        async with platform_connection(engine) as connection:
            await connection.execute(ENDLESS_QUERY)
    assert time.monotonic() - started < BUDGET_SECONDS + TOLERANCE_SECONDS


async def test_the_budget_covers_the_block_not_each_query(engine: AsyncEngine, demo_file: Path) -> None:
    engine = create_platform_engine(f"sqlite:///{demo_file}", timeout_seconds=BUDGET_SECONDS)
    with pytest.raises(PlatformUnavailable):
        async with platform_connection(engine) as connection:
            for _ in range(100):
                await connection.execute(text("SELECT 1"))
                await asyncio.sleep(BUDGET_SECONDS / 10)


async def test_our_own_cancellation_is_not_the_platforms_fault(engine: AsyncEngine) -> None:
    async def wait_inside() -> None:
        async with platform_connection(engine):
            await asyncio.sleep(60)

    task = asyncio.create_task(wait_inside())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "novel.sqlite"
    path.write_text("Longtemps, je me suis couché de bonne heure." * 100)
    with pytest.raises(PlatformUnavailable):
        await _count_users(create_platform_engine(f"sqlite:///{path}", timeout_seconds=1))


async def test_an_unreachable_server_is_unavailable(unused_tcp_port: int) -> None:
    url = f"postgresql://nobody:nothing@127.0.0.1:{unused_tcp_port}/platform"
    with pytest.raises(PlatformUnavailable):
        await _count_users(create_platform_engine(url, timeout_seconds=1))


async def test_a_wrong_statement_is_our_mistake_and_shows(postgres_url: str) -> None:
    engine = create_platform_engine(postgres_url, timeout_seconds=5)
    with pytest.raises(ProgrammingError):
        async with platform_connection(engine) as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))
    await engine.dispose()
