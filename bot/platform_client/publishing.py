"""What a responsable needs to publish missions, besides a validated organisation (platform facts §4.17)."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import Select

from bot.platform_client.scopes import ResponsableScope, managed_mission_ids, own_structure_ids, own_user_ids
from bot.platform_client.states import MissionState
from bot.platform_client.tables import missions, profiles, users


@dataclass(frozen=True)
class PublishingConditions:
    """What the site looks at before it offers « Publier une mission »."""

    has_mobile: bool
    has_agreed_terms: bool
    """The « charte de bon fonctionnement » of the responsables."""
    offline_missions: int
    """How many missions that they manage are « Validée » and yet offline."""


async def find_publishing_conditions(
    connection: AsyncConnection, scope: ResponsableScope
) -> PublishingConditions | None:
    """What the person fulfils; `None` for an account without profile, unknown or blocked."""
    row = (await connection.execute(_own_conditions(scope))).first()
    if row is None:
        return None
    offline = (await connection.execute(_offline_missions(scope))).scalar_one()
    return PublishingConditions(row.has_mobile, row.has_agreed_responsable_terms_at is not None, offline)


def _own_conditions(scope: ResponsableScope) -> Select:
    has_mobile = func.coalesce(func.trim(profiles.c.mobile), "") != ""
    return (
        select(users.c.has_agreed_responsable_terms_at, has_mobile.label("has_mobile"))
        .join(profiles, profiles.c.user_id == users.c.id)
        .where(users.c.id.in_(own_user_ids(scope)))
        .limit(1)
    )


def _offline_missions(scope: ResponsableScope) -> Select:
    return select(func.count()).where(
        missions.c.id.in_(managed_mission_ids(scope)),
        missions.c.structure_id.in_(own_structure_ids(scope)),
        missions.c.state == MissionState.VALIDATED.value,
        missions.c.is_online.is_(False),
        missions.c.deleted_at.is_(None),
    )
