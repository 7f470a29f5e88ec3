"""Alembic's entry: runs on the connection that `bot.storage.migrate` hands over."""

from alembic import context

from bot.storage.tables import metadata

connection = context.config.attributes["connection"]
# Batch mode rewrites a table where SQLite cannot alter it.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, user_module_prefix="")
with context.begin_transaction():
    context.run_migrations()
