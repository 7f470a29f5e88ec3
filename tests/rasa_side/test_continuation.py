"""What is said when it is not an answer: which response, under which buttons."""

from typing import Any

import msgspec
import pytest

from bot.catalogue import load_topics
from bot.channel.continuation import continuation
from bot.dialogue.state import DialogueState, Situation

SAID_ELSEWHERE = (
    Situation.STEP,
    Situation.SEARCH_WHERE,
    Situation.SEARCH_UNKNOWN_PLACE,
    Situation.SEARCH_FOUND,
)
HUMAN = ("Parler à une personne", "/parler_humain")
NOTHING_TO_OFFER = (
    Situation.GIVE_UP,
    Situation.STILL_NOT_SOLVED,
    Situation.SATISFIED,
    Situation.LISTENING,
    Situation.FINISHED,
    Situation.LAST_STEP,
    Situation.ROLE_NOTED,
    Situation.SAME_FOR_ROLE,
)


def say(situation: Situation | None, state: DialogueState | None = None) -> tuple[str, list[tuple[str, str]]]:
    """The response said and its buttons; the slots hold what the tracker gives back: plain values."""
    slots: dict[str, Any] = {
        "situation": situation.value if situation else None,
        "dialogue": msgspec.to_builtins(state) if state else None,
    }
    response, buttons = continuation("affirmer", slots)
    return response, [(button["title"], button["payload"]) for button in buttons]


def test_the_response_of_the_intent_is_said_when_there_is_no_situation() -> None:
    assert say(None) == ("utter_affirmer", [])


@pytest.mark.parametrize("situation", [s for s in Situation if s not in (*NOTHING_TO_OFFER, *SAID_ELSEWHERE)])
def test_topics_and_a_person_are_offered_when_the_visitor_is_not_served_yet(situation: Situation) -> None:
    response, buttons = say(situation, DialogueState(offered=("favoris", "assurance")))
    assert response == "utter_suite"
    assert buttons == [(load_topics()[topic].title, f"/{topic}") for topic in ("favoris", "assurance")] + [HUMAN]


@pytest.mark.parametrize("situation", NOTHING_TO_OFFER)
def test_no_person_is_offered_when_one_is_called_or_none_is_needed(situation: Situation) -> None:
    assert say(situation, DialogueState(topic="favoris")) == ("utter_suite", [])


@pytest.mark.parametrize(
    ("step", "titles"),
    [
        (1, ["Étape suivante", "Arrêter ici"]),
        (2, ["Étape suivante", "Étape précédente", "Arrêter ici"]),
        (9, ["J'ai terminé", "Étape précédente", "Arrêter ici"]),
    ],
)
def test_a_step_leads_forward_back_and_out(step: int, titles: list[str]) -> None:
    assert load_topics()["publier_mission"].steps == 9
    response, buttons = say(Situation.STEP, DialogueState(topic="publier_mission", step=step))
    assert (response, [title for title, _ in buttons]) == ("utter_etape", titles)
    assert {payload.removeprefix("/") for _, payload in buttons} <= set(load_topics())
