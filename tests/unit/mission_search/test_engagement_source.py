"""Missions of partners: a real server that speaks API Engagement's protocol, on good days and bad ones."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from pytest_asyncio import fixture as async_fixture

from bot.mission_search.criteria import Criteria, Period, Place
from bot.mission_search.engagement_source import EngagementSource
from bot.mission_search.points import Point
from bot.mission_search.sources import FoundMission, SourceUnavailable
from tests.doubles.engagement_api import KEY, MISSION, EngagementApi, engagement_api

TODAY = date(2026, 11, 26)
LYON = Place(type="commune", name="Lyon", code="69123", departement="69")
AT_LYON = Point(45.75, 4.85)
AROUND_LYON = Criteria(place=LYON)


@async_fixture
async def api() -> AsyncIterator[EngagementApi]:
    async with engagement_api() as api:
        yield api


async def ask(
    source: EngagementSource, criteria: Criteria = AROUND_LYON, near: Point | None = AT_LYON, limit: int = 10
) -> list[FoundMission]:
    return await source.search(criteria, near, TODAY, limit)


async def test_a_mission_is_read(api: EngagementApi) -> None:
    assert await ask(EngagementSource(api.url, KEY)) == [
        FoundMission(
            title="Collecte alimentaire",
            organisation="Les Restos de Villeurbanne",
            url="https://api.exemple.fr/r/65f1/abc",
            is_remote=False,
            city="Villeurbanne",
            departement="69",
            distance_km=4.2,
            places_left=3,
            begins=date(2026, 12, 5),
            ends=date(2027, 1, 31),
            is_partner=True,
        )
    ]


async def test_the_criteria_are_asked_in_its_own_words(api: EngagementApi) -> None:
    wanted = Criteria(
        place=LYON,
        distance_km=60,
        domain="Protection de la nature",
        period=Period(begins=date(2026, 12, 1), ends=date(2026, 12, 2)),
        for_minors=True,
    )
    await ask(EngagementSource(api.url, KEY), wanted)
    assert api.asked == [
        {
            "lat": "45.7500",
            "lon": "4.8500",
            "distance": "60km",
            "domain": "environnement",
            "startAt": "lt:2026-12-03",
            "remote": "no,possible",
            "limit": "50",
            "type": "benevolat",
        }
    ]


async def test_a_remote_search_asks_for_no_place(api: EngagementApi) -> None:
    await ask(EngagementSource(api.url, KEY), Criteria(place=LYON, is_remote=True))
    assert api.asked == [{"remote": "full", "limit": "50", "type": "benevolat"}]


@pytest.mark.parametrize(
    ("place", "names"),
    [
        (Place(type="departement", name="Rhône", code="69", departement="69"), "Rhône"),
        (Place(type="region", name="Bretagne", code="53"), "Côtes-d'Armor,Finistère,Ille-et-Vilaine,Morbihan"),
        (Place(type="region", name="Corse", code="94"), "Corse-du-Sud,Haute-Corse"),
    ],
)
async def test_an_area_is_asked_by_the_names_of_its_départements(api: EngagementApi, place: Place, names: str) -> None:
    await ask(EngagementSource(api.url, KEY), Criteria(place=place), near=None)
    assert api.asked[0]["departmentName"] == names


async def test_minors_are_shown_what_is_open_to_them(api: EngagementApi) -> None:
    answers: list[object] = ["yes", True, "no", False, None]
    api.hits = [MISSION | {"title": str(answer), "openToMinors": answer} for answer in answers]
    found = await ask(EngagementSource(api.url, KEY), Criteria(place=LYON, for_minors=True))
    assert [mission.title for mission in found] == ["yes", "True"]
    assert len(await ask(EngagementSource(api.url, KEY))) == len(answers)


async def test_a_mission_that_ends_before_the_days_asked_for_is_left_out(api: EngagementApi) -> None:
    api.hits = [MISSION, MISSION | {"title": "Trop tôt", "endAt": "2026-12-10T00:00:00.000Z"}]
    christmas = Period(begins=date(2026, 12, 24), ends=date(2026, 12, 25))
    found = await ask(EngagementSource(api.url, KEY), Criteria(place=LYON, period=christmas))
    assert [mission.title for mission in found] == ["Collecte alimentaire"]


async def test_markup_is_not_shown(api: EngagementApi) -> None:
    api.hits = [
        MISSION | {"title": "<b>Aide</b> aux  devoirs &amp; jeux\n", "organizationName": "A &lt;i&gt;B&lt;/i&gt;"}
    ]
    (found,) = await ask(EngagementSource(api.url, KEY))
    assert (found.title, found.organisation) == ("Aide aux devoirs & jeux", "A B")


async def test_the_nearest_come_first_and_no_more_than_asked(api: EngagementApi) -> None:
    api.hits = [MISSION | {"title": f"À {km} km", "_distance": km} for km in (30, 5, 12, 70)]
    found = await ask(EngagementSource(api.url, KEY), limit=2)
    assert [mission.title for mission in found] == ["À 5 km", "À 12 km"]
    beyond = await ask(EngagementSource(api.url, KEY), Criteria(place=LYON, distance_km=60, beyond_km=12))
    assert [mission.title for mission in beyond] == ["À 12 km", "À 30 km"]


@pytest.mark.parametrize(
    "odd",
    [
        MISSION | {"publisherName": "JeVeuxAider.gouv.fr"},
        MISSION | {"applicationUrl": "javascript:alert(1)"},
        MISSION | {"applicationUrl": "http://exemple.fr"},
        MISSION | {"title": " <br> "},
        MISSION | {"_distance": None},
        MISSION | {"title": None},
        MISSION | {"endAt": "2026-11-01T00:00:00.000Z"},
        {"_id": "1"},
        "mission",
        None,
    ],
)
async def test_what_is_ours_over_or_odd_is_left_out_and_the_others_stay(api: EngagementApi, odd: object) -> None:
    api.hits = [odd, MISSION]
    assert [mission.title for mission in await ask(EngagementSource(api.url, KEY))] == ["Collecte alimentaire"]


async def test_an_answer_is_remembered(api: EngagementApi) -> None:
    source = EngagementSource(api.url, KEY)
    assert await ask(source) == await ask(source)
    await ask(source, Criteria(place=LYON, distance_km=60))
    assert len(api.asked) == 2


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_it_is_asked_once_more_when_that_may_help(api: EngagementApi, status: int) -> None:
    api.statuses = [status]
    assert len(await ask(EngagementSource(api.url, KEY))) == 1
    api.statuses = [status, status]
    with pytest.raises(SourceUnavailable):
        await ask(EngagementSource(api.url, KEY))


async def test_a_dropped_connection_is_asked_once_more(api: EngagementApi) -> None:
    api.drops = 1
    assert len(await ask(EngagementSource(api.url, KEY))) == 1


async def test_a_refused_key_is_not_asked_again(api: EngagementApi) -> None:
    with pytest.raises(SourceUnavailable):
        await ask(EngagementSource(api.url, "autre"))
    assert len(api.asked) == 1


@pytest.mark.parametrize("body", [b"<html>panne</html>", b"[]", b'{"ok": true}', b"\xff\xfe", b"[" * 100_000])
async def test_an_answer_that_is_none_is_a_failure(api: EngagementApi, body: bytes) -> None:
    api.body = body
    with pytest.raises(SourceUnavailable):
        await ask(EngagementSource(api.url, KEY))


async def test_an_answer_without_end_is_refused(api: EngagementApi) -> None:
    api.body = b'{"hits": [' + b" " * 3_000_000 + b"]}"
    with pytest.raises(SourceUnavailable):
        await ask(EngagementSource(api.url, KEY))


async def test_a_slow_server_is_not_waited_for_and_soon_not_asked(api: EngagementApi) -> None:
    api.pause_seconds = 30.0
    source = EngagementSource(api.url, KEY, patience_seconds=0.1)
    for distance_km in range(30, 36):
        with pytest.raises(SourceUnavailable):
            await ask(source, Criteria(place=LYON, distance_km=distance_km))
    assert len(api.asked) == 3


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with pytest.raises(SourceUnavailable):
        await ask(EngagementSource("http://127.0.0.1:9", KEY))
