"""Our own database: tables, engine, migrations. Never the platform's (that is `bot.platform_client`)."""

from bot.storage.database import Database, open_database, update_rows

__all__ = ["Database", "open_database", "update_rows"]
