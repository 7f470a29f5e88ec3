"""The patches to Rasa: each changes what it says, and nothing else."""

from typing import Any

import pytest
import rasa
from jsonschema import ValidationError
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channel.patches import apply, failures

RESULT = {"events": [{"event": "slot", "name": "role", "value": "benevole"}], "responses": [{"text": "Bonjour"}]}


@pytest.fixture(autouse=True)
def patched() -> None:
    apply.apply_patches()


def test_another_version_of_rasa_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rasa, "__version__", "3.7.0")
    with pytest.raises(RuntimeError, match=r"3\.7\.0"):
        apply.apply_patches()


def test_an_action_may_not_hold_a_turn_for_minutes() -> None:
    assert rasa_actions.DEFAULT_REQUEST_TIMEOUT == failures.ACTION_SECONDS


def test_a_good_answer_of_the_action_server_passes_and_a_bad_one_does_not() -> None:
    action = RemoteAction("action_x", EndpointConfig("http://127.0.0.1:9"))
    assert action._validate_action_result(RESULT)
    with pytest.raises(ValidationError):
        action._validate_action_result({"events": "none"})


@pytest.mark.parametrize("type_name", ["user", "bot", "slot", "action", "session_started"])
def test_event_types_are_found_as_before(type_name: str) -> None:
    assert Event.resolve_by_type(type_name).type_name == type_name
    assert Event.resolve_by_type(type_name) is Event.resolve_by_type(type_name)


def test_an_unknown_event_type_is_refused_each_time_unless_a_default_is_given() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="nonsense"):
            Event.resolve_by_type("nonsense")
        assert Event.resolve_by_type("nonsense", SlotSet) is SlotSet


async def test_a_failed_action_is_reported_to_the_turn() -> None:
    failed: list[str] = []
    failures.action_failures.set(failed)
    action = RemoteAction("action_x", EndpointConfig("http://127.0.0.1:9/webhook"))
    with pytest.raises(Exception, match="action_x"):
        await action.run(None, None, DialogueStateTracker.from_events("a", [UserUttered("x")]), Domain.empty())
    assert failed == ["action_x"]


def test_intents_are_sorted_once() -> None:
    domain = Domain.from_dict({"intents": ["merci", "favoris"]})
    assert domain.intents is domain.intents
    assert "favoris" in domain.intents
    assert domain.intents == sorted(domain.intents)
    assert Domain.from_dict({"intents": ["autre"]}).intents != domain.intents


class _BrokenStore:
    domain = None
    event_broker = None

    async def retrieve(self, _sender_id: str) -> Any:
        raise ConnectionError("gone")

    async def save(self, _tracker: DialogueStateTracker) -> None:
        raise ConnectionError("gone")


async def test_a_tracker_that_cannot_be_read_or_written_fails_the_turn() -> None:
    store = FailSafeTrackerStore(_BrokenStore())
    with pytest.raises(ConnectionError):
        await store.retrieve("a")
    with pytest.raises(ConnectionError):
        await store.save(DialogueStateTracker.from_events("a", []))
