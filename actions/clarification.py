"""Not sure what the visitor wants: offer the likely topics, or ask to say it differently; twice, hand over."""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import was_not_understood_before
from bot.catalogue import load_topics

FALLBACK_INTENT = "nlu_fallback"

_OFFER = "Je veux être sûr de bien vous répondre. Votre question porte-t-elle sur l'un de ces sujets ?"
_REPHRASE = (
    "Je n'ai pas compris votre message. Pouvez-vous me le dire autrement, en une phrase ? "
    "Par exemple : « je n'ai pas de nouvelles de ma candidature »."
)
_GIVE_UP = "Je n'arrive pas à comprendre votre demande, et je préfère ne pas vous répondre à côté."
_HUMAN = {"title": "Parler à une personne", "payload": "/parler_humain"}


class ActionClarify(Action):
    """Asks once; the second time in a row, a human takes over."""

    def name(self) -> str:
        """As in `domain.yml`."""
        return "action_clarify"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say one thing; sets nothing."""
        if was_not_understood_before(tracker, FALLBACK_INTENT):
            dispatcher.utter_message(text=_GIVE_UP, json_message={"handoff": {"reason": "not_understood"}})
            return []
        offered = (tracker.latest_message.get("decision") or {}).get("topics", [])
        if offered:
            dispatcher.utter_message(text=_OFFER, buttons=[*map(_topic_button, offered), _HUMAN])
        else:
            dispatcher.utter_message(text=_REPHRASE, buttons=[_HUMAN])
        return []


def _topic_button(topic_id: str) -> dict[str, str]:
    return {"title": load_topics()[topic_id].title, "payload": f"/{topic_id}"}
