"""« Je cherche une mission à Lyon ce week-end »: asks where, searches, shows cards, says what was widened.

What is looked for was decided by `bot/dialogue`; here it is found.
"""

import json
import logging
import os
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import identity_in
from actions.platform import reading_platform
from actions.search_words import (
    NO_MORE,
    NOTHING,
    OUT_OF_REACH,
    PARTIAL,
    REFINE,
    UNKNOWN_PLACE,
    WHERE,
    card_of,
    describe,
    other_places,
)
from bot.dialogue.state import DialogueState, Situation
from bot.mission_search.criteria import Criteria, Place
from bot.mission_search.database_source import DatabaseSource
from bot.mission_search.engagement_source import EngagementSource
from bot.mission_search.finder import Finder, Findings, Relaxed
from bot.mission_search.points import find_point
from bot.mission_search.sources import MissionSource, SourceUnavailable
from bot.platform_client.errors import PlatformUnavailable
from bot.platform_client.home import find_home
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.zone import PLATFORM_ZONE
from bot.wire.identity import Identity

_log = logging.getLogger(__name__)

_URL_VARIABLE, _KEY_VARIABLE = "ASSISTANT_ENGAGEMENT_URL", "ASSISTANT_ENGAGEMENT_KEY"
_TOPIC = "trouver_mission"
_NEAR_HOME = {"title": "Près de chez moi", "payload": f'/{_TOPIC}{{"near_home": true}}'}
_REMOTE = {"title": "À distance", "payload": f'/{_TOPIC}{{"is_remote": true}}'}
_ANYWHERE = {"title": "Toute la France", "payload": f'/{_TOPIC}{{"anywhere": true}}'}
_MORE = {"title": "Voir d'autres missions", "payload": f'/{_TOPIC}{{"more": true}}'}
_FARTHER = {"title": "Chercher plus loin", "payload": f'/{_TOPIC}{{"farther": true}}'}
_FARTHEST_KM = 200
_TURNS_WITH_ADVICE = 2
"""« Où ? » and its first answer; after that the visitor knows how to refine."""


@lru_cache(maxsize=1)
def mission_finder() -> Finder:
    """The platform's missions, and those of API Engagement where an address and a key are given."""
    sources: list[MissionSource] = [DatabaseSource(reading_platform)]
    url, key = os.environ.get(_URL_VARIABLE, ""), os.environ.get(_KEY_VARIABLE, "")
    if url and key:
        sources.append(EngagementSource(url, key))
    return Finder(sources)


class ActionChercherMissions(Action):
    """One turn of a search; the criteria are in the dialogue state."""

    def name(self) -> str:
        """As in `domain.yml`."""
        return "action_chercher_missions"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Ask, or search and show; sets nothing."""
        topic = str(tracker.latest_message["intent"]["name"])
        situation = tracker.get_slot("situation")
        identity = identity_in(tracker)
        state = msgspec.convert(tracker.get_slot("dialogue") or {}, DialogueState)
        criteria = state.search or Criteria()
        if situation == Situation.SEARCH_UNKNOWN_PLACE:
            dispatcher.utter_message(text=UNKNOWN_PLACE, buttons=await _places_to_offer(identity))
            return []
        if criteria.near_home:
            home = await _home_of(identity)
            criteria = msgspec.structs.replace(criteria, near_home=home is None, place=home)
        if situation == Situation.SEARCH_WHERE or criteria.near_home:
            await _ask_where(dispatcher, topic, identity)
            return []
        is_first = state.answered.get(topic, 0) <= _TURNS_WITH_ADVICE
        await _search(dispatcher, topic, criteria, datetime.now(PLATFORM_ZONE).date(), is_first)
        return []


async def _ask_where(dispatcher: CollectingDispatcher, topic: str, identity: Identity | None) -> None:
    dispatcher.utter_message(response=f"utter_{topic}")
    dispatcher.utter_message(
        text=WHERE, buttons=await _places_to_offer(identity), json_message={"joins_previous": True}
    )


async def _places_to_offer(identity: Identity | None) -> list[dict[str, str]]:
    home = await _home_of(identity)
    return [*([_NEAR_HOME] if home else []), _REMOTE, _ANYWHERE]


async def _home_of(identity: Identity | None) -> Place | None:
    if identity is None:
        return None
    try:
        async with reading_platform() as connection:
            home = await find_home(connection, VolunteerScope(identity.user_id))
    except PlatformUnavailable:
        _log.warning("no home to search around: platform out of reach", exc_info=True)
        return None
    if home is None:
        return None
    place = Place(type="code_postal", name=home.city or home.zip, code=home.zip)
    # A profile may hold a foreign code, or one that is only for companies' mail: nothing can be searched around it.
    return place if find_point(place) else None


async def _search(
    dispatcher: CollectingDispatcher, topic: str, criteria: Criteria, today: date, with_advice: bool
) -> None:
    try:
        findings = await mission_finder().find(criteria, today)
    except SourceUnavailable:
        _log.warning("no source of missions answers", exc_info=True)
        dispatcher.utter_message(response=f"utter_{topic}")
        dispatcher.utter_message(text=OUT_OF_REACH)
        return
    if not findings.missions:
        text = NO_MORE if criteria.page else NOTHING
        text = f"{text}\n\n{PARTIAL}" if findings.is_partial else text
        dispatcher.utter_message(text=text, buttons=_ways_on(criteria, findings))
        return
    dispatcher.utter_message(
        text=describe(criteria, findings, today),
        buttons=_ways_on(criteria, findings),
        json_message={"cards": [msgspec.to_builtins(card_of(mission, today)) for mission in findings.missions]},
    )
    if with_advice:
        dispatcher.utter_message(text=REFINE)


def _ways_on(criteria: Criteria, findings: Findings) -> list[dict[str, str]]:
    searched = findings.searched
    is_around = searched.place is not None and searched.place.type in ("commune", "code_postal")
    can_go_farther = is_around and not searched.is_remote and searched.distance_km < _FARTHEST_KM
    elsewhere = [
        {"title": f"{place.name} ({place.departement})", "payload": f"/{_TOPIC}{_as_entities(place)}"}
        for place in other_places(criteria.place)
    ]
    return [
        *elsewhere,
        *([_MORE] if findings.has_more else []),
        *([_FARTHER] if can_go_farther and not findings.relaxed else []),
        *([_REMOTE] if not searched.is_remote and Relaxed.REMOTE not in findings.relaxed else []),
    ]


def _as_entities(place: Place) -> str:
    return json.dumps({"place": msgspec.to_builtins(place)}, ensure_ascii=False)
