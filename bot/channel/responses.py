"""Chooses, among the variations of a response, the one said least: nobody likes to hear a machine repeat itself.

`endpoints.yml` names it under `nlg`.
"""

import copy
from collections import Counter
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig


class LeastSaidGenerator(TemplatedNaturalLanguageGenerator):
    """Rasa's own generator, which draws at random, but for the choice."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain):
        super().__init__(domain.responses)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """The first of the variations said least; `None` when none suits the slots."""
        slots = tracker.current_slot_values()
        if utter_action not in self.responses:
            return None
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            utter_action, output_channel, slots
        )
        if not suitable:
            return None
        said = Counter(event.text for event in tracker.events if isinstance(event, BotUttered))
        least_said = min(suitable, key=lambda variation: said[variation.get("text")])
        # Kept from the filling: the braces of a payload (`/preciser_role{…}`) are not places for slots.
        buttons = least_said.get("buttons")
        response = copy.deepcopy({key: value for key, value in least_said.items() if key != "buttons"})
        filled: dict[str, Any] = self._fill_response(response, slots, **kwargs)
        return {**filled, "buttons": [dict(button) for button in buttons]} if buttons else filled
