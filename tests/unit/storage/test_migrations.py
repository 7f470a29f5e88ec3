"""What the migrations make is exactly what the code expects."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import Engine, make_url

from bot.errors import ConfigurationError
from bot.storage.migrate import migrate
from bot.storage.tables import metadata


def sync_engine(url: str) -> Engine:
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg2"}[make_url(url).get_backend_name()]
    return create_engine(make_url(url).set(drivername=driver))


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def indexes(engine: Engine) -> dict[str, list[tuple[str | None, bool]]]:
    inspector = inspect(engine)
    return {
        table: sorted((index["name"], bool(index["unique"])) for index in inspector.get_indexes(table))
        for table in metadata.tables
    }


def test_migrations_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    engine = sync_engine(database_url)
    assert differences(engine) == []
    # The comparison does not look into all of these.
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version"}
    assert ("uq_handoffs_open", True) in indexes(engine)["handoffs"]
    assert ("ix_messages_pending_turns", False) in indexes(engine)["messages"]
    engine.dispose()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    migrate(database_url)
    engine = sync_engine(database_url)
    assert differences(engine) == []
    engine.dispose()


def test_the_directory_of_a_new_file_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/folder/assistant.sqlite"
    migrate(url)
    engine = sync_engine(url)
    assert differences(engine) == []
    engine.dispose()


def test_a_database_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "assistant.sqlite").mkdir()
    with pytest.raises(ConfigurationError, match="inaccessible") as refusal:
        migrate(f"sqlite:///{tmp_path}/assistant.sqlite")
    assert refusal.value.code == "configuration"
    with pytest.raises(ConfigurationError, match="inaccessible"):
        migrate("postgresql://nobody@127.0.0.1:1/absent")
