"""One demo at its full size, to count in; the tests only read it."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.platform_demo import generate
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

TODAY = date(2026, 11, 24)
Sql = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def full_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of 3,000 volunteers."""
    path = tmp_path_factory.mktemp("demo") / "platform.sqlite"
    asyncio.run(generate(f"sqlite:///{path}", today=TODAY))
    return path


@pytest.fixture
def sql(full_demo: Path) -> Iterator[Sql]:
    """Run a query on the full demo and return its rows."""
    with closing(sqlite3.connect(f"file:{full_demo}?mode=ro", uri=True)) as connection:
        yield lambda statement, *values: connection.execute(statement, values).fetchall()
