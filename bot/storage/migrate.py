"""Brings our database to the tables this code expects. Run by `assistant up` before anything else starts."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.errors import ConfigurationError

_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg2"}


def migrate(url: str) -> None:
    """Apply every missing migration. Raises `ConfigurationError` when the database cannot be opened."""
    target = make_url(url)
    if target.get_backend_name() == "sqlite" and target.database:
        Path(target.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(target.set(drivername=_DRIVERS[target.get_backend_name()]))
    try:
        with engine.begin() as connection:
            command.upgrade(_alembic_config(connection), "head")
    except OperationalError as error:
        raise ConfigurationError(f"La base de l'assistant est inaccessible : {error.orig}") from error
    finally:
        engine.dispose()


def _alembic_config(connection: object) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    config.attributes["connection"] = connection
    return config
