"""One organisation or mission as the référent who moderates it may read it: state, history, what the criteria see.

Strictly within the référent's départements; of an organisation elsewhere, only if it has a mission there (§1.4).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, union
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import PhpClass
from bot.platform_client.moderation import Kind
from bot.platform_client.moderation_criteria import Concern, Written, concerns_of_mission, concerns_of_organisation
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import ReferentScope, own_department_numbers
from bot.platform_client.state_dates import state_since
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.tables import activity_log, mission_templates, missions, structures
from bot.platform_client.zone import in_platform_zone

_MOST_COMPARED = 1_000
_MOST_CHANGES = 10


@dataclass(frozen=True)
class Named:
    """Something that the référent may be speaking of."""

    kind: Kind
    id: int
    name: str


@dataclass(frozen=True)
class StateChange:
    """A line of the history."""

    state: str
    at: datetime | None


@dataclass(frozen=True)
class ModeratedItem:
    """All of it. Instants in the platform's zone."""

    kind: Kind
    id: int
    name: str
    state: StructureState | MissionState
    state_since: datetime | None
    created_at: datetime | None
    department: str | None
    is_moderated_here: bool
    """False for an organisation of another département, which may be read and not decided on."""
    organisation_name: str
    organisation_state: StructureState
    history: tuple[StateChange, ...]
    """The oldest first, the last ten at most."""
    concerns: tuple[Concern, ...]
    """What the moderation criteria would have one look at (§4.18)."""


async def list_named(connection: AsyncConnection, scope: ReferentScope) -> list[Named]:
    """Organisations and missions that the référent may see, the newest first, a thousand of each at most."""
    own = own_department_numbers(scope)
    organisations = await connection.execute(_visible_organisations(scope).limit(_MOST_COMPARED))
    titles = await connection.execute(
        select(missions.c.id, func.coalesce(mission_templates.c.title, missions.c.name, "").label("name"))
        .outerjoin(mission_templates, mission_templates.c.id == missions.c.template_id)
        .where(missions.c.department.in_(own), missions.c.deleted_at.is_(None))
        .order_by(missions.c.id.desc())
        .limit(_MOST_COMPARED)
    )
    return [
        *(Named(Kind.ORGANISATION, row.id, shown_name(row.name)) for row in organisations),
        *(Named(Kind.MISSION, row.id, shown_name(row.name)) for row in titles),
    ]


async def find_mission(
    connection: AsyncConnection, scope: ReferentScope, mission_id: int, now: datetime
) -> ModeratedItem | None:
    """The mission of that id; `None` when it is not the référent's, whether it exists or not. `now` is Paris's."""
    row = (await connection.execute(_mission(scope, mission_id))).first()
    if row is None:
        return None
    written = Written(row.name, f"{row.objectif or ''} {row.description or ''}")
    return ModeratedItem(
        kind=Kind.MISSION,
        id=row.id,
        name=shown_name(row.name),
        state=MissionState(row.state),
        state_since=in_platform_zone(row.since),
        created_at=in_platform_zone(row.created_at),
        department=row.department,
        is_moderated_here=True,
        organisation_name=shown_name(row.organisation_name),
        organisation_state=StructureState(row.organisation_state),
        history=await _history(connection, PhpClass.MISSION, row.id),
        concerns=concerns_of_mission(
            written, in_platform_zone(row.start_date), row.participations_max, row.commitment__total, now
        ),
    )


async def find_organisation(
    connection: AsyncConnection, scope: ReferentScope, structure_id: int
) -> ModeratedItem | None:
    """The organisation of that id; `None` when the référent may not see it, whether it exists or not."""
    row = (await connection.execute(_organisation(scope, structure_id))).first()
    if row is None:
        return None
    state = StructureState(row.state)
    return ModeratedItem(
        kind=Kind.ORGANISATION,
        id=row.id,
        name=shown_name(row.name),
        state=state,
        state_since=in_platform_zone(row.since),
        created_at=in_platform_zone(row.created_at),
        department=row.department,
        is_moderated_here=bool(row.is_moderated_here),
        organisation_name=shown_name(row.name),
        organisation_state=state,
        history=await _history(connection, PhpClass.STRUCTURE, row.id),
        concerns=concerns_of_organisation(
            Written(row.name, row.description or ""),
            is_association=row.statut_juridique == "Association",
            is_alsace_moselle=bool(row.is_alsace_moselle),
            rna=row.rna,
            same_rna=row.same_rna,
            same_name=row.same_name,
        ),
    )


def _visible_organisations(scope: ReferentScope) -> Select:
    own, living = own_department_numbers(scope), structures.c.deleted_at.is_(None)
    moderated_here = select(structures.c.id, structures.c.name).where(structures.c.department.in_(own), living)
    active_here = (
        select(structures.c.id, structures.c.name)
        .join(missions, missions.c.structure_id == structures.c.id)
        .where(missions.c.department.in_(own), missions.c.deleted_at.is_(None), living)
    )
    # A union rather than a condition with OR, which would look at every organisation of the platform.
    visible = union(moderated_here, active_here).subquery()
    return select(visible.c.id, visible.c.name).order_by(visible.c.id.desc())


def _may_see_organisation(scope: ReferentScope) -> ColumnElement[Any]:
    own = own_department_numbers(scope)
    has_mission_there = (
        select(missions.c.id)
        .where(
            missions.c.structure_id == structures.c.id, missions.c.department.in_(own), missions.c.deleted_at.is_(None)
        )
        .correlate(structures)
        .exists()
    )
    return and_(structures.c.deleted_at.is_(None), or_(structures.c.department.in_(own), has_mission_there))


def _mission(scope: ReferentScope, mission_id: int) -> Select:
    return (
        select(
            missions.c.id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("name"),
            func.coalesce(mission_templates.c.objectif, missions.c.objectif).label("objectif"),
            func.coalesce(mission_templates.c.description, missions.c.description).label("description"),
            missions.c.state,
            state_since(PhpClass.MISSION, missions).label("since"),
            missions.c.created_at,
            missions.c.department,
            missions.c.start_date,
            missions.c.participations_max,
            missions.c.commitment__total,
            structures.c.name.label("organisation_name"),
            structures.c.state.label("organisation_state"),
        )
        .join(structures, structures.c.id == missions.c.structure_id)
        .outerjoin(mission_templates, mission_templates.c.id == missions.c.template_id)
        .where(
            missions.c.id == mission_id,
            missions.c.department.in_(own_department_numbers(scope)),
            missions.c.deleted_at.is_(None),
            structures.c.deleted_at.is_(None),
        )
    )


def _organisation(scope: ReferentScope, structure_id: int) -> Select:
    others = structures.alias()

    def count_others(same: ColumnElement[Any]) -> ColumnElement[Any]:
        return (
            select(func.count())
            .where(others.c.id != structures.c.id, others.c.deleted_at.is_(None), same)
            .correlate(structures)
            .scalar_subquery()
        )

    same_name = and_(others.c.department == structures.c.department, others.c.name == structures.c.name)
    return select(
        structures.c.id,
        structures.c.name,
        structures.c.description,
        structures.c.state,
        state_since(PhpClass.STRUCTURE, structures).label("since"),
        structures.c.created_at,
        structures.c.department,
        structures.c.department.in_(own_department_numbers(scope)).label("is_moderated_here"),
        structures.c.statut_juridique,
        structures.c.is_alsace_moselle,
        structures.c.rna,
        count_others(others.c.rna == structures.c.rna).label("same_rna"),
        count_others(same_name).label("same_name"),
    ).where(structures.c.id == structure_id, _may_see_organisation(scope))


async def _history(connection: AsyncConnection, kind: PhpClass, subject_id: int) -> tuple[StateChange, ...]:
    # Who made a change, and what else it changed, is not read.
    state = activity_log.c.properties[("attributes", "state")].as_string()
    rows = await connection.execute(
        select(state.label("state"), activity_log.c.created_at)
        .where(activity_log.c.subject_type == kind.value, activity_log.c.subject_id == subject_id, state.is_not(None))
        .order_by(activity_log.c.id.desc())
        .limit(_MOST_CHANGES)
    )
    return tuple(map(_change, reversed(rows.all())))


def _change(row: Row) -> StateChange:
    return StateChange(row.state, in_platform_zone(row.created_at))
