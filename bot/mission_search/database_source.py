"""Missions of the platform itself, from its database."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.mission_search.criteria import Criteria
from bot.mission_search.points import Point, departements_around, distance_km
from bot.mission_search.regions import departements_of
from bot.mission_search.sources import FoundMission, SourceUnavailable
from bot.platform_client.errors import PlatformUnavailable
from bot.platform_client.mission_listing import Address, ListedMission, ListingFilter, list_open_missions
from bot.platform_client.scopes import PublicScope

_COMPARED_AT_ONCE = 250
"""Missions of the départements around, whose distance is computed here: the database knows no distance."""
_MOST_READS = 8
"""In the largest cities a small circle may hold none of the newest 250: the older ones are then read too."""

Connect = Callable[[], AbstractAsyncContextManager[AsyncConnection]]


@dataclass(frozen=True)
class _Placed:
    mission: ListedMission
    address: Address | None
    distance_km: float | None


class DatabaseSource:
    """Asks through connections that `connect` lends, which raise `PlatformUnavailable` when they cannot."""

    def __init__(self, connect: Connect):
        self._connect = connect

    async def search(self, criteria: Criteria, near: Point | None, today: date, limit: int) -> list[FoundMission]:
        """As `MissionSource`: the nearest first, or the newest when there is no place to be near to."""
        wanted = ListingFilter(
            today=today,
            is_remote=criteria.is_remote,
            departments=_departments(criteria, near),
            domain=criteria.domain,
            begins=criteria.period.begins if criteria.period else None,
            ends=criteria.period.ends if criteria.period else None,
            for_minors=criteria.for_minors,
        )
        try:
            async with self._connect() as connection:
                if near is not None and not criteria.is_remote:
                    return await _nearest(connection, criteria, near, wanted, limit)
                listed = await list_open_missions(connection, PublicScope(), wanted, limit)
                suited = (mission for mission in listed if _has_a_day(mission, criteria))
                return [_found(_Placed(mission, _first(mission), None)) for mission in suited]
        except PlatformUnavailable as error:
            raise SourceUnavailable("the platform's database did not answer") from error


async def _nearest(
    connection: AsyncConnection, criteria: Criteria, near: Point, wanted: ListingFilter, limit: int
) -> list[FoundMission]:
    within: list[_Placed] = []
    for _ in range(_MOST_READS):
        listed = await list_open_missions(connection, PublicScope(), wanted, _COMPARED_AT_ONCE)
        placed = (_placed_near(mission, near) for mission in listed if _has_a_day(mission, criteria))
        within += (each for each in placed if each.distance_km is not None and criteria.reaches(each.distance_km))
        if len(within) >= limit or len(listed) < _COMPARED_AT_ONCE:
            break
        wanted = replace(wanted, before_id=listed[-1].mission_id)
    within.sort(key=lambda each: each.distance_km or 0.0)
    return [_found(each) for each in within[:limit]]


def _departments(criteria: Criteria, near: Point | None) -> tuple[str, ...] | None:
    if criteria.is_remote:
        return None
    if near is not None:
        return departements_around(near, criteria.distance_km)
    return departements_of(criteria.place) if criteria.place else None


def _has_a_day(mission: ListedMission, criteria: Criteria) -> bool:
    """Whether it takes place on a day that suits: with « créneaux », the days between them are not its own."""
    period = criteria.period
    return period is None or not mission.days or any(period.begins <= day <= period.ends for day in mission.days)


def _first(mission: ListedMission) -> Address | None:
    return mission.addresses[0] if mission.addresses else None


def _placed_near(mission: ListedMission, near: Point) -> _Placed:
    nearest = _Placed(mission, None, None)
    for address in mission.addresses:
        if address.latitude is None or address.longitude is None:
            continue
        away = distance_km(near, Point(address.latitude, address.longitude))
        if nearest.distance_km is None or away < nearest.distance_km:
            nearest = _Placed(mission, address, away)
    return nearest


def _found(placed: _Placed) -> FoundMission:
    mission = placed.mission
    return FoundMission(
        title=mission.title,
        organisation=mission.organisation_name,
        url="/".join(filter(None, ("/missions-benevolat", str(mission.mission_id), mission.slug))),
        is_remote=mission.is_remote,
        city=placed.address.city if placed.address else None,
        departement=None if mission.is_remote else mission.department,
        distance_km=placed.distance_km,
        places_left=mission.places_left,
        begins=mission.begins,
        ends=mission.ends,
    )
