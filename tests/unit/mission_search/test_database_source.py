"""Missions of the platform: around a place, in an area, à distance, and how far one looks in a crowded place."""

from contextlib import AbstractAsyncContextManager
from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.mission_search import database_source
from bot.mission_search.criteria import Criteria, Period, Place
from bot.mission_search.database_source import DatabaseSource
from bot.mission_search.points import find_point
from bot.mission_search.sources import FoundMission, SourceUnavailable
from bot.platform_client.engine import create_platform_engine, platform_connection
from tests.unit.platform_client.conftest import TODAY, Sql

LYON = Place(type="commune", name="Lyon", code="69123", departement="69")
RHONE = Place(type="departement", name="Rhône", code="69", departement="69")
RHONE_ALPES = Place(type="region", name="Auvergne-Rhône-Alpes", code="84")
AROUND_LYON = Criteria(place=LYON)


@pytest.fixture
def source(engine: AsyncEngine) -> DatabaseSource:
    return DatabaseSource(lambda: platform_connection(engine))


async def ask(source: DatabaseSource, criteria: Criteria, limit: int = 1000, today: date = TODAY) -> list[FoundMission]:
    near = find_point(criteria.place) if criteria.place and criteria.place.type == "commune" else None
    return await source.search(criteria, near, today, limit)


async def test_the_nearest_come_first_within_the_distance(source: DatabaseSource) -> None:
    found = await ask(source, AROUND_LYON)
    away = [mission.distance_km for mission in found if mission.distance_km is not None]
    assert len(away) == len(found) > 1
    assert away == sorted(away) and away[-1] <= 35
    assert await ask(source, AROUND_LYON, limit=1) == found[:1]
    assert all(mission.url.startswith("/missions-benevolat/") and mission.city for mission in found)


async def test_what_was_shown_nearer_is_not_shown_again_farther(source: DatabaseSource) -> None:
    ring = await ask(source, Criteria(place=LYON, distance_km=200, beyond_km=35))
    assert ring and all(35 <= (mission.distance_km or 0) <= 200 for mission in ring)


async def test_a_crowd_of_newer_missions_does_not_hide_a_near_one(
    source: DatabaseSource, sql: Sql, monkeypatch: pytest.MonkeyPatch
) -> None:
    far_away = '[{"city": "Roanne", "latitude": 46.04, "longitude": 4.07}]'
    sql("UPDATE missions SET addresses = ? WHERE department = '69' AND id != 2", far_away)
    monkeypatch.setattr(database_source, "_COMPARED_AT_ONCE", 1)
    monkeypatch.setattr(database_source, "_MOST_READS", 1000)
    found = await ask(source, Criteria(place=LYON, distance_km=10))
    assert [mission.title for mission in found] == ["J'accompagne des aînés au marché"]
    monkeypatch.setattr(database_source, "_MOST_READS", 1)
    assert await ask(source, Criteria(place=LYON, distance_km=10)) == []


@pytest.mark.parametrize(
    ("dates", "found_on_the_sixth"),
    [
        ('[{"date": "2026-12-05T00:00:00.000Z"}, {"date": "2026-12-08T00:00:00.000Z"}]', False),
        ('[{"date": "2026-12-05T00:00:00.000Z"}, {"date": "2026-12-06T00:00:00.000Z"}]', True),
        ("[]", True),
        ('[{"date": "demain"}, null]', True),
    ],
)
async def test_a_mission_with_slots_takes_place_on_their_days(
    source: DatabaseSource, sql: Sql, dates: str, found_on_the_sixth: bool
) -> None:
    sql("UPDATE missions SET start_date = '2026-12-05 00:00:00.000000', end_date = '2026-12-08 00:00:00.000000'")
    sql("UPDATE missions SET dates = NULL, department = '38'")
    sql("UPDATE missions SET dates = ?, department = '69' WHERE id = 2", dates)
    sixth = Period(begins=date(2026, 12, 6), ends=date(2026, 12, 6))
    for criteria in (Criteria(place=LYON, distance_km=10, period=sixth), Criteria(place=RHONE, period=sixth)):
        titles = [mission.title for mission in await ask(source, criteria)]
        assert ("J'accompagne des aînés au marché" in titles) is found_on_the_sixth


async def test_an_area_is_its_départements(source: DatabaseSource) -> None:
    of_department = await ask(source, Criteria(place=RHONE))
    of_region = await ask(source, Criteria(place=RHONE_ALPES))
    assert {mission.departement for mission in of_department} == {"69"}
    assert {mission.departement for mission in of_region} == {"01", "69"}
    assert all(mission.distance_km is None for mission in of_region)


async def test_remote_missions_are_nowhere(source: DatabaseSource) -> None:
    found = await ask(source, Criteria(place=LYON, is_remote=True))
    assert found
    assert all(
        mission.is_remote and (mission.city, mission.departement, mission.distance_km) == (None, None, None)
        for mission in found
    )


async def test_a_database_that_does_not_answer_is_a_source_out_of_reach() -> None:
    def connect() -> AbstractAsyncContextManager[AsyncConnection]:
        return platform_connection(create_platform_engine("sqlite:////nulle/part.sqlite", timeout_seconds=1))

    with pytest.raises(SourceUnavailable):
        await ask(DatabaseSource(connect), AROUND_LYON)
