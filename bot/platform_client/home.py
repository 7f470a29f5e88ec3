"""Where a person lives, to search around: postal code and town of their own profile."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.platform_client.scopes import PersonScope, own_profile_ids
from bot.platform_client.tables import profiles


@dataclass(frozen=True)
class Home:
    """As the profile says it."""

    zip: str
    city: str | None


async def find_home(connection: AsyncConnection, scope: PersonScope) -> Home | None:
    """The person's postal code; `None` when the profile has none, as for a blocked account."""
    query = select(profiles.c.zip, profiles.c.city).where(profiles.c.id.in_(own_profile_ids(scope))).limit(1)
    row = (await connection.execute(query)).first()
    return Home(row.zip, row.city) if row is not None and row.zip else None
