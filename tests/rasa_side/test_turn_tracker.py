"""Our tracker is Rasa's: the same events stand, the same states were gone through, a copy is as good as a replay."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.slots import BooleanSlot, CategoricalSlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.turn_tracker import TurnTracker

DOMAIN = Domain(
    intents=["favoris", "merci"],
    entities=[],
    slots=[
        BooleanSlot("is_identified", mappings=[{}], initial_value=False),
        CategoricalSlot("role", mappings=[{}], values=["benevole", "referent"]),
    ],
    responses={},
    action_names=["utter_favoris", "action_dossier"],
    forms={},
    data={},
)


def said(intent: str) -> Event:
    return UserUttered(intent, {"name": intent, "confidence": 1.0}, timestamp=1.0)


EVENTS = st.one_of(
    st.sampled_from(["action_listen", "utter_favoris", "action_dossier", "a_loop"]).map(
        lambda name: ActionExecuted(name, timestamp=1.0)
    ),
    st.sampled_from(["favoris", "merci"]).map(said),
    st.sampled_from([True, False]).map(lambda value: SlotSet("is_identified", value, timestamp=1.0)),
    st.sampled_from(["benevole", "referent", None]).map(lambda value: SlotSet("role", value, timestamp=1.0)),
    st.builds(lambda: BotUttered("Bonjour", timestamp=1.0)),
    st.sampled_from([SessionStarted, Restarted, ActionReverted, UserUtteranceReverted]).map(
        lambda kind: kind(timestamp=1.0)
    ),
    st.sampled_from(["a_loop", None]).map(lambda name: ActiveLoop(name, timestamp=1.0)),
)
CONVERSATIONS = st.lists(EVENTS, max_size=25)


def tracker_of(kind: type[DialogueStateTracker], events: Sequence[Event]) -> DialogueStateTracker:
    return kind.from_events("a", list(events), slots=DOMAIN.slots)


def whole(tracker: DialogueStateTracker) -> dict[str, Any]:
    """What a tracker says of its conversation."""
    loop = tracker.active_loop
    return {
        "events": [event.as_dict() for event in tracker.events],
        "slots": tracker.current_slot_values(),
        "message": tracker.latest_message and (tracker.latest_message.text, tracker.latest_message.intent),
        "action": tracker.latest_action,
        "loop": loop and loop.name,
        "paused": tracker.is_paused(),
    }


@given(events=CONVERSATIONS)
def test_the_same_states_were_gone_through_whenever_somebody_asks(events: list[Event]) -> None:
    ours, rasas = tracker_of(TurnTracker, ()), tracker_of(DialogueStateTracker, ())
    for event in events:
        ours.update(event)
        rasas.update(event)
        assert ours.applied_events() == rasas.applied_events()
        states = ours.past_states(DOMAIN)
        assert states == rasas.past_states(DOMAIN)
        # As Rasa does, to look for the rules about a text.
        states[-1].get("user", {}).pop("intent", None)
        assert ours.past_states(DOMAIN) == rasas.past_states(DOMAIN)
    assert ours.past_states(DOMAIN, omit_unset_slots=True) == rasas.past_states(DOMAIN, omit_unset_slots=True)


@given(events=CONVERSATIONS)
def test_a_copy_is_what_a_replay_gives(events: list[Event]) -> None:
    ours = tracker_of(TurnTracker, events)
    assert whole(ours.copy()) == whole(tracker_of(DialogueStateTracker, events).copy())


@given(events=CONVERSATIONS, later=CONVERSATIONS)
def test_a_copy_goes_on_without_the_tracker_that_it_was_made_of(events: list[Event], later: list[Event]) -> None:
    ours = tracker_of(TurnTracker, events)
    before, states = whole(ours), ours.past_states(DOMAIN)
    twin = ours.copy()
    for event in later:
        twin.update(event)
    assert (whole(ours), ours.past_states(DOMAIN)) == (before, states)
    replayed = tracker_of(DialogueStateTracker, [*events, *later])
    assert twin.past_states(DOMAIN) == replayed.past_states(DOMAIN)
