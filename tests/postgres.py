"""A throw-away PostgreSQL for tests: one server for the session, a fresh database for each test module.

A folder uses it by importing both fixtures in its `conftest.py`.
"""

from collections.abc import Iterator
from itertools import count

import pytest
from sqlalchemy.engine import URL

from bot.evaluation.bench.throwaway_postgres import create_database, throwaway_postgres

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """Start the server; it is stopped and erased at the end of the session."""
    with throwaway_postgres() as server:
        yield server


@pytest.fixture(scope="module")
def postgres_url(postgres_server: URL) -> str:
    """Return the URL of an empty database, as settings would give it."""
    return str(create_database(postgres_server, f"test_{next(_numbers)}"))
