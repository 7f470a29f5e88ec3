"""Since when something is in its present state, as the journal of the platform says (platform facts §2.11, §3)."""

from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.sql import ColumnElement

from bot.platform_client.identifiers import PhpClass
from bot.platform_client.tables import activity_log


def state_since(kind: PhpClass, table: Table) -> ColumnElement[Any]:
    """When a row of `table` entered its `state`: from the journal, else when it was last touched, else created.

    `kind` is how the journal names that table. The instant is as stored: naive, of Paris.
    """
    entered_at = (
        select(func.max(activity_log.c.created_at))
        .where(
            activity_log.c.subject_type == kind.value,
            activity_log.c.subject_id == table.c.id,
            activity_log.c.properties[("attributes", "state")].as_string() == table.c.state,
        )
        .correlate(table)
        .scalar_subquery()
    )
    return func.coalesce(entered_at, table.c.updated_at, table.c.created_at)
