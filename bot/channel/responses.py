"""Chooses, among the variations of a response, the one said least: nobody likes to hear a machine repeat itself.

Of an answer already given, what was asked of it this time is said; the third time, that alone, and a person is offered.

`endpoints.yml` names it under `nlg`.
"""

import copy
from collections import Counter
from collections.abc import Sequence
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.catalogue import load_topics
from bot.channel.continuation import CONTINUATION, Button, continuation
from bot.channel.repetition import is_asked_again, paragraph_about, paragraphs_of
from bot.dialogue.moves import MOST_TIMES
from bot.dialogue.state import Situation
from bot.nlu.sentence_encoder import sentence_encoder

_AGAIN, _ABOUT_THIS, _THE_REST, _A_PERSON = (
    "utter_rappel", "utter_rappel_precis", "utter_rappel_reste", "utter_rappel_personne"
)  # fmt: skip
_Response = dict[str, Any]


class LeastSaidGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's own generator, which draws at random, but for the choice."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain):
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> _Response | None:
        """The first of the variations said least; `None` when none suits the slots."""
        slots = tracker.current_slot_values()
        offered: Sequence[Button] = ()
        if utter_action == CONTINUATION:
            utter_action, offered = continuation(tracker.latest_message.intent.get("name"), slots)
        chosen = self._least_said(utter_action, tracker, output_channel, slots)
        if chosen is None:
            return None
        filled = self._filled(chosen, slots, **kwargs)
        if buttons := [*chosen.get("buttons", ()), *offered]:
            filled["buttons"] = [dict(button) for button in buttons]
        if _is_an_answer(utter_action) and chosen.get("text") in _said(tracker):
            return {**filled, "text": self._again(filled["text"], tracker)}
        if slots.get("situation") == Situation.REPEATED:
            return {**filled, "text": self._detail_in(output_channel, tracker, slots) or filled["text"]}
        return filled

    def _least_said(
        self, name: str, tracker: DialogueStateTracker, output_channel: str, slots: dict[str, Any]
    ) -> _Response | None:
        if name not in self.responses:
            return None
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(name, output_channel, slots)
        said = Counter(_said(tracker))
        return min(suitable, key=lambda variation: said[variation.get("text")], default=None)

    def _filled(self, variation: _Response, slots: dict[str, Any], **kwargs: Any) -> _Response:
        """All but its buttons: the braces of a payload (`/preciser_role{…}`) are not places for slots."""
        response = copy.deepcopy({key: value for key, value in variation.items() if key != "buttons"})
        filled: _Response = self._fill_response(response, slots, **kwargs)
        return filled

    def _again(self, answer: str, tracker: DialogueStateTracker) -> str:
        """What was asked of it this time, or failing that the whole answer."""
        paragraphs = paragraphs_of(answer)
        about_this = _paragraph_asked_for(paragraphs, tracker)
        if about_this is None:
            return "\n\n".join([self._words(_AGAIN), *paragraphs])
        return "\n\n".join([self._words(_ABOUT_THIS), about_this, self._words(_THE_REST)])

    def _detail_in(self, output_channel: str, tracker: DialogueStateTracker, slots: dict[str, Any]) -> str | None:
        """Of an answer that is not given a third time, the paragraph that this message asks for."""
        topic = (slots.get("dialogue") or {}).get("topic")
        answer = self._least_said(f"utter_{topic}", tracker, output_channel, slots)
        if answer is None:
            return None
        paragraphs = paragraphs_of(self._filled(answer, slots)["text"])
        about_this = _paragraph_asked_for(paragraphs, tracker)
        return about_this and "\n\n".join([self._words(_ABOUT_THIS), about_this, self._words(_A_PERSON)])

    def _words(self, response: str) -> str:
        return str(self.responses[response][0]["text"])


def _said(tracker: DialogueStateTracker) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, BotUttered) and event.text]


def _paragraph_asked_for(paragraphs: Sequence[str], tracker: DialogueStateTracker) -> str | None:
    *earlier, message = [event.text or "" for event in tracker.events if isinstance(event, UserUttered)]
    encode = sentence_encoder().encode
    place = paragraph_about(message, paragraphs, encode)
    if place is None or is_asked_again(message, earlier, encode):
        return None
    times = sum(paragraphs[place] in text for text in _said(tracker))
    return paragraphs[place] if times < MOST_TIMES else None


def _is_an_answer(utter_action: str) -> bool:
    topic = load_topics().get(utter_action.removeprefix("utter_"))
    return topic is not None and topic.kind.has_answer
