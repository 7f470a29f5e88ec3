"""Slots filled in one look are those that Rasa fills, walking through each mapping."""

import asyncio
import inspect
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import ActionExtractSlots
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.patches import slot_filling

ROLE = {"type": "from_entity", "entity": "role"}
OTHERS = {
    "by intent": ROLE | {"intent": "demander"},
    "by role": ROLE | {"role": "depart"},
    "from text": {"type": "from_text"},
}
# Whatever the slots, for those who come from Rasa 2.
pytestmark = pytest.mark.filterwarnings("ignore:Slot auto-fill has been removed")
RASA_RUN = inspect.unwrap(ActionExtractSlots.run)

entities = st.lists(
    st.fixed_dictionaries(
        {
            "entity": st.sampled_from(["role", "place", "question", "autre"]),
            "value": st.sampled_from([None, "a", True]),
        },
        optional={"role": st.sampled_from(["depart", None]), "group": st.sampled_from(["un", None])},
    ),
    max_size=6,
)


def domain_where(role: dict[str, str] = ROLE, **more: Any) -> Domain:
    """Three slots, of which one is filled that way."""
    mappings = {"role": role, "lieu": {"type": "from_entity", "entity": "place"}}
    slots: dict[str, Any] = {name: {"type": "any", "mappings": [mapping]} for name, mapping in mappings.items()}
    slots["connu"] = {"type": "bool", "mappings": [{"type": "from_entity", "entity": "question"}]}
    return Domain.from_dict({"intents": ["demander"], "entities": ["role", "place", "question"], "slots": slots} | more)


@pytest.fixture(autouse=True, scope="module")
def _patched() -> Any:
    present = ActionExtractSlots.run
    slot_filling.fill_slots_in_one_look()
    yield
    ActionExtractSlots.run = present


def filled(run: Any, domain: Domain, said: list[dict[str, Any]], *before: Any) -> list[tuple[str, Any]]:
    """The slots and the values that they are given, after those events."""
    message = UserUttered("bonjour", {"name": "demander"}, said)
    tracker = DialogueStateTracker.from_events("x", [*before, message], domain.slots)
    action = ActionExtractSlots(action_endpoint=None)
    events = asyncio.run(run(action, CollectingOutputChannel(), None, tracker, domain))
    return [(event.key, event.value) for event in events]


@given(said=entities, had_a_role=st.booleans())
def test_the_same_slots_are_filled(said: list[dict[str, Any]], had_a_role: bool) -> None:
    domain = domain_where()
    before = [SlotSet("role", "benevole")] if had_a_role else []
    assert filled(ActionExtractSlots.run, domain, said, *before) == filled(RASA_RUN, domain, said, *before)
    assert slot_filling._entities_of_slots(domain) == {"role": "role", "lieu": "place", "connu": "question"}


@pytest.mark.parametrize("mapping", OTHERS.values(), ids=OTHERS)
def test_other_mappings_are_left_to_rasa(mapping: dict[str, str]) -> None:
    domain = domain_where(mapping)
    assert slot_filling._entities_of_slots(domain) is None
    said = [{"entity": "role", "value": "referent"}, {"entity": "role", "value": "benevole", "role": "depart"}]
    assert filled(ActionExtractSlots.run, domain, said) == filled(RASA_RUN, domain, said) != []


def test_a_form_is_left_to_rasa() -> None:
    domain = domain_where(forms={"recherche": {"required_slots": ["role"]}})
    said = [{"entity": "role", "value": "referent"}]
    in_form = ActiveLoop("recherche")
    assert filled(ActionExtractSlots.run, domain, said, in_form) == filled(RASA_RUN, domain, said, in_form)


def test_what_an_action_validates_is_left_to_rasa() -> None:
    assert slot_filling._entities_of_slots(domain_where(actions=["action_validate_slot_mappings"])) is None
