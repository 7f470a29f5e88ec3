"""The applications to the missions that a responsable manages, and which to treat first (platform facts §2.5, §3.3)."""

import calendar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.names import shown_name
from bot.platform_client.scopes import ResponsableScope, managed_mission_ids, own_structure_ids
from bot.platform_client.states import ParticipationState
from bot.platform_client.tables import mission_templates, missions, participations, profiles, structures
from bot.platform_client.zone import PLATFORM_ZONE

MOST_COUNTED = 1_000
"""Beyond it, counting is left off."""
_WAITING_AT_MOST = timedelta(days=7)
_MONTHS_IN_PROGRESS_AT_MOST = 2


@dataclass(frozen=True)
class ReceivedApplication:
    """An application « à traiter en priorité », with the one thing of its sender that is told: a first name."""

    participation_id: int
    state: ParticipationState
    applied_at: datetime
    """In the platform's zone."""
    mission_id: int
    mission_title: str
    volunteer_first_name: str


@dataclass(frozen=True)
class ApplicationsToTreat:
    """What waits for a decision on the missions that the person manages."""

    priority_number: int
    """« À traiter en priorité »; `MOST_COUNTED` at most."""
    oldest: tuple[ReceivedApplication, ...]
    """The first of them, by date of application."""
    other_waiting_number: int
    """« En attente de validation » for less long; `MOST_COUNTED` at most."""


async def find_applications_to_treat(
    connection: AsyncConnection, scope: ResponsableScope, now: datetime, limit: int = 5
) -> ApplicationsToTreat:
    """What the person has to treat at `now` (aware), `limit` of it in detail.

    Only missions of their organisation that they manage: other members' applications are not theirs to treat (§1.3).
    """
    oldest = _received(scope, _is_priority(now)).order_by(participations.c.created_at, participations.c.id)
    return ApplicationsToTreat(
        priority_number=await _count(connection, _received(scope, _is_priority(now))),
        oldest=tuple(_application(row) for row in await connection.execute(oldest.limit(limit))),
        other_waiting_number=await _count(connection, _received(scope, _is_recently_waiting(now))),
    )


def _is_priority(now: datetime) -> ColumnElement[Any]:
    state, applied_at = participations.c.state, participations.c.created_at
    return or_(
        and_(state == ParticipationState.WAITING.value, applied_at < _stored(now) - _WAITING_AT_MOST),
        and_(
            state == ParticipationState.IN_PROGRESS.value,
            applied_at < _months_before(_stored(now), _MONTHS_IN_PROGRESS_AT_MOST),
        ),
    )


def _is_recently_waiting(now: datetime) -> ColumnElement[Any]:
    return and_(
        participations.c.state == ParticipationState.WAITING.value,
        participations.c.created_at >= _stored(now) - _WAITING_AT_MOST,
    )


def _stored(instant: datetime) -> datetime:
    return instant.astimezone(PLATFORM_ZONE).replace(tzinfo=None)


def _months_before(instant: datetime, months: int) -> datetime:
    years, month = divmod(instant.year * 12 + instant.month - 1 - months, 12)
    last_day = calendar.monthrange(years, month + 1)[1]
    return instant.replace(year=years, month=month + 1, day=min(instant.day, last_day))


def _received(scope: ResponsableScope, condition: ColumnElement[Any]) -> Select:
    return (
        select(
            participations.c.id,
            participations.c.state,
            participations.c.created_at,
            participations.c.mission_id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("mission_title"),
            profiles.c.first_name,
        )
        .join(missions, participations.c.mission_id == missions.c.id)
        .join(structures, missions.c.structure_id == structures.c.id)
        .join(profiles, participations.c.profile_id == profiles.c.id)
        .outerjoin(mission_templates, missions.c.template_id == mission_templates.c.id)
        .where(
            participations.c.mission_id.in_(managed_mission_ids(scope)),
            # Who has left the organisation may still be listed on its missions.
            missions.c.structure_id.in_(own_structure_ids(scope)),
            missions.c.deleted_at.is_(None),
            structures.c.deleted_at.is_(None),
            condition,
        )
    )


async def _count(connection: AsyncConnection, received: Select) -> int:
    counted = received.with_only_columns(participations.c.id).limit(MOST_COUNTED).subquery()
    return int((await connection.execute(select(func.count()).select_from(counted))).scalar_one())


def _application(row: Row) -> ReceivedApplication:
    return ReceivedApplication(
        participation_id=row.id,
        state=ParticipationState(row.state),
        applied_at=row.created_at.replace(tzinfo=PLATFORM_ZONE),  # Never empty: the query compares it.
        mission_id=row.mission_id,
        mission_title=shown_name(row.mission_title),
        volunteer_first_name=shown_name(row.first_name),
    )
