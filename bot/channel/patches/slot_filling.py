"""Fills slots from the entities of a message, all in one look.

Rasa walks through the mappings of every slot, and for each through the intents, the forms and the entities that it may
depend on: 0.15 ms of a turn, where ours say « from this entity » and nothing else.
"""

from functools import wraps
from typing import Any

from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.slots import ListSlot, Slot
from rasa.shared.core.trackers import DialogueStateTracker


def fill_slots_in_one_look() -> None:
    """Patch the action that fills slots, for domains that ask for no more than that."""
    original = ActionExtractSlots.run

    @wraps(original)
    async def run(
        self: ActionExtractSlots, output_channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain
    ) -> list[Event]:
        entities = _entities_of_slots(domain)
        if entities is None or tracker.active_loop_name:
            events: list[Event] = await original(self, output_channel, nlg, tracker, domain)
            return events
        said = {
            entity["entity"]: entity["value"]
            for entity in tracker.latest_message.entities
            if entity.get("role") is None and entity.get("group") is None
        }
        return [
            SlotSet(slot, said[entity])
            for slot, entity in entities.items()
            if entity in said and (said[entity] is not None or tracker.get_slot(slot) is not None)
        ]

    ActionExtractSlots.run = run


def _entities_of_slots(domain: Domain) -> dict[str, str] | None:
    """Which entity fills each slot; `None` when that is not all that its mappings say."""
    if "_entities_of_slots" not in domain.__dict__:
        slots = [slot for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES]
        is_plain = ACTION_VALIDATE_SLOT_MAPPINGS not in domain.user_actions and all(map(_is_plain, slots))
        domain._entities_of_slots = {slot.name: slot.mappings[0]["entity"] for slot in slots} if is_plain else None
    entities: dict[str, str] | None = domain._entities_of_slots
    return entities


def _is_plain(slot: Slot) -> bool:
    mappings = slot.mappings
    return (
        not isinstance(slot, ListSlot)
        and len(mappings) == 1
        and mappings[0].keys() == {"type", "entity"}
        and mappings[0]["type"] == "from_entity"
    )
