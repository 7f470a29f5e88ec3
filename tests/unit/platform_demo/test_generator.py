"""The same seed and day give the same database; a former one is replaced whole or not at all."""

import asyncio
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.platform_demo import DemoSummary, NotADemoDatabase, generate
from bot.platform_demo.generator import demo_rows
from tests.unit.platform_demo.conftest import TODAY, Sql

SMALL = 60


def _digest(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()


def _names_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


async def _generate(path: Path, seed: int = 1, today: date = TODAY) -> str:
    await generate(f"sqlite:///{path}", seed=seed, today=today, volunteers=SMALL)
    return _digest(path)


async def test_two_runs_give_the_same_database(tmp_path: Path) -> None:
    assert await _generate(tmp_path / "one.sqlite") == await _generate(tmp_path / "two.sqlite")


async def test_another_seed_or_day_gives_another_database(tmp_path: Path) -> None:
    first = await _generate(tmp_path / "one.sqlite")
    assert await _generate(tmp_path / "two.sqlite", seed=2) != first
    assert await _generate(tmp_path / "three.sqlite", today=date(2026, 11, 25)) != first


async def test_another_process_gives_the_same_database(tmp_path: Path) -> None:
    program = (
        "import asyncio, datetime, sys; from bot.platform_demo import generate;"
        "asyncio.run(generate(sys.argv[1], seed=1, today=datetime.date(2026, 11, 24), volunteers=60))"
    )
    elsewhere = tmp_path / "elsewhere.sqlite"
    # Another order of sets of strings must change nothing.
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    command = [sys.executable, "-c", program, f"sqlite:///{elsewhere}"]
    await asyncio.to_thread(subprocess.run, command, check=True, env=environment)
    assert _digest(elsewhere) == await _generate(tmp_path / "here.sqlite")


async def test_an_older_demo_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "demo.sqlite"
    await _generate(path, seed=2)
    replaced = await _generate(path, seed=1)
    assert replaced == await _generate(tmp_path / "fresh.sqlite", seed=1)
    assert _names_in(tmp_path) == ["demo.sqlite", "fresh.sqlite"]


async def test_a_database_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "precious.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE users (id integer)")
    content = path.read_bytes()
    with pytest.raises(NotADemoDatabase):
        await _generate(path)
    assert path.read_bytes() == content
    assert _names_in(tmp_path) == ["precious.sqlite"]


async def test_an_error_half_way_leaves_the_older_demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "demo.sqlite"
    before = await _generate(path)
    monkeypatch.setattr("bot.platform_demo.writer.INDEXES", ("CREATE INDEX nonsense ON nowhere (nothing)",))
    with pytest.raises(Exception, match="nowhere"):
        await _generate(path, seed=2)
    assert _digest(path) == before
    assert _names_in(tmp_path) == ["demo.sqlite"]


def test_a_kill_leaves_no_half_database(tmp_path: Path) -> None:
    path = tmp_path / "demo.sqlite"
    program = (
        "import asyncio, datetime, sys; from bot.platform_demo import generate;"
        "asyncio.run(generate(sys.argv[1], today=datetime.date(2026, 11, 24)))"
    )
    process = subprocess.Popen([sys.executable, "-c", program, f"sqlite:///{path}"])
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".demo.sqlite.*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not path.exists()


def test_the_full_size_is_made_in_seconds(tmp_path: Path) -> None:
    started = time.monotonic()
    summary = asyncio.run(generate(f"sqlite:///{tmp_path}/demo.sqlite", today=TODAY))
    assert time.monotonic() - started < 15
    assert summary.organisations == 400
    assert summary.missions > 700
    assert 7900 <= summary.participations <= 8100
    assert summary.users > 3500


async def test_the_summary_counts_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "demo.sqlite"
    summary = await generate(f"sqlite:///{path}", today=TODAY, volunteers=SMALL)
    with closing(sqlite3.connect(path)) as connection:
        counts = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }
    del counts["demo_database"]
    assert summary == DemoSummary(
        users=counts["users"],
        organisations=counts["structures"],
        missions=counts["missions"],
        participations=counts["participations"],
        messages=counts["messages"],
        rows=sum(counts.values()),
    )


async def test_a_single_volunteer_is_enough(tmp_path: Path) -> None:
    assert (await generate(f"sqlite:///{tmp_path}/demo.sqlite", today=TODAY, volunteers=1)).users > 12


@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2026, 1, 1), date(2027, 3, 28)])
@pytest.mark.parametrize("seed", [0, 7, 99])
def test_any_seed_and_day_will_do(seed: int, today: date) -> None:
    assert demo_rows(seed, today, SMALL)


async def test_postgresql_holds_the_same_rows_and_can_be_replaced(postgres_url: str, sql: Sql) -> None:
    await generate(postgres_url, seed=1, today=TODAY, volunteers=SMALL)
    summary = await generate(postgres_url, seed=2, today=TODAY, volunteers=SMALL)
    address = make_url(postgres_url)
    connection = await asyncpg.connect(host=address.query["host"], user=address.username, database=address.database)
    try:
        assert await connection.fetchval("SELECT count(*) FROM messages") == summary.messages
        assert await connection.fetchval("SELECT json_typeof(dates) FROM missions WHERE id = 2") == "array"
        # A missing créneau is NULL, not the JSON word null.
        assert await connection.fetchval("SELECT count(*) FROM missions WHERE dates::text = 'null'") == 0
        await connection.execute("DROP TABLE demo_database")
        with pytest.raises(NotADemoDatabase):
            await generate(postgres_url, today=TODAY, volunteers=SMALL)
        assert await connection.fetchval("SELECT count(*) FROM messages") == summary.messages
    finally:
        await connection.close()
