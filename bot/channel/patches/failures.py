"""Failures that Rasa hides from a turn, or waits for too long: an apology and a human are owed instead."""

from contextvars import ContextVar
from typing import Any

from rasa.core.actions import action as rasa_actions
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore

ACTION_SECONDS = 8

action_failures: ContextVar[list[str]] = ContextVar("action_failures")
"""Names of the custom actions that failed during the turn of this context."""


def tell_failures() -> None:
    """Patch the actions and the tracker store."""
    _shorten_action_timeout()
    _report_failed_actions()
    _fail_when_the_tracker_is_out_of_reach()


def _shorten_action_timeout() -> None:
    # 300 s, hard-coded, is five times the life of the conversation's lock.
    rasa_actions.DEFAULT_REQUEST_TIMEOUT = ACTION_SECONDS


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
