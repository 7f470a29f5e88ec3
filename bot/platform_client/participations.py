"""The applications (« participations ») of one volunteer, as the page « Mes missions » lists them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import MessageType, PhpClass
from bot.platform_client.labels import reason_label
from bot.platform_client.scopes import VolunteerScope, own_profile_ids
from bot.platform_client.states import DayPeriod, MissionState, ParticipationState
from bot.platform_client.tables import (
    activity_log,
    conversations,
    messages,
    mission_templates,
    missions,
    participations,
    structures,
)

_PLATFORM_ZONE = ZoneInfo("Europe/Paris")
_DECIDED_AGAINST = (ParticipationState.REFUSED, ParticipationState.CANCELLED)


@dataclass(frozen=True)
class ChosenSlot:
    """A « créneau » that the volunteer chose when applying."""

    day: date
    periods: tuple[DayPeriod, ...]


@dataclass(frozen=True)
class ParticipationSummary:
    """One application with what its owner may read of it (platform facts §2.3, §2.5, §2.6).

    Instants are aware, in the platform's zone (Europe/Paris); `None` where the platform left the column empty.
    """

    participation_id: int
    state: ParticipationState
    applied_at: datetime | None
    state_since: datetime | None
    """When the present state was entered, from the journal; else when the row was last touched."""
    mission_id: int
    mission_title: str
    mission_slug: str | None
    mission_state: MissionState
    mission_starts_at: datetime | None
    mission_ends_at: datetime | None
    organisation_name: str
    reason_label: str | None
    """Why it was refused or cancelled, in the platform's words."""
    conversation_id: int | None
    """Part of the path `/messages/{id}`."""
    slots: tuple[ChosenSlot, ...]


async def list_participations_of(
    connection: AsyncConnection, scope: VolunteerScope, limit: int = 20
) -> list[ParticipationSummary]:
    """List the person's own applications, the most recently updated first.

    Empty when there are none, when the account does not exist and when it is blocked: the three are not told apart.
    """
    rows = await connection.execute(_own_participations(scope).limit(limit))
    return [_summary(row) for row in rows]


def _own_participations(scope: VolunteerScope) -> Select:
    own_conversation, last_decision = conversations.alias(), messages.alias()
    touched_at = func.coalesce(participations.c.updated_at, participations.c.created_at)
    return (
        select(
            participations.c.id,
            participations.c.state,
            participations.c.created_at,
            func.coalesce(_state_entered_at(), touched_at).label("state_since"),
            participations.c.slots,
            participations.c.mission_id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("mission_title"),
            missions.c.slug.label("mission_slug"),
            missions.c.state.label("mission_state"),
            missions.c.start_date,
            missions.c.end_date,
            structures.c.name.label("organisation_name"),
            own_conversation.c.id.label("conversation_id"),
            last_decision.c.contextual_state,
            last_decision.c.contextual_reason,
        )
        .join(missions, participations.c.mission_id == missions.c.id)
        .join(structures, missions.c.structure_id == structures.c.id)
        .outerjoin(mission_templates, missions.c.template_id == mission_templates.c.id)
        .outerjoin(own_conversation, own_conversation.c.id == _conversation_id())
        .outerjoin(last_decision, last_decision.c.id == _last_decision_id(own_conversation.c.id))
        .where(
            # participations.deleted_at is not read: the platform no longer uses it (§2.5).
            participations.c.profile_id.in_(own_profile_ids(scope)),
            missions.c.deleted_at.is_(None),
            structures.c.deleted_at.is_(None),
        )
        .order_by(touched_at.desc(), participations.c.id.desc())
    )


def _state_entered_at() -> ColumnElement[Any]:
    logged_state = activity_log.c.properties[("attributes", "state")].as_string()
    return (
        select(func.max(activity_log.c.created_at))
        .where(
            activity_log.c.subject_type == PhpClass.PARTICIPATION.value,
            activity_log.c.subject_id == participations.c.id,
            logged_state == participations.c.state,
        )
        .correlate(participations)
        .scalar_subquery()
    )


def _conversation_id() -> ColumnElement[Any]:
    return (
        select(func.max(conversations.c.id))
        .where(
            conversations.c.conversable_type == PhpClass.PARTICIPATION.value,
            conversations.c.conversable_id == participations.c.id,
        )
        .correlate(participations)
        .scalar_subquery()
    )


def _last_decision_id(conversation_id: ColumnElement[Any]) -> ColumnElement[Any]:
    # Serial ids order messages as they were written; two of them may share one second of created_at.
    return (
        select(func.max(messages.c.id))
        .where(
            and_(
                messages.c.conversation_id == conversation_id,
                messages.c.type == MessageType.CONTEXTUAL.value,
            )
        )
        .scalar_subquery()
    )


def _summary(row: Row) -> ParticipationSummary:
    state = ParticipationState(row.state)
    reason = reason_label(row.contextual_state, row.contextual_reason)
    return ParticipationSummary(
        participation_id=row.id,
        state=state,
        applied_at=_in_platform_zone(row.created_at),
        state_since=_in_platform_zone(row.state_since),
        mission_id=row.mission_id,
        mission_title=row.mission_title,
        mission_slug=row.mission_slug,
        mission_state=MissionState(row.mission_state),
        mission_starts_at=_in_platform_zone(row.start_date),
        mission_ends_at=_in_platform_zone(row.end_date),
        organisation_name=row.organisation_name,
        reason_label=reason if state in _DECIDED_AGAINST else None,
        conversation_id=row.conversation_id,
        slots=tuple(_chosen_slots(row.slots)),
    )


def _in_platform_zone(stored: datetime | None) -> datetime | None:
    return None if stored is None else stored.replace(tzinfo=_PLATFORM_ZONE)


def _chosen_slots(stored: Any) -> list[ChosenSlot]:
    # Free JSON written by several versions of the site: what does not read as a slot is left out.
    entries = stored if isinstance(stored, list) else []
    return [slot for entry in entries if (slot := _chosen_slot(entry)) is not None]


def _chosen_slot(entry: Any) -> ChosenSlot | None:
    if not isinstance(entry, dict):
        return None
    try:
        day = date.fromisoformat(str(entry.get("date"))[:10])
    except ValueError:
        return None
    periods = entry.get("slots")
    return ChosenSlot(day, tuple(map(DayPeriod, periods if isinstance(periods, list) else [])))
