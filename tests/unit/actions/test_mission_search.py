"""One turn of a search: what is asked, what is shown, what may be done next."""

from collections.abc import AsyncIterator, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest_asyncio import fixture as async_fixture
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import platform
from actions.mission_search import ActionChercherMissions, mission_finder
from actions.search_words import (
    NO_MORE,
    NOTHING,
    OUT_OF_REACH,
    PARTIAL,
    REFINE,
    UNKNOWN_PLACE,
    WHERE,
    card_of,
    other_places,
)
from bot.dialogue.state import DialogueState, Situation
from bot.mission_search.criteria import Criteria, Period, Place
from bot.mission_search.sources import FoundMission
from tests.doubles.engagement_api import KEY, EngagementApi, engagement_api
from tests.unit.actions.conftest import Sql

TODAY = date(2026, 11, 26)
LYON = Place(type="commune", name="Lyon", code="69123", departement="69")
CAMILLE = {"user_id": 1, "role": "benevole"}


@pytest.fixture(autouse=True)
def platform_file(demo_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The actions read the copy; what they keep between turns is forgotten before and after."""
    monkeypatch.setenv("ASSISTANT_PLATFORM_DATABASE_URL", f"sqlite:///{demo_file}")
    kept = (platform.platform_engine, platform.platform_breaker, mission_finder)
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()


@async_fixture
async def api(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[EngagementApi]:
    """API Engagement, configured."""
    async with engagement_api() as api:
        monkeypatch.setenv("ASSISTANT_ENGAGEMENT_URL", api.url)
        monkeypatch.setenv("ASSISTANT_ENGAGEMENT_KEY", KEY)
        yield api


async def test_a_wish_that_cannot_be_filtered_on_is_not_passed_over() -> None:
    found, *_ = await say(Situation.SEARCH_FOUND, Criteria(place=LYON, at_some_moment=True))
    assert "jour de la semaine" in found["text"]
    assert "jour de la semaine" not in (await say(Situation.SEARCH_FOUND, Criteria(place=LYON)))[0]["text"]


async def say(
    situation: Situation,
    criteria: Criteria,
    identity: dict[str, Any] | None = None,
    intent: str = "trouver_mission",
    times: int = 1,
) -> list[dict[str, Any]]:
    """What the action utters."""
    state = DialogueState(topic=intent, search=criteria, answered={intent: times})
    slots = {"situation": situation.value, "dialogue": msgspec.to_builtins(state)}
    latest = {"intent": {"name": intent}, "metadata": {"identity": identity}}
    tracker, dispatcher = Tracker("c", slots, latest, [], False, None, {}, "action_listen"), CollectingDispatcher()
    assert await ActionChercherMissions().run(dispatcher, tracker, {}) == []
    messages: list[dict[str, Any]] = dispatcher.messages
    return messages


def titles(message: dict[str, Any]) -> list[str]:
    return [button["title"] for button in message["buttons"]]


async def test_where_is_asked_after_the_general_answer() -> None:
    general, question = await say(Situation.SEARCH_WHERE, Criteria())
    assert general["response"] == "utter_trouver_mission"
    assert question["text"] == WHERE
    assert titles(question) == ["À distance", "Toute la France"]
    assert question["custom"] == {"joins_previous": True}


@pytest.mark.parametrize("without_a_place", [None, "SW1A 1AA", "69421"])
async def test_who_is_known_may_search_near_home(sql: Sql, without_a_place: str | None) -> None:
    _, question = await say(Situation.SEARCH_WHERE, Criteria(), CAMILLE)
    assert titles(question) == ["Près de chez moi", "À distance", "Toute la France"]
    sql("UPDATE profiles SET zip = ? WHERE user_id = 1", without_a_place)
    _, question = await say(Situation.SEARCH_WHERE, Criteria(), CAMILLE)
    assert titles(question) == ["À distance", "Toute la France"]


async def test_a_place_that_is_none_is_asked_again() -> None:
    (message,) = await say(Situation.SEARCH_UNKNOWN_PLACE, Criteria())
    assert (message["text"], titles(message)) == (UNKNOWN_PLACE, ["À distance", "Toute la France"])


async def test_missions_are_shown_as_cards_with_ways_on() -> None:
    found, advice = await say(Situation.SEARCH_FOUND, Criteria(place=LYON))
    assert found["text"] == "Missions autour de Lyon (35 km) :"
    assert advice["text"] == REFINE
    cards = found["custom"]["cards"]
    assert 1 < len(cards) <= 3
    for card in cards:
        assert card["url"].startswith("/missions-benevolat/") and card["title"] and card["subtitle"]
        assert any("disponible" in detail for detail in card["details"])
    assert titles(found)[-2:] == ["Chercher plus loin", "À distance"]


async def test_there_is_more_until_the_last_page() -> None:
    found, _ = await say(Situation.SEARCH_FOUND, Criteria(anywhere=True))
    assert len(found["custom"]["cards"]) == 3
    assert titles(found) == ["Voir d'autres missions", "À distance"]
    others, _ = await say(Situation.SEARCH_FOUND, Criteria(anywhere=True, page=1))
    assert others["text"] == "D'autres missions dans toute la France :"
    (message,) = await say(Situation.SEARCH_FOUND, Criteria(anywhere=True, page=50))
    assert (message["text"], titles(message)) == (NO_MORE, ["À distance"])


async def test_advice_is_given_at_the_beginning_only() -> None:
    assert len(await say(Situation.SEARCH_FOUND, Criteria(place=LYON), times=3)) == 1


async def test_near_home_is_around_the_profile_and_asked_of_who_has_none() -> None:
    (found, _) = await say(Situation.SEARCH_FOUND, Criteria(near_home=True), CAMILLE)
    assert found["text"].startswith("Missions autour de Lyon")
    _, question = await say(Situation.SEARCH_FOUND, Criteria(near_home=True))
    assert question["text"] == WHERE


async def test_a_widened_search_says_so_first(sql: Sql) -> None:
    sql("UPDATE missions SET is_online = 0 WHERE department != '69' OR id > 20")
    village = Place(type="commune", name="Bourg-en-Bresse", code="01053", departement="01")
    weekend = Period(begins=date(2027, 3, 6), ends=date(2027, 3, 7))
    found, _ = await say(Situation.SEARCH_FOUND, Criteria(place=village, domain="Sport pour tous", period=weekend))
    assert found["text"].startswith(
        "Je ne trouve pas de missions autour de Bourg-en-Bresse (35 km), « Sport pour tous », "
        "du 6 mars 2027 au 7 mars 2027. J'ai cherché plus loin (100 km), sans tenir compte des dates, "
        "dans tous les domaines :"
    )


async def test_nothing_is_said_to_be_nothing(sql: Sql) -> None:
    sql("UPDATE missions SET is_online = 0")
    (message,) = await say(Situation.SEARCH_FOUND, Criteria(place=LYON))
    assert message["text"] == NOTHING


async def test_minors_are_reminded_of_the_agreement(sql: Sql) -> None:
    sql("UPDATE missions SET publics_volontaires = ?", '["Mineurs"]')
    found, _ = await say(Situation.SEARCH_FOUND, Criteria(place=LYON, for_minors=True), intent="missions_mineurs")
    assert "à partir de 16 ans" in found["text"]


async def test_partners_missions_stand_among_the_others(api: EngagementApi) -> None:
    found, _ = await say(Situation.SEARCH_FOUND, Criteria(place=LYON, distance_km=5, beyond_km=4))
    assert [card["url"] for card in found["custom"]["cards"]] == ["https://api.exemple.fr/r/65f1/abc"]
    assert "n'est pas suivie ici" in found["text"]


async def test_a_partner_that_fails_is_said_and_the_others_are_shown(api: EngagementApi) -> None:
    api.statuses = [500] * 10
    found, _ = await say(Situation.SEARCH_FOUND, Criteria(place=LYON))
    assert "Il en manque peut-être" in found["text"]
    assert found["custom"]["cards"]


async def test_nothing_in_what_could_be_searched_is_no_proof(api: EngagementApi, sql: Sql) -> None:
    api.statuses = [500] * 10
    sql("UPDATE missions SET is_online = 0")
    (message,) = await say(Situation.SEARCH_FOUND, Criteria(place=LYON))
    assert message["text"] == f"{NOTHING}\n\n{PARTIAL}"


async def test_when_nothing_answers_the_general_answer_and_the_sites_own_search_remain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ASSISTANT_PLATFORM_DATABASE_URL", "sqlite:////nulle/part.sqlite")
    platform.platform_engine.cache_clear()
    general, excuse = await say(Situation.SEARCH_FOUND, Criteria(place=LYON))
    assert (general["response"], excuse["text"]) == ("utter_trouver_mission", OUT_OF_REACH)


async def test_a_name_of_several_places_offers_the_others() -> None:
    saint_denis = Place(type="commune", name="Saint-Denis", code="97411", departement="974", alternatives=3)
    found, _ = await say(Situation.SEARCH_FOUND, Criteria(place=saint_denis))
    assert "J'ai compris **Saint-Denis (974)**" in found["text"]
    assert "Saint-Denis (93)" in titles(found)
    assert next(other_places(saint_denis)).departement == "93"


@pytest.mark.parametrize(
    ("mission", "details"),
    [
        ({"is_remote": True, "places_left": 1}, ("À distance", "1 place disponible")),
        (
            {"city": "Lyon", "departement": "69", "distance_km": 3.6, "begins": TODAY, "ends": TODAY},
            ("Lyon (69) · à 4 km", "Le 26 novembre 2026"),
        ),
        ({"city": "Lyon", "begins": TODAY + timedelta(days=9)}, ("Lyon", "À partir du 5 décembre 2026")),
        (
            {"city": "Lyon", "ends": TODAY, "places_left": 7},
            ("Lyon", "Jusqu'au 26 novembre 2026", "7 places disponibles"),
        ),
        ({}, ()),
    ],
)
def test_a_card_says_where_when_and_how_many(mission: dict[str, Any], details: tuple[str, ...]) -> None:
    values: dict[str, Any] = {"title": "T", "organisation": "O", "url": "/m/1", "is_remote": False} | mission
    assert card_of(FoundMission(**values), TODAY).details == details
