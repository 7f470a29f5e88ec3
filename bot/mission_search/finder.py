"""Finds missions: asks the sources at once, and widens a search that finds nothing, saying so."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import Enum

import msgspec

from bot.mission_search.criteria import DEFAULT_DISTANCE_KM, Criteria
from bot.mission_search.points import Point, find_point
from bot.mission_search.sources import FoundMission, MissionSource, SourceUnavailable

_log = logging.getLogger(__name__)

PAGE = 3
_FARTHEST_KM = 100
_PATIENCE_SECONDS = 2.0
"""Widening stops then: sources that are slow, not down, would otherwise be waited for at each step."""
_MOST_FOUND = 30
"""Ten pages: whoever wants more has the site's own search."""
_AROUND = ("commune", "code_postal")
_replace = msgspec.structs.replace


class Relaxed(str, Enum):
    """What a search that found nothing no longer asks for, in this order."""

    FARTHER = "farther"
    ANY_DATE = "any_date"
    ANY_DOMAIN = "any_domain"
    REMOTE = "remote"


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What was found."""

    missions: tuple[FoundMission, ...]
    has_more: bool
    searched: Criteria
    """What was searched in the end, widened or not."""
    relaxed: tuple[Relaxed, ...] = ()
    is_partial: bool = False
    """A source did not answer, or there was no time left to widen the search."""


class Finder:
    """Searches in all its sources."""

    def __init__(self, sources: Sequence[MissionSource], now: Callable[[], float] = time.monotonic):
        self._sources = tuple(sources)
        self._now = now

    async def find(self, criteria: Criteria, today: date) -> Findings:
        """One page of missions. Raises `SourceUnavailable` when no source answers."""
        sources, relaxed = list(self._sources), list[Relaxed]()
        ends_at, is_cut_short = self._now() + _PATIENCE_SECONDS, False
        findings = await _find_as_asked(sources, criteria, today)
        # Nothing on a later page is the end of the list, not a search to widen.
        for step, wider in _wider(criteria) if not findings.missions and criteria.page == 0 else ():
            if self._now() >= ends_at:
                is_cut_short = True
                break
            relaxed.append(step)
            findings = await _find_as_asked(sources, wider, today)
            if findings.missions:
                break
        is_partial = is_cut_short or len(sources) < len(self._sources)
        return _replace(findings, relaxed=tuple(relaxed), is_partial=is_partial)


async def _find_as_asked(sources: list[MissionSource], criteria: Criteria, today: date) -> Findings:
    """One page. A source that does not answer leaves the list: nobody waits for it twice."""
    near = _middle_of(criteria)
    results = await asyncio.gather(*(_ask(source, criteria, near, today) for source in sources))
    answered = [result for result in results if result is not None]
    sources[:] = [source for source, result in zip(sources, results, strict=True) if result is not None]
    if not answered:
        raise SourceUnavailable("no source of missions answers")
    found = _merged(answered, is_near=near is not None and not criteria.is_remote)
    first = criteria.page * PAGE
    return Findings(missions=tuple(found[first : first + PAGE]), has_more=len(found) > first + PAGE, searched=criteria)


async def _ask(source: MissionSource, criteria: Criteria, near: Point | None, today: date) -> list[FoundMission] | None:
    try:
        return await source.search(criteria, near, today, _MOST_FOUND)
    except SourceUnavailable as error:
        _log.warning("source of missions left out", extra={"cause": str(error)})
        return None


def _middle_of(criteria: Criteria) -> Point | None:
    place = criteria.place
    return find_point(place) if place is not None and place.type in _AROUND else None


def _merged(results: Sequence[list[FoundMission]], *, is_near: bool) -> list[FoundMission]:
    """The nearest first; without distances, a mission of each source in turn."""
    if is_near:
        together = [mission for result in results for mission in result]
        return sorted(together, key=lambda mission: mission.distance_km if mission.distance_km is not None else 0.0)
    longest = max(map(len, results))
    return [result[rank] for rank in range(longest) for result in results if rank < len(result)]


def _wider(criteria: Criteria) -> Iterator[tuple[Relaxed, Criteria]]:
    """Wider and wider searches; « ouverte aux mineurs » is never given up."""
    is_around = criteria.place is not None and criteria.place.type in _AROUND and not criteria.is_remote
    if is_around and criteria.distance_km < _FARTHEST_KM:
        criteria = _replace(criteria, distance_km=_FARTHEST_KM, beyond_km=0)
        yield Relaxed.FARTHER, criteria
    if criteria.period is not None:
        criteria = _replace(criteria, period=None)
        yield Relaxed.ANY_DATE, criteria
    if criteria.domain is not None:
        criteria = _replace(criteria, domain=None)
        yield Relaxed.ANY_DOMAIN, criteria
    if not criteria.is_remote:
        yield Relaxed.REMOTE, _replace(criteria, is_remote=True, distance_km=DEFAULT_DISTANCE_KM)
