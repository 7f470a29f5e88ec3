"""The missions of the organisation that a responsable belongs to (platform facts §2.3, §3.2)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import PhpClass
from bot.platform_client.mission_opening import MissionOpening, opening_columns, opening_in
from bot.platform_client.names import shown_name
from bot.platform_client.referents import ModeratedDepartment, department_columns, department_in
from bot.platform_client.scopes import ResponsableScope, own_structure_ids
from bot.platform_client.state_dates import state_since
from bot.platform_client.states import MissionState
from bot.platform_client.tables import mission_templates, missions, structures
from bot.platform_client.zone import in_platform_zone

_OVER = (MissionState.FINISHED, MissionState.CANCELLED)
_REMOTE = "Mission à distance"


@dataclass(frozen=True)
class OwnMission:
    """A mission as the members of its organisation may read it, whether they manage it or not."""

    mission_id: int
    mission_title: str
    mission_slug: str | None
    organisation_name: str
    state_since: datetime | None
    """When the present state was entered, in the platform's zone."""
    opening: MissionOpening
    """The states of mission and organisation, and what else decides who may see it and apply."""
    department: ModeratedDepartment | None
    """Where it is moderated and searched; `None` hides it."""
    is_remote: bool
    is_from_template: bool
    """Made from a « modèle »: pre-validated texts."""

    @property
    def state(self) -> MissionState:
        """`missions.state`."""
        return self.opening.mission_state


async def list_own_missions(
    connection: AsyncConnection,
    scope: ResponsableScope,
    limit: int = 100,
    *,
    states: Collection[MissionState] | None = None,
) -> list[OwnMission]:
    """List the missions of the person's organisation, those that are over last, then by last change.

    `states` keeps those in one of them. Empty for who belongs to no organisation, and for a blocked account.
    """
    query = _own_missions(scope)
    if states is not None:
        query = query.where(missions.c.state.in_([state.value for state in states]))
    return [_mission(row) for row in await connection.execute(query.limit(limit))]


async def find_own_mission(connection: AsyncConnection, scope: ResponsableScope, mission_id: int) -> OwnMission | None:
    """That mission of the person's organisation; `None` for any other, whether it exists or not."""
    row = (await connection.execute(_own_missions(scope).where(missions.c.id == mission_id))).first()
    return None if row is None else _mission(row)


def _own_missions(scope: ResponsableScope) -> Select:
    touched_at = func.coalesce(missions.c.updated_at, missions.c.created_at)
    is_over: ColumnElement[Any] = case((missions.c.state.in_([state.value for state in _OVER]), 1), else_=0)
    return (
        select(
            missions.c.id,
            missions.c.slug,
            missions.c.type,
            missions.c.template_id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("mission_title"),
            structures.c.name.label("organisation_name"),
            state_since(PhpClass.MISSION, missions).label("state_since"),
            *opening_columns(),
            *department_columns(missions),
        )
        .join(structures, missions.c.structure_id == structures.c.id)
        .outerjoin(mission_templates, missions.c.template_id == mission_templates.c.id)
        .where(
            missions.c.structure_id.in_(own_structure_ids(scope)),
            missions.c.deleted_at.is_(None),
            structures.c.deleted_at.is_(None),
        )
        .order_by(is_over, touched_at.desc(), missions.c.id.desc())
    )


def _mission(row: Row) -> OwnMission:
    return OwnMission(
        mission_id=row.id,
        mission_title=shown_name(row.mission_title),
        mission_slug=row.slug,
        organisation_name=shown_name(row.organisation_name),
        state_since=in_platform_zone(row.state_since),
        opening=opening_in(row),
        department=department_in(row),
        is_remote=row.type == _REMOTE,
        is_from_template=row.template_id is not None,
    )
