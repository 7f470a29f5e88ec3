"""What Rasa works out again at each turn although it cannot change, done once (docs/decisions/0008 has the times)."""

import logging
from types import SimpleNamespace
from typing import Any

from jsonschema import Draft202012Validator
from rasa.core import processor as rasa_processor
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import Action, RemoteAction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import lazy_property
from rasa.utils.endpoints import EndpointConfig


def do_work_once() -> None:
    """Patch what validates, searches, sorts, and prepares lines for a log that nobody reads."""
    _validate_actions_with_one_schema()
    _find_event_types_once()
    _make_default_actions_once()
    _sort_intents_once()
    _trust_the_domain()
    if not logging.getLogger(rasa_processor.__name__).isEnabledFor(logging.DEBUG):
        _prepare_no_debug_lines()


def _validate_actions_with_one_schema() -> None:
    # `jsonschema.validate` checks the schema itself at each call: 23 ms of each custom action.
    validator = Draft202012Validator(RemoteAction.action_response_format_spec())

    def validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate_action_result


def _find_event_types_once() -> None:
    # Rasa walks all subclasses of Event for each event it reads back: 10 ms a turn after 40 turns.
    original = Event.resolve_by_type
    known: dict[str, Any] = {}

    def resolve_by_type(type_name: str, default: Any = None) -> Any:
        if type_name not in known:
            found = original(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    Event.resolve_by_type = staticmethod(resolve_by_type)


def _make_default_actions_once() -> None:
    # To find one action Rasa makes its twelve own ones, five times a turn. They remember nothing.
    original = rasa_actions.default_actions
    made: dict[int, tuple[EndpointConfig | None, list[Action]]] = {}

    def default_actions(action_endpoint: EndpointConfig | None = None) -> list[Action]:
        # With the endpoint itself: a number may be given again.
        endpoint, actions = made.get(id(action_endpoint), (None, []))
        if not actions or endpoint is not action_endpoint:
            actions = original(action_endpoint)
            made[id(action_endpoint)] = action_endpoint, actions
        return actions

    rasa_actions.default_actions = default_actions


def _sort_intents_once() -> None:
    # Sorted for every look at them, several times a turn; Rasa's own `entities` is lazy already.
    Domain.intents = lazy_property(Domain.intents.fget)


def _trust_the_domain() -> None:
    # At each message Rasa looks, through an empty domain made for the occasion, whether the NLU says what the domain
    # does not know: `assistant train --check` has looked, once for all.
    def check_for_unseen_features(self: MessageProcessor, parse_data: dict[str, Any]) -> None:
        """Nothing is unseen."""

    MessageProcessor._check_for_unseen_features = check_for_unseen_features


def _prepare_no_debug_lines() -> None:
    # Events, states and slots are copied, deeply, and made into text before the log says that it drops them.
    rasa_processor.copy = SimpleNamespace(deepcopy=lambda value: value)

    def log_slots(tracker: DialogueStateTracker) -> None:
        """Nothing to log."""

    def format_tracker_states(self: RulePolicy, states: list[Any]) -> list[Any]:
        return states

    MessageProcessor._log_slots = staticmethod(log_slots)
    RulePolicy.format_tracker_states = format_tracker_states
