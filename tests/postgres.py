"""A throw-away PostgreSQL for tests: one server for the session, a fresh database for each test module.

A folder uses it by importing both fixtures in its `conftest.py`. Works as root too: pgserver then runs the server under
an account of its own.
"""

import asyncio
import warnings
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import URL, make_url

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """Start the server; it is stopped and erased at the end of the session."""
    with warnings.catch_warnings():
        # platformdirs complains of a missing XDG_RUNTIME_DIR when pgserver is imported.
        warnings.simplefilter("ignore")
        import pgserver
    # Not pytest's tmp_path: its parents are closed to the account that runs the server.
    server = pgserver.get_server(Path(mkdtemp(prefix="assistant-postgres-")), cleanup_mode="delete")
    # Nothing here has to survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off;")
    server.psql("SELECT pg_reload_conf();")
    yield server
    server.cleanup()


@pytest.fixture(scope="module")
def postgres_url(postgres_server: Any) -> str:
    """Return the URL of an empty database, as settings would give it."""
    name = f"test_{next(_numbers)}"
    address: URL = make_url(postgres_server.get_uri())
    asyncio.run(_create_database(address, name))
    return str(address.set(database=name))


async def _create_database(address: URL, name: str) -> None:
    connection = await asyncpg.connect(host=address.query["host"], user=address.username, database="postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
