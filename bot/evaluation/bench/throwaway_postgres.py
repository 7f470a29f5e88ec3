"""A PostgreSQL server that lives as long as a measure or a test session, with pgserver's own programs.

Works as root too: pgserver then runs the server under an account of its own.
"""

import asyncio
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import asyncpg
from sqlalchemy.engine import URL, make_url

from bot.errors import ConfigurationError

# Nothing in it has to survive a power cut. The write-ahead log is not to be cut into small pieces during a load.
_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "'4GB'"}


@contextmanager
def throwaway_postgres() -> Iterator[URL]:
    """Lend the address of a new server's database `postgres`; it is stopped and erased when the block ends.

    Raises `ConfigurationError` where the development packages are not installed.
    """
    with warnings.catch_warnings():
        # platformdirs complains of a missing XDG_RUNTIME_DIR when pgserver is imported.
        warnings.simplefilter("ignore")
        try:
            import pgserver
        except ImportError:
            raise ConfigurationError("pas de PostgreSQL ici : donnez l'adresse d'un serveur avec « --url ».") from None
    # Not a private folder of the caller: the account that runs the server must be able to enter its parents.
    server = pgserver.get_server(Path(mkdtemp(prefix="assistant-postgres-")), cleanup_mode="delete")
    try:
        for name, value in _SETTINGS.items():
            server.psql(f"ALTER SYSTEM SET {name} = {value};")
        server.psql("SELECT pg_reload_conf();")
        yield make_url(server.get_uri())
    finally:
        server.cleanup()


def create_database(server: URL, name: str) -> URL:
    """Create an empty database on that server; return its address."""
    asyncio.run(_create_database(server, name))
    return server.set(database=name)


async def _create_database(server: URL, name: str) -> None:
    connection = await asyncpg.connect(host=server.query["host"], user=server.username, database="postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
