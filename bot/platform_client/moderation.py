"""What waits for moderation where a référent moderates (platform facts §1.4, §3.1, §3.2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import PhpClass
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import ReferentScope, own_department_numbers
from bot.platform_client.state_dates import state_since
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.tables import departments, mission_templates, missions, structures
from bot.platform_client.zone import in_platform_zone

_WAITING = (StructureState.WAITING.value, StructureState.IN_PROGRESS.value)
"""The same two words for organisations and missions."""
MOST_COUNTED = 1_000


class Kind(Enum):
    """What a référent moderates."""

    ORGANISATION = "organisation"
    MISSION = "mission"


@dataclass(frozen=True)
class WaitingItem:
    """An organisation or a mission that waits."""

    kind: Kind
    id: int
    name: str
    state: StructureState | MissionState
    since: datetime | None
    """When it entered that state, in the platform's zone."""
    organisation_name: str
    is_organisation_validated: bool
    """A mission cannot be validated before its organisation."""


@dataclass(frozen=True)
class ModerationQueue:
    """All that waits, as numbers (`MOST_COUNTED` at most), and what has waited longest."""

    departments: tuple[str, ...]
    """« Rhône (69) »."""
    organisations: int
    missions: int
    oldest: tuple[WaitingItem, ...]
    """Organisations and missions together, the oldest first."""


async def find_moderation_queue(
    connection: AsyncConnection, scope: ReferentScope, limit: int
) -> ModerationQueue | None:
    """The queue of the person's départements, with `limit` organisations and as many missions; `None` without any."""
    own = await connection.execute(
        select(departments.c.number, departments.c.name)
        .where(departments.c.number.in_(own_department_numbers(scope)))
        .order_by(departments.c.number)
    )
    labels = tuple(f"{row.name} ({row.number})" for row in own)
    if not labels:
        return None
    items = [
        *map(_organisation, await connection.execute(_waiting_organisations(scope).limit(limit))),
        *map(_mission, await connection.execute(_waiting_missions(scope).limit(limit))),
    ]
    # What has no date is as old as can be.
    items.sort(key=lambda item: item.since.timestamp() if item.since else 0.0)
    return ModerationQueue(
        departments=labels,
        organisations=await _count(connection, select(structures.c.id).where(*_waits(scope, structures))),
        missions=await _count(connection, _of_living_organisations(select(missions.c.id), scope)),
        oldest=tuple(items),
    )


def _waits(scope: ReferentScope, table: Table) -> tuple[ColumnElement[Any], ...]:
    return (
        table.c.department.in_(own_department_numbers(scope)),
        table.c.state.in_(_WAITING),
        table.c.deleted_at.is_(None),
    )


def _of_living_organisations(waiting_missions: Select, scope: ReferentScope) -> Select:
    return waiting_missions.join(structures, structures.c.id == missions.c.structure_id).where(
        *_waits(scope, missions), structures.c.deleted_at.is_(None)
    )


async def _count(connection: AsyncConnection, ids: Select) -> int:
    some = ids.limit(MOST_COUNTED).subquery()
    return int((await connection.execute(select(func.count()).select_from(some))).scalar_one())


def _waiting_organisations(scope: ReferentScope) -> Select:
    since = state_since(PhpClass.STRUCTURE, structures)
    return (
        select(structures.c.id, structures.c.name, structures.c.state, since.label("since"))
        .where(*_waits(scope, structures))
        .order_by(since, structures.c.id)
    )


def _waiting_missions(scope: ReferentScope) -> Select:
    since = state_since(PhpClass.MISSION, missions)
    waiting = select(
        missions.c.id,
        func.coalesce(mission_templates.c.title, missions.c.name, "").label("name"),
        missions.c.state,
        since.label("since"),
        structures.c.name.label("organisation_name"),
        structures.c.state.label("organisation_state"),
    ).select_from(missions)
    return (
        _of_living_organisations(waiting, scope)
        .outerjoin(mission_templates, mission_templates.c.id == missions.c.template_id)
        .order_by(since, missions.c.id)
    )


def _organisation(row: Row) -> WaitingItem:
    return WaitingItem(
        Kind.ORGANISATION,
        row.id,
        shown_name(row.name),
        StructureState(row.state),
        in_platform_zone(row.since),
        organisation_name=shown_name(row.name),
        is_organisation_validated=False,
    )


def _mission(row: Row) -> WaitingItem:
    return WaitingItem(
        Kind.MISSION,
        row.id,
        shown_name(row.name),
        MissionState(row.state),
        in_platform_zone(row.since),
        organisation_name=shown_name(row.organisation_name),
        is_organisation_validated=row.organisation_state == StructureState.VALIDATED.value,
    )
