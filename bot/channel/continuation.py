"""What the bot says when it is not an answer: offers, questions asked again, steps of a guide, handing over.

What to say was decided by `bot/dialogue`; the words are in `data/responses/`. Rasa does it itself: a visitor who is
asked what they mean does not wait for the action server, nor need it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from bot.catalogue import load_topics
from bot.dialogue.state import DialogueState, Situation

CONTINUATION = "utter_suite"
"""The response whose rules stand in `data/rules/suites.yml`."""

Button = dict[str, str]

_HUMAN = {"title": "Parler à une personne", "payload": "/parler_humain"}
_NEXT = {"title": "Étape suivante", "payload": "/etape_suivante"}
_DONE = {"title": "J'ai terminé", "payload": "/etape_suivante"}
_BACK = {"title": "Étape précédente", "payload": "/etape_precedente"}
_STOP = {"title": "Arrêter ici", "payload": "/nier"}
_OFFER_A_HUMAN = {
    Situation.TORN,
    Situation.WORRIED,
    Situation.UNCLEAR,
    Situation.WHICH,
    Situation.NONE_OF_THESE,
    Situation.NOT_SOLVED,
    Situation.NOT_WORKING,
    Situation.ALREADY_DONE,
    Situation.ANOTHER_QUESTION,
    Situation.HARD_TO_FOLLOW,
    Situation.MORE_DETAIL,
    Situation.REPEATED,
}


def continuation(intent: str, slots: Mapping[str, Any]) -> tuple[str, Sequence[Button]]:
    """Which response says it, and the buttons to add to it."""
    state = msgspec.convert(slots.get("dialogue") or {}, DialogueState)
    situation = slots.get("situation")
    if situation is None:
        return f"utter_{intent}", ()
    if situation == Situation.STEP:
        return "utter_etape", _step_buttons(state)
    human = [_HUMAN] if situation in _OFFER_A_HUMAN else []
    return CONTINUATION, [*map(_topic_button, state.offered), *human]


def _topic_button(topic_id: str) -> Button:
    return {"title": load_topics()[topic_id].title, "payload": f"/{topic_id}"}


def _step_buttons(state: DialogueState) -> list[Button]:
    steps = load_topics()[state.topic].steps if state.topic else 0
    forward = _NEXT if state.step < steps else _DONE
    return [forward, *([_BACK] if state.step > 1 else []), _STOP]
