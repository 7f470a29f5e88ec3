"""On whose behalf the platform is read. Every query takes a scope, so that none can forget to filter."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.sql import Select

from bot.platform_client.tables import profiles, users


@dataclass(frozen=True)
class VolunteerScope:
    """What a person may see as a bénévole: their own rows, and nothing of anybody else's."""

    user_id: int
    """`users.id`, proven by the platform; never something that was typed."""


def own_profile_ids(scope: VolunteerScope) -> Select:
    """Select the `profiles.id` of the person, which is what participations point to.

    Empty for an archived, anonymised or banned account: it cannot log in, so it is told nothing
    (platform facts §2.1).
    """
    return (
        select(profiles.c.id)
        .join(users, users.c.id == profiles.c.user_id)
        .where(
            users.c.id == scope.user_id,
            users.c.archived_at.is_(None),
            users.c.anonymous_at.is_(None),
            users.c.banned_at.is_(None),
        )
    )
