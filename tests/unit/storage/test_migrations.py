"""What the migrations make is exactly what the code expects."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import JSON, Column, create_engine, inspect, select, text
from sqlalchemy.engine import Engine, make_url

from bot.errors import ConfigurationError
from bot.settings import ROOT
from bot.storage.migrate import migrate
from bot.storage.tables import conversations, messages, metadata


def sync_engine(url: str) -> Engine:
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg2"}[make_url(url).get_backend_name()]
    return create_engine(make_url(url).set(drivername=driver))


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        opts = {"compare_type": True, "compare_server_default": _defaults_differ}
        return list(compare_metadata(MigrationContext.configure(connection, opts=opts), metadata))


def _defaults_differ(
    _context: MigrationContext,
    _inspected: Column[Any],
    wanted: Column[Any],
    default: str | None,
    _wanted_default: object,
    wanted_text: str | None,
) -> bool | None:
    if not isinstance(wanted.type, JSON):
        return None  # Alembic's own comparison
    # PostgreSQL compares no two `json`: their texts are compared.
    return (default or "").removesuffix("::json") != (wanted_text or "")


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


@contextmanager
def at_revision(url: str, revision: str) -> Iterator[Engine]:
    """The database as an older version of the code left it."""
    engine = sync_engine(url)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "bot" / "storage" / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    yield engine
    engine.dispose()


def test_what_the_first_version_stored_is_kept_and_gets_empty_cards_and_facts(database_url: str) -> None:
    with at_revision(database_url, "0001") as engine:
        with engine.begin() as connection:
            connection.execute(
                text(
                    "INSERT INTO conversations (id, token_digest, status, last_seq, created_at, updated_at)"
                    " VALUES ('old', '-', 'with_bot', 1, '2026-11-24 09:00:00', '2026-11-24 09:00:00')"
                )
            )
            connection.execute(
                text(
                    "INSERT INTO messages"
                    " (id, conversation_id, seq, author, text, buttons, turn, is_identified, created_at)"
                    " VALUES ('m', 'old', 1, 'bot', 'Bonjour !', '[]', 'none', false, '2026-11-24 09:00:00')"
                )
            )
        migrate(database_url)
        assert differences(engine) == []
        with engine.connect() as connection:
            query = select(messages.c.text, messages.c.cards, conversations.c.facts, conversations.c.resume_message_id)
            (row,) = connection.execute(query.select_from(messages.join(conversations)))
        assert tuple(row) == ("Bonjour !", [], [], None)
