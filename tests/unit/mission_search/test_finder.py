"""Several sources in one list, page by page, and searches that are widened."""

from datetime import date

import pytest

from bot.mission_search.criteria import Criteria, Period, Place
from bot.mission_search.finder import PAGE, Finder, Relaxed
from bot.mission_search.points import Point, distance_km, find_point
from bot.mission_search.sources import FoundMission, SourceUnavailable

TODAY = date(2026, 11, 26)
LYON = Place(type="commune", name="Lyon", code="69123", departement="69")
WEEKEND = Period(begins=date(2026, 11, 28), ends=date(2026, 11, 29))


def mission(title: str, km: float | None = None) -> FoundMission:
    return FoundMission(
        title=title, organisation="O", url="/missions-benevolat/1", is_remote=km is None, distance_km=km
    )


class Shelf:
    """A source that holds missions under the condition that they have; it notes what it is asked."""

    def __init__(self, *missions: FoundMission, only_if: object = None, fails: bool = False):
        self._missions = list(missions)
        self._only_if = only_if
        self._fails = fails
        self.asked: list[tuple[Criteria, Point | None]] = []

    async def search(self, criteria: Criteria, near: Point | None, today: date, limit: int) -> list[FoundMission]:
        self.asked.append((criteria, near))
        if self._fails:
            raise SourceUnavailable("en panne")
        suits = self._only_if is None or (callable(self._only_if) and self._only_if(criteria))
        return self._missions[:limit] if suits else []


def titles(missions: tuple[FoundMission, ...]) -> list[str]:
    return [each.title for each in missions]


async def test_the_nearest_of_all_sources_come_first() -> None:
    findings = await Finder([Shelf(mission("a", 5), mission("b", 9)), Shelf(mission("c", 7))]).find(
        Criteria(place=LYON), TODAY
    )
    assert titles(findings.missions) == ["a", "c", "b"]
    assert (findings.has_more, findings.relaxed, findings.is_partial) == (False, (), False)


async def test_without_distances_the_sources_take_turns() -> None:
    findings = await Finder([Shelf(mission("a"), mission("b")), Shelf(mission("c"))]).find(
        Criteria(is_remote=True), TODAY
    )
    assert titles(findings.missions) == ["a", "c", "b"]


async def test_pages_follow_one_another_until_the_end() -> None:
    finder = Finder([Shelf(*(mission(str(km), km) for km in range(PAGE + 1)))])
    first, second, third = [await finder.find(Criteria(place=LYON, page=page), TODAY) for page in range(3)]
    assert (titles(first.missions), first.has_more) == (["0", "1", "2"], True)
    assert (titles(second.missions), second.has_more) == (["3"], False)
    assert (third.missions, third.relaxed) == ((), ())


async def test_a_place_is_searched_around_its_middle() -> None:
    shelf = Shelf(mission("a", 1))
    await Finder([shelf]).find(Criteria(place=LYON), TODAY)
    near = shelf.asked[0][1]
    assert near is not None and distance_km(near, Point(45.76, 4.84)) < 5


@pytest.mark.parametrize(
    ("only_if", "relaxed"),
    [
        (lambda criteria: criteria.distance_km >= 100, (Relaxed.FARTHER,)),
        (lambda criteria: criteria.period is None, (Relaxed.FARTHER, Relaxed.ANY_DATE)),
        (lambda criteria: criteria.domain is None, (Relaxed.FARTHER, Relaxed.ANY_DATE, Relaxed.ANY_DOMAIN)),
        (lambda criteria: criteria.is_remote, tuple(Relaxed)),
    ],
)
async def test_a_search_that_finds_nothing_is_widened_step_by_step(
    only_if: object, relaxed: tuple[Relaxed, ...]
) -> None:
    shelf = Shelf(mission("a", 50), only_if=only_if)
    wanted = Criteria(place=LYON, period=WEEKEND, domain="Sport pour tous", for_minors=True)
    findings = await Finder([shelf]).find(wanted, TODAY)
    assert findings.relaxed == relaxed
    assert titles(findings.missions) == ["a"]
    assert all(criteria.for_minors for criteria, _ in shelf.asked)


async def test_nothing_anywhere_is_nothing() -> None:
    findings = await Finder([Shelf()]).find(Criteria(place=LYON), TODAY)
    assert (findings.missions, findings.has_more) == ((), False)


async def test_a_source_that_fails_is_left_out_said_and_not_asked_again() -> None:
    broken = Shelf(fails=True)
    findings = await Finder([broken, Shelf(mission("a", 80), only_if=lambda c: c.distance_km >= 100)]).find(
        Criteria(place=LYON), TODAY
    )
    assert findings.is_partial
    assert titles(findings.missions) == ["a"]
    assert len(broken.asked) == 1


async def test_slow_sources_are_not_asked_for_ever() -> None:
    hours = iter([0.0, 1.0, 3.0])
    shelf = Shelf()
    findings = await Finder([shelf], now=lambda: next(hours)).find(
        Criteria(place=LYON, period=WEEKEND, domain="Sport pour tous"), TODAY
    )
    assert len(shelf.asked) == 2
    assert (findings.relaxed, findings.is_partial) == ((Relaxed.FARTHER,), True)


async def test_no_source_at_all_is_a_failure() -> None:
    with pytest.raises(SourceUnavailable):
        await Finder([Shelf(fails=True), Shelf(fails=True)]).find(Criteria(place=LYON), TODAY)


def test_areas_are_not_searched_around() -> None:
    assert find_point(Place(type="region", name="Bretagne", code="53")) is not None
