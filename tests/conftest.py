"""What every folder of tests may ask for: an empty database of ours, in SQLite and in PostgreSQL."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.storage import Database, open_database
from bot.storage.migrate import migrate
from bot.storage.tables import metadata
from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

# A busy machine is no failure, and nothing is left in the folder.
hypothesis.settings.register_profile("project", deadline=None, database=None)
hypothesis.settings.load_profile("project")

_migrated: set[str] = set()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to be copied."""
    path = tmp_path_factory.mktemp("storage") / "assistant.sqlite"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """An empty database of this test alone."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'assistant.sqlite')}"


@pytest.fixture
def postgresql_url(postgres_url: str) -> str:
    """The module's database, emptied for this test."""
    if postgres_url not in _migrated:
        migrate(postgres_url)
        _migrated.add(postgres_url)
    engine = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg2"))
    with engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} CASCADE"))
    engine.dispose()
    return postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The same test on each kind of database."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """Our database, ready."""
    database = open_database(database_url, wait_seconds=5.0)
    yield database
    await database.close()
