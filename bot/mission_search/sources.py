"""Where missions are looked for: one interface, whatever stands behind it."""

from datetime import date
from typing import Protocol

import msgspec

from bot.mission_search.criteria import Criteria
from bot.mission_search.points import Point


class SourceUnavailable(Exception):
    """The source is down, too slow, or answered something else than missions. The cause is chained for the log."""


class FoundMission(msgspec.Struct, frozen=True, kw_only=True):
    """A mission that accepts applications."""

    title: str
    organisation: str
    url: str
    """A path of the site, or the `https://` address of a partner's page."""
    is_remote: bool
    city: str | None = None
    departement: str | None = None
    distance_km: float | None = None
    """From the middle of the place asked for; `None` when none was asked for, or à distance."""
    places_left: int | None = None
    begins: date | None = None
    ends: date | None = None
    is_partner: bool = False
    """Applied for on a partner's site, where the platform does not follow it."""


class MissionSource(Protocol):
    """Somewhere missions are listed."""

    async def search(self, criteria: Criteria, near: Point | None, today: date, limit: int) -> list[FoundMission]:
        """The best missions first, `limit` at most. `near` is the middle of the place to search around.

        Raises `SourceUnavailable`.
        """
