"""The same questions have the same answers in PostgreSQL, where the platform really lives."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import create_platform_engine, platform_connection
from bot.platform_client.errors import PlatformUnavailable
from bot.platform_client.participations import list_participations_of
from bot.platform_client.scopes import VolunteerScope
from bot.platform_demo import generate
from tests.unit.platform_client.conftest import TODAY

_generated: set[str] = set()


@pytest.fixture
async def demo_url(postgres_url: str) -> str:
    """A database with the same demo as the SQLite file."""
    if postgres_url not in _generated:
        await generate(postgres_url, today=TODAY, volunteers=400)
        _generated.add(postgres_url)
    return postgres_url


@pytest.fixture
async def postgres(demo_url: str) -> AsyncIterator[AsyncEngine]:
    """The client's engine on PostgreSQL."""
    engine = create_platform_engine(demo_url, timeout_seconds=60)
    yield engine
    await engine.dispose()


async def test_both_databases_give_the_same_lists(postgres: AsyncEngine, pristine_file: Path) -> None:
    sqlite = create_platform_engine(f"sqlite:///{pristine_file}", timeout_seconds=20)
    seen = 0
    async with platform_connection(sqlite) as from_sqlite, platform_connection(postgres) as from_postgres:
        for user_id in [*range(1, 13), *range(1000, 1300)]:
            scope = VolunteerScope(user_id)
            expected = await list_participations_of(from_sqlite, scope)
            assert await list_participations_of(from_postgres, scope) == expected
            seen += len(expected)
    assert seen > 100


async def test_refuses_to_write(postgres: AsyncEngine) -> None:
    with pytest.raises(PlatformUnavailable) as refusal:
        async with platform_connection(postgres) as connection:
            await connection.execute(text("INSERT INTO regions (id, name) VALUES (99, 'Atlantide')"))
    assert isinstance(refusal.value.__cause__, DBAPIError)
    assert "read-only transaction" in str(refusal.value.__cause__)


async def test_a_slow_query_is_stopped_within_the_budget(demo_url: str) -> None:
    engine = create_platform_engine(demo_url, timeout_seconds=0.4)
    started = time.monotonic()
    with pytest.raises(PlatformUnavailable):
        async with platform_connection(engine) as connection:
            await connection.execute(text("SELECT pg_sleep(30)"))
    assert time.monotonic() - started < 1.5
    async with platform_connection(engine) as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


async def test_an_unknown_database_is_unavailable(postgres_url: str) -> None:
    engine = create_platform_engine(postgres_url.replace("/test_", "/absent_"), timeout_seconds=2)
    with pytest.raises(PlatformUnavailable):
        async with platform_connection(engine):
            pass
