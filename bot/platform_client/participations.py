"""The applications (« participations ») of one volunteer, as the page « Mes missions » lists them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.identifiers import MessageType, PhpClass
from bot.platform_client.labels import reason_label
from bot.platform_client.mission_opening import MissionOpening, opening_columns, opening_in
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import VolunteerScope, own_profile_ids
from bot.platform_client.state_dates import state_since
from bot.platform_client.states import ContextualReason, ContextualState, DayPeriod, ParticipationState
from bot.platform_client.tables import (
    conversations,
    messages,
    mission_templates,
    missions,
    participations,
    structures,
)
from bot.platform_client.zone import in_platform_zone

_DECIDED_AGAINST = (ParticipationState.REFUSED, ParticipationState.CANCELLED)
_ACCOUNT_REASONS = (
    ContextualReason.USER_UNSUBSCRIBED,
    ContextualReason.USER_ARCHIVED,
    ContextualReason.NOT_REGULAR_RESIDENT,
    ContextualReason.YOUNGER_THAN_16,
    ContextualReason.INAPPROPRIATE_BEHAVIOR,
)


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
    mission_starts_at: datetime | None
    opening: MissionOpening
    """Whether the mission would accept an application now; also the states of mission and organisation, its end."""
    organisation_name: str
    decided_as: ContextualState | None
    """Who decided last, as the conversation says; `None` when it says nothing."""
    reason_label: str | None
    """Why it was refused or cancelled, in the platform's words."""
    has_account_reason: bool
    """It was refused or cancelled along with the account; that reason is not disclosed, a person must answer."""
    conversation_id: int | None
    """Part of the path `/messages/{id}`."""
    slots: tuple[ChosenSlot, ...]


async def list_participations_of(
    connection: AsyncConnection,
    scope: VolunteerScope,
    limit: int = 20,
    *,
    first_mission_id: int | None = None,
) -> list[ParticipationSummary]:
    """List the person's own applications, the most recently updated first; before them, those to `first_mission_id`.

    Empty when there are none, when the account does not exist and when it is blocked: the three are not told apart.
    """
    rows = await connection.execute(_own_participations(scope, first_mission_id).limit(limit))
    return [_summary(row) for row in rows]


def _own_participations(scope: VolunteerScope, first_mission_id: int | None) -> Select:
    own_conversation, last_decision = conversations.alias(), messages.alias()
    touched_at = func.coalesce(participations.c.updated_at, participations.c.created_at)
    return (
        select(
            participations.c.id,
            participations.c.state,
            participations.c.created_at,
            state_since(PhpClass.PARTICIPATION, participations).label("state_since"),
            participations.c.slots,
            participations.c.mission_id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("mission_title"),
            missions.c.slug.label("mission_slug"),
            missions.c.start_date,
            *opening_columns(),
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
        .order_by(*_named_first(first_mission_id), touched_at.desc(), participations.c.id.desc())
    )


def _named_first(mission_id: int | None) -> list[ColumnElement[Any]]:
    return [] if mission_id is None else [case((participations.c.mission_id == mission_id, 0), else_=1)]


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
    is_against = state in _DECIDED_AGAINST
    return ParticipationSummary(
        participation_id=row.id,
        state=state,
        applied_at=in_platform_zone(row.created_at),
        state_since=in_platform_zone(row.state_since),
        mission_id=row.mission_id,
        mission_title=shown_name(row.mission_title),
        mission_slug=row.mission_slug,
        mission_starts_at=in_platform_zone(row.start_date),
        opening=opening_in(row),
        organisation_name=shown_name(row.organisation_name),
        decided_as=None if row.contextual_state is None else ContextualState(row.contextual_state),
        reason_label=reason_label(row.contextual_state, row.contextual_reason) if is_against else None,
        has_account_reason=is_against and ContextualReason(row.contextual_reason or "") in _ACCOUNT_REASONS,
        conversation_id=row.conversation_id,
        slots=tuple(_chosen_slots(row.slots)),
    )


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
