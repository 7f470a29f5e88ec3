"""The missions of which a volunteer asked to be told: « Être informé par e-mail » (platform facts §2.3)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Select

from bot.platform_client.mission_opening import MissionOpening, opening_columns, opening_in
from bot.platform_client.names import shown_name
from bot.platform_client.scopes import VolunteerScope, own_user_ids
from bot.platform_client.tables import mission_templates, missions, missions_users_waiting_list, structures
from bot.platform_client.zone import in_platform_zone


@dataclass(frozen=True)
class WaitingListPlace:
    """One mission that the person is waiting for."""

    mission_id: int
    mission_title: str
    mission_slug: str | None
    organisation_name: str
    joined_at: datetime | None
    """When they asked, in the platform's zone; the last time if several."""
    opening: MissionOpening


async def list_waiting_lists_of(
    connection: AsyncConnection, scope: VolunteerScope, limit: int = 10
) -> list[WaitingListPlace]:
    """List the missions whose waiting list the person is on, the last joined first; each once.

    Empty for an account that does not exist or is blocked, too.
    """
    return [_place(row) for row in await connection.execute(_own_places(scope).limit(limit))]


def _own_places(scope: VolunteerScope) -> Select:
    # The table lost its unique index: one person may be there twice for one mission.
    joined = (
        select(
            missions_users_waiting_list.c.mission_id,
            func.max(missions_users_waiting_list.c.id).label("last_id"),
            func.max(missions_users_waiting_list.c.created_at).label("joined_at"),
        )
        .where(
            missions_users_waiting_list.c.user_id.in_(own_user_ids(scope)),
            missions_users_waiting_list.c.deleted_at.is_(None),
        )
        .group_by(missions_users_waiting_list.c.mission_id)
        .subquery()
    )
    return (
        select(
            missions.c.id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("mission_title"),
            missions.c.slug,
            structures.c.name.label("organisation_name"),
            joined.c.joined_at,
            *opening_columns(),
        )
        .select_from(joined)
        .join(missions, joined.c.mission_id == missions.c.id)
        .join(structures, missions.c.structure_id == structures.c.id)
        .outerjoin(mission_templates, missions.c.template_id == mission_templates.c.id)
        .where(missions.c.deleted_at.is_(None), structures.c.deleted_at.is_(None))
        .order_by(joined.c.last_id.desc())
    )


def _place(row: Row) -> WaitingListPlace:
    return WaitingListPlace(
        mission_id=row.id,
        mission_title=shown_name(row.mission_title),
        mission_slug=row.slug,
        organisation_name=shown_name(row.organisation_name),
        joined_at=in_platform_zone(row.joined_at),
        opening=opening_in(row),
    )
