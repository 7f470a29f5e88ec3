"""The assistant's role reads what its queries need, and nothing more: neither missing nor excess columns."""

import inspect
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from importlib import import_module
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Column, Table
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.sql import visitors

import bot.platform_client
from bot.evaluation.bench.platform_examples import find_examples
from bot.evaluation.bench.platform_questions import PLATFORM_QUESTIONS, Asker, Example
from bot.evaluation.bench.statement_log import logged_statements
from bot.platform_client import tables
from bot.platform_client.engine import create_platform_engine
from bot.platform_client.reading_role import READ_COLUMNS, creation_statements
from bot.platform_demo import PERSONAS, generate
from tests.unit.platform_client.conftest import TODAY

pytestmark = pytest.mark.slow

ROLE = "le lecteur"  # With a space: names must be quoted.
OWNER = "le_proprietaire"
_prepared: dict[str, dict[Asker, list[Example]]] = {}


@pytest.fixture
async def reader_url(postgres_url: str) -> URL:
    """The address of a demo for the reading role, which its owner has made twice."""
    address = make_url(postgres_url)
    if postgres_url not in _prepared:
        await generate(postgres_url, today=TODAY, volunteers=400)
        _prepared[postgres_url] = await _examples(postgres_url)
        await _give_to_owner(address)
        owner = await _connect(address.set(username=OWNER))
        await owner.execute(creation_statements(ROLE))
        await owner.execute(f'GRANT SELECT ON users TO "{ROLE}"')  # A mistake of somebody, which the next run mends.
        await owner.execute(creation_statements(ROLE))
        await owner.close()
    return address.set(username=ROLE)


async def _give_to_owner(address: URL) -> None:
    """Hand the demo over to somebody who is no superuser, as with a hosted database."""
    superuser = await _connect(address)
    await superuser.execute(f"CREATE TABLE social_accounts (data json); CREATE ROLE {OWNER} LOGIN CREATEROLE")
    await superuser.execute(f"ALTER DATABASE {address.database} OWNER TO {OWNER}")
    for row in await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        await superuser.execute(f"ALTER TABLE {row['tablename']} OWNER TO {OWNER}")
    await superuser.close()


@pytest.fixture
async def reader(reader_url: URL) -> AsyncIterator[asyncpg.Connection]:
    """A bare connection of the role, without the precautions of our engine."""
    connection = await _connect(reader_url)
    yield connection
    await connection.close()


@pytest.fixture
async def engine_of_reader(reader_url: URL) -> AsyncIterator[AsyncEngine]:
    """The client's engine under that role."""
    engine = create_platform_engine(str(reader_url), timeout_seconds=60)
    yield engine
    await engine.dispose()


async def _connect(address: URL) -> asyncpg.Connection:
    return await asyncpg.connect(host=address.query["host"], user=address.username, database=address.database)


async def _examples(url: str) -> dict[Asker, list[Example]]:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    async with engine.connect() as connection:
        found = await find_examples(connection, 20)
    await engine.dispose()
    return {
        asker: [*(Example(persona.user_id, 1, 1) for persona in PERSONAS), *others] for asker, others in found.items()
    }


async def test_reads_all_that_the_queries_need_and_nothing_else(
    engine_of_reader: AsyncEngine, postgres_url: str
) -> None:
    examples = _prepared[postgres_url]
    read: set[tuple[str, str]] = set()
    async with engine_of_reader.connect() as connection:
        for question in PLATFORM_QUESTIONS:
            with logged_statements(engine_of_reader) as log:
                for example in examples[question.asker]:
                    await question.ask(connection, example)
            assert log.statements, question.name
            read |= {column for statement in log.statements for column in _columns_of(statement)}
    declared = {(table.name, column) for table, columns in READ_COLUMNS.items() for column in columns}
    assert sorted(declared - read) == [], "granted but never read"
    assert sorted(read - declared) == [], "read but not declared"


def _columns_of(statement: Any) -> Iterator[tuple[str, str]]:
    for element in visitors.iterate(statement):
        for column in getattr(element, "base_columns", ()):
            if isinstance(column, Column) and isinstance(column.table, Table):
                yield column.table.name, column.name


def test_every_query_of_the_package_is_asked() -> None:
    asked = {question.function for question in PLATFORM_QUESTIONS}
    assert {f"{each.__module__}.{each.__name__}" for each in _queries() if each not in asked} == set()


def _queries() -> Iterator[Callable[..., Awaitable[Any]]]:
    for module in pkgutil.iter_modules(bot.platform_client.__path__, "bot.platform_client."):
        for name, each in vars(import_module(module.name)).items():
            is_own = inspect.iscoroutinefunction(each) and each.__module__ == module.name
            if is_own and not name.startswith("_") and "connection" in inspect.signature(each).parameters:
                yield each


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("users", "name"),
        ("users", "email"),
        ("users", "password"),
        ("users", "remember_token"),
        ("users", "banned_reason"),
        ("users", "last_online_at"),
        ("users", "utm_source"),
        ("profiles", "last_name"),
        ("profiles", "email"),
        ("profiles", "phone"),
        ("profiles", "birthday"),
        ("profiles", "description"),
        ("profiles", "latitude"),
        ("profiles", "cej"),
        ("profiles", "cej_email_adviser"),
        ("profiles", "ft"),
        ("profiles", "ft_email_adviser"),
        ("profiles", "service_civique"),
        ("invitations", "token"),
        ("invitations", "email"),
        ("notifications_temoignages", "token"),
        ("messages", "content"),
        ("notes", "content"),
        ("notes", "id"),
        ("activity_log", "data"),
        ("activity_log", "causer_id"),
        ("temoignages", "grade"),
        ("temoignages", "testimony"),
        ("score_structure", "total_points"),
        ("score_structure", "reactivity_points"),
        ("structures", "phone"),
        ("structures", "email"),
        ("social_accounts", "data"),
    ],
)
async def test_a_forbidden_column_cannot_be_read(
    reader: asyncpg.Connection, postgres_url: str, table: str, column: str
) -> None:
    owner = await _connect(make_url(postgres_url))
    await owner.fetch(f"SELECT {column} FROM {table} LIMIT 1")  # It exists.
    await owner.close()
    for query in (
        f"SELECT {column} FROM {table}",
        f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL",
        f"SELECT 1 FROM {table} ORDER BY {column}::text",
        f"SELECT * FROM {table}",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.fetch(query)


@pytest.mark.parametrize("table", sorted(tables.metadata.tables))
async def test_nothing_can_be_written(reader: asyncpg.Connection, table: str) -> None:
    column = next(iter(tables.metadata.tables[table].c.keys()))
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await reader.execute(f"DELETE FROM {table}")
    await reader.execute("SET default_transaction_read_only = off")  # Anybody may; the rights remain.
    for statement in (
        f"INSERT INTO {table} ({column}) VALUES (NULL)",
        f"UPDATE {table} SET {column} = NULL",
        f"DELETE FROM {table}",
        f"TRUNCATE {table}",
        f"ALTER TABLE {table} ADD COLUMN intruder integer",
        f"DROP TABLE {table}",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute(statement)


async def test_nothing_can_be_made(reader: asyncpg.Connection) -> None:
    await reader.execute("SET default_transaction_read_only = off")
    for statement in ("CREATE TABLE intruder (id integer)", "CREATE ROLE intruder", "CREATE DATABASE intruder"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await reader.execute(statement)


async def test_only_the_tables_of_its_schema_are_meant(reader: asyncpg.Connection) -> None:
    assert await reader.fetchval("SHOW search_path") == "public"


async def test_a_slow_statement_is_stopped_by_the_server(reader: asyncpg.Connection) -> None:
    assert await reader.fetchval("SHOW statement_timeout") == "2s"
    assert await reader.fetchval("SHOW idle_in_transaction_session_timeout") == "10s"
    await reader.execute("SET statement_timeout = '50ms'")
    with pytest.raises(asyncpg.QueryCanceledError):
        await reader.fetchval("SELECT pg_sleep(30)")


def test_what_is_declared_exists() -> None:
    for table, columns in READ_COLUMNS.items():
        assert set(columns) <= set(table.c.keys()), table.name
        assert list(columns) == sorted(set(columns)), table.name
    assert [table.name for table in READ_COLUMNS] == sorted({table.name for table in READ_COLUMNS})


def test_a_name_cannot_carry_sql() -> None:
    statements = creation_statements('x"; DROP TABLE users; --')
    assert '"x""; DROP TABLE users; --"' in statements
    assert '"x";' not in statements
    with pytest.raises(ValueError, match="name"):
        creation_statements("x$$; DROP TABLE users")
