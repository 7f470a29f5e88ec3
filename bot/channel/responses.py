"""Chooses, among the variations of a response, the one said least: nobody likes to hear a machine repeat itself.

An answer that must be given again begins with what was asked of it this time.

`endpoints.yml` names it under `nlg`.
"""

import copy
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.catalogue import load_topics
from bot.channel.continuation import CONTINUATION, Button, continuation
from bot.channel.repetition import paragraph_about, paragraphs_of
from bot.nlu.sentence_encoder import sentence_encoder

_AGAIN, _ABOUT_THIS, _THE_REST = "utter_rappel", "utter_rappel_precis", "utter_rappel_reste"


class LeastSaidGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's own generator, which draws at random, but for the choice."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain):
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The first of the variations said least; `None` when none suits the slots."""
        slots = tracker.current_slot_values()
        offered: Sequence[Button] = ()
        if utter_action == CONTINUATION:
            utter_action, offered = continuation(tracker.latest_message.intent.get("name"), slots)
        if utter_action not in self.responses:
            return None
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, slots
        )
        if not suitable:
            return None
        said = Counter(event.text for event in tracker.events if isinstance(event, BotUttered))
        least_said = min(suitable, key=lambda variation: said[variation.get("text")])
        if said[least_said.get("text")] and _is_an_answer(utter_action):
            return self._said_again(least_said, tracker, slots)
        # Kept from the filling: the braces of a payload (`/preciser_role{…}`) are not places for slots.
        buttons = [*least_said.get("buttons", ()), *offered]
        response = copy.deepcopy({key: value for key, value in least_said.items() if key != "buttons"})
        filled: dict[str, Any] = self._fill_response(response, slots, **kwargs)
        return {**filled, "buttons": [dict(button) for button in buttons]} if buttons else filled

    def _said_again(
        self, response: dict[str, Any], tracker: DialogueStateTracker, slots: dict[str, Any]
    ) -> dict[str, Any]:
        filled = self._fill_response(copy.deepcopy(response), slots)
        paragraphs = paragraphs_of(filled["text"])
        place = paragraph_about(tracker.latest_message.text or "", paragraphs, sentence_encoder().encode)
        if place is None:
            parts = [self._words(_AGAIN), *paragraphs]
        else:
            others = [paragraph for number, paragraph in enumerate(paragraphs) if number != place]
            parts = [self._words(_ABOUT_THIS), paragraphs[place], self._words(_THE_REST), *others]
        return {**filled, "text": "\n\n".join(parts)}

    def _words(self, response: str) -> str:
        return str(self.responses[response][0]["text"])


def _is_an_answer(utter_action: str) -> bool:
    topic = load_topics().get(utter_action.removeprefix("utter_"))
    return topic is not None and topic.kind.has_answer
