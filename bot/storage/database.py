"""The engine of our database, and the two ways to use it: `reading()` and `writing()`.

SQLite and PostgreSQL behave alike behind them. A database that does not answer in time, or is locked by another
program, is one error: `StorageUnavailable`.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Any, cast

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine import Connection, CursorResult, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool
from sqlalchemy.sql.dml import Update

from bot.errors import StorageUnavailable

_WRITES = "assistant_writes"
# SQLAlchemy wraps what goes wrong in a statement, but not in connecting (a server that starts, or is full) nor in
# finding out that a connection of the pool was cut meanwhile.
_BARE_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)


class Database:
    """Short transactions on our database. Rules receive the connection; they never commit."""

    def __init__(self, engine: AsyncEngine, wait_seconds: float):
        self._engine = engine
        self._writer = engine.execution_options(**{_WRITES: True})
        # SQLite has one writer: waiting for our own turn here is fairer and cheaper than its polling.
        self._turn: Callable[[], AbstractAsyncContextManager[Any]] = nullcontext
        if engine.dialect.name == "sqlite":
            lock = asyncio.Lock()
            self._turn = lambda: _hold(lock, wait_seconds)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads."""
        async with _translated_errors(), self._engine.connect() as connection:
            yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed when the block ends well, and leaves nothing otherwise."""
        # Not `engine.begin()`: it keeps its connection, and the thread of it, when BEGIN fails on a lock.
        async with _translated_errors(), self._turn(), self._writer.connect() as connection, connection.begin():
            yield connection

    async def close(self) -> None:
        """Give back every connection."""
        await self._engine.dispose()


def open_database(url: str, wait_seconds: float) -> Database:
    """Prepare the engine for `sqlite:///path` or `postgresql://…`; nothing is connected yet.

    Errors hide their parameters: texts of messages are among them, and errors are logged.
    """
    async_url = make_url(url)
    if async_url.get_backend_name() == "sqlite":
        engine = create_async_engine(
            async_url.set(drivername="sqlite+aiosqlite"),
            poolclass=AsyncAdaptedQueuePool,
            pool_timeout=wait_seconds,
            hide_parameters=True,
            connect_args={"timeout": wait_seconds, "isolation_level": None},
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    else:
        engine = create_async_engine(
            async_url.set(drivername="postgresql+asyncpg"),
            pool_size=10,
            pool_timeout=wait_seconds,
            pool_pre_ping=True,
            hide_parameters=True,
            connect_args={"timeout": wait_seconds, "command_timeout": wait_seconds},
        )
    return Database(engine, wait_seconds)


async def update_rows(connection: AsyncConnection, statement: Update) -> int:
    """Run an UPDATE and say how many rows it changed: the heart of every compare-and-set."""
    result = cast("CursorResult", await connection.execute(statement))
    return result.rowcount


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # WAL: readers do not wait for the writer. FULL: what was acknowledged survives a power cut.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: taking it at the first write can fail half-way (SQLITE_BUSY_SNAPSHOT).
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@asynccontextmanager
async def _hold(lock: asyncio.Lock, wait_seconds: float) -> AsyncIterator[None]:
    # When another program locks the file, those behind the first must not wait for each other's patience in turn.
    await asyncio.wait_for(lock.acquire(), wait_seconds)
    try:
        yield
    finally:
        lock.release()


@asynccontextmanager
async def _translated_errors() -> AsyncIterator[None]:
    try:
        yield
    except (PoolTimeout, OSError, asyncio.TimeoutError, sqlite3.OperationalError, *_BARE_ERRORS) as error:
        raise StorageUnavailable from error
    except DBAPIError as error:
        if error.connection_invalidated or isinstance(error.orig, sqlite3.OperationalError | OSError):
            raise StorageUnavailable from error
        raise
