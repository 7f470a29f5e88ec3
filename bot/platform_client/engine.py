"""Opens the platform's database so that it cannot be written, and bounds how long it may be waited for.

Driver, connection and time-out errors become `PlatformUnavailable` in `platform_connection`, and only there.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import quote

import aiosqlite
import async_timeout
import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.platform_client.errors import PlatformUnavailable

_BUDGET = "platform_timeout_seconds"
_SQLITE_STEPS_BETWEEN_CHECKS = 10_000


def create_platform_engine(url: str, timeout_seconds: float) -> AsyncEngine:
    """Prepare a read-only engine for `sqlite:///path` or `postgresql://…`; nothing is connected yet.

    `timeout_seconds` is the budget of one `platform_connection` block, connecting included. Raises nothing for a
    missing file or host: that is known, as `PlatformUnavailable`, when a connection is asked for.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed, timeout_seconds)
    return _postgresql_engine(parsed, timeout_seconds)


@asynccontextmanager
async def platform_connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Lend a connection for some reads, which together must end within the engine's budget.

    Raises `PlatformUnavailable` when they do not, or when the database fails. Keep only reads in the block: a time-out
    of anything else in it would be blamed on the platform.
    """
    budget_seconds: float = engine.get_execution_options()[_BUDGET]
    try:
        async with async_timeout.timeout(budget_seconds), engine.connect() as connection:
            yield connection
    except ProgrammingError:
        raise  # A wrong statement is our mistake: it must be seen, not retried.
    except (
        DBAPIError,
        PoolTimeout,
        asyncpg.PostgresError,  # SQLAlchemy 1.4 lets those of connecting through untranslated.
        asyncpg.InterfaceError,
        asyncio.TimeoutError,
        OSError,
    ) as error:
        raise PlatformUnavailable("the platform's database did not answer") from error


def _sqlite_engine(url: URL, timeout_seconds: float) -> AsyncEngine:
    if url.database in (None, "", ":memory:"):
        raise ValueError("a platform database in SQLite is a file")
    # mode=ro refuses a missing file, where SQLite would otherwise create an empty one.
    read_only = url.set(
        drivername="sqlite+aiosqlite",
        database=f"file:{quote(str(url.database))}",
        query={"mode": "ro", "uri": "true"},
    )
    engine = create_async_engine(
        read_only,
        # Opening the file takes less than a millisecond; keeping it open would keep reading a file that the demo
        # generator has since replaced, and aiosqlite's threads would outlive an engine that is not disposed of.
        poolclass=NullPool,
        # Half of the budget, so that a lock is reported as such before the block is cancelled.
        connect_args={"timeout": timeout_seconds / 2},
        execution_options={_BUDGET: timeout_seconds},
    )

    def restrain(connection: Any, _record: Any) -> None:
        connection.run_async(lambda driver: _restrain_sqlite(driver, timeout_seconds))

    event.listen(engine.sync_engine, "connect", restrain)
    return engine


async def _restrain_sqlite(driver: aiosqlite.Connection, timeout_seconds: float) -> None:
    # SQLite has no statement_timeout, and cancelling the task leaves its thread at work: the handler stops it.
    await driver.execute("PRAGMA query_only=ON")
    await driver.set_progress_handler(_is_over(time.monotonic() + timeout_seconds), _SQLITE_STEPS_BETWEEN_CHECKS)


def _is_over(deadline: float) -> Callable[[], bool]:
    return lambda: time.monotonic() > deadline


def _postgresql_engine(url: URL, timeout_seconds: float) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_pre_ping=True,
        pool_timeout=timeout_seconds,
        connect_args={
            "timeout": timeout_seconds,
            "server_settings": {
                "default_transaction_read_only": "on",
                "statement_timeout": str(round(timeout_seconds * 1000)),
            },
        },
        execution_options={_BUDGET: timeout_seconds},
    )
