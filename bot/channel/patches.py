"""Small patches to Rasa 3.6.21, each with its reason. Applied by the channel before the first turn; each is tested.

Nothing is patched in another version: the start fails, so that somebody looks.
"""

from contextvars import ContextVar
from typing import Any

import rasa
from jsonschema import Draft202012Validator
from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import Event

from bot.channel.rule_index import look_rules_up_in_an_index

PATCHED_VERSION = "3.6.21"
ACTION_SECONDS = 8

action_failures: ContextVar[list[str]] = ContextVar("action_failures")
"""Names of the custom actions that failed during the turn of this context."""

_applied = False


def apply_patches() -> None:
    """Patch once. Raises `RuntimeError` on any other version of Rasa."""
    global _applied
    if rasa.__version__ != PATCHED_VERSION:
        raise RuntimeError(f"patches are for Rasa {PATCHED_VERSION}, this is {rasa.__version__}")
    if not _applied:
        _shorten_action_timeout()
        _validate_actions_with_one_schema()
        _find_event_types_once()
        _report_failed_actions()
        _fail_when_the_tracker_is_out_of_reach()
        look_rules_up_in_an_index()
        _applied = True


def _shorten_action_timeout() -> None:
    # 300 s, hard-coded, is five times the life of the conversation's lock.
    rasa_actions.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS


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


def _report_failed_actions() -> None:
    # Rasa swallows the failure of a custom action and goes on: the visitor would get half an answer, or none.
    original = RemoteAction.run

    async def run(self: RemoteAction, *args: Any, **kwargs: Any) -> Any:
        try:
            return await original(self, *args, **kwargs)
        except ActionExecutionRejection:
            raise  # a form that leaves the turn to another action: no failure
        except Exception:
            action_failures.get([]).append(self.name())
            raise

    RemoteAction.run = run


def _fail_when_the_tracker_is_out_of_reach() -> None:
    # Rasa would go on with an empty conversation, and never write the turn: amnesia instead of an apology.
    def fail(self: FailSafeTrackerStore, error: Exception) -> None:
        raise error

    FailSafeTrackerStore.on_tracker_store_retrieve_error = fail
    FailSafeTrackerStore.on_tracker_store_error = fail
