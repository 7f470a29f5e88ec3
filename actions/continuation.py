"""What the bot says when it is not an answer: offers, questions asked again, steps of a guide, handing over.

What to say was decided by `bot/dialogue`; the words are in `data/responses/`.
"""

from typing import Any

import msgspec
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.catalogue import load_topics
from bot.dialogue.state import DialogueState, Situation

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


class ActionSuite(Action):
    """Says what the situation calls for; sets nothing."""

    def name(self) -> str:
        """As in `domain.yml`."""
        return "action_suite"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say one thing."""
        state = msgspec.convert(tracker.get_slot("dialogue") or {}, DialogueState)
        situation = tracker.get_slot("situation")
        if situation is None:
            dispatcher.utter_message(response=f"utter_{tracker.latest_message['intent']['name']}")
        elif situation == Situation.STEP:
            dispatcher.utter_message(response="utter_etape", buttons=_step_buttons(state))
        else:
            human = [_HUMAN] if situation in _OFFER_A_HUMAN else []
            dispatcher.utter_message(response="utter_suite", buttons=[*map(_topic_button, state.offered), *human])
        return []


def _topic_button(topic_id: str) -> dict[str, str]:
    return {"title": load_topics()[topic_id].title, "payload": f"/{topic_id}"}


def _step_buttons(state: DialogueState) -> list[dict[str, str]]:
    steps = load_topics()[state.topic].steps if state.topic else 0
    forward = _NEXT if state.step < steps else _DONE
    return [forward, *([_BACK] if state.step > 1 else []), _STOP]
