"""A small demo platform, in SQLite and in PostgreSQL, to ask questions of."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client.engine import create_platform_engine, platform_connection
from bot.platform_demo import generate
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

TODAY = date(2026, 11, 24)
Sql = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def pristine_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo database that no test may change."""
    path = tmp_path_factory.mktemp("platform") / "demo.sqlite"
    asyncio.run(generate(f"sqlite:///{path}", today=TODAY, volunteers=400))
    return path


@pytest.fixture
def demo_file(pristine_file: Path, tmp_path: Path) -> Path:
    """A copy that a test may change behind the client's back."""
    copy = tmp_path / "platform demo.sqlite"  # With a space: paths need quoting in a SQLite URI.
    copy.write_bytes(pristine_file.read_bytes())
    return copy


@pytest.fixture
def sql(demo_file: Path) -> Iterator[Sql]:
    """Run plain SQL on the copy, as the platform itself would."""
    with closing(sqlite3.connect(demo_file)) as connection:

        def run(statement: str, *values: Any) -> list[Any]:
            rows = connection.execute(statement, values).fetchall()
            connection.commit()
            return rows

        yield run


@pytest.fixture
async def engine(demo_file: Path) -> AsyncIterator[AsyncEngine]:
    """The client's engine on the copy."""
    engine = create_platform_engine(f"sqlite:///{demo_file}", timeout_seconds=60)
    yield engine
    await engine.dispose()


@pytest.fixture
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection of the client to the copy."""
    async with platform_connection(engine) as connection:
        yield connection
