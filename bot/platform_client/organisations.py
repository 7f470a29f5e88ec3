"""The organisation that a responsable belongs to: its state, what its file lacks, who moderates it (§2.4, §3.1)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import PhpClass
from bot.platform_client.names import shown_name
from bot.platform_client.referents import ModeratedDepartment, department_columns, department_in
from bot.platform_client.scopes import ResponsableScope, own_structure_ids
from bot.platform_client.state_dates import state_since
from bot.platform_client.states import StructureState
from bot.platform_client.tables import structures
from bot.platform_client.zone import in_platform_zone

_WITHOUT_DESCRIPTION = ("Collectivité", "Organisation publique")
"""`structures.statut_juridique` whose file is complete without a description."""


class MissingField(Enum):
    """What keeps a file from being complete, in the order of the form."""

    ZIP = "zip"
    CITY = "city"
    DESCRIPTION = "description"


@dataclass(frozen=True)
class OwnOrganisation:
    """An organisation as its members may read it."""

    structure_id: int
    """Part of the path `/admin/organisations/{id}`."""
    name: str
    state: StructureState
    state_since: datetime | None
    """When the present state was entered, in the platform's zone."""
    department: ModeratedDepartment | None
    """Where it is moderated; `None` while it has no address."""
    missing: tuple[MissingField, ...]
    """What its file lacks to be sent to moderation; empty when it is complete."""


async def find_own_organisation(connection: AsyncConnection, scope: ResponsableScope) -> OwnOrganisation | None:
    """The person's organisation; `None` for who belongs to none, as for a blocked account.

    A person belongs to one at most (§1.1); the oldest is given, should there be several.
    """
    row = (await connection.execute(_own_organisation(scope))).first()
    if row is None:
        return None
    return OwnOrganisation(
        structure_id=row.id,
        name=shown_name(row.name),
        state=StructureState(row.state),
        state_since=in_platform_zone(row.state_since),
        department=department_in(row),
        missing=tuple(_missing_in(row)),
    )


def _own_organisation(scope: ResponsableScope) -> Select:
    return (
        select(
            structures.c.id,
            structures.c.name,
            structures.c.state,
            structures.c.statut_juridique,
            state_since(PhpClass.STRUCTURE, structures).label("state_since"),
            *department_columns(structures),
            _is_filled(structures.c.zip).label("has_zip"),
            _is_filled(structures.c.city).label("has_city"),
            _is_filled(structures.c.description).label("has_description"),
        )
        .where(structures.c.id.in_(own_structure_ids(scope)), structures.c.deleted_at.is_(None))
        .order_by(structures.c.id)
        .limit(1)
    )


def _is_filled(column: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(func.trim(column), "") != ""


def _missing_in(row: Row) -> list[MissingField]:
    is_complete = {
        MissingField.ZIP: row.has_zip,
        MissingField.CITY: row.has_city,
        MissingField.DESCRIPTION: row.has_description or row.statut_juridique in _WITHOUT_DESCRIPTION,
    }
    return [field for field, is_there in is_complete.items() if not is_there]
