"""Rasa's tracker, without its replays of the whole conversation for each prediction and each action."""

import copy
import dataclasses
import operator
from collections.abc import Sequence
from typing import Any

from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    Event,
    Restarted,
    SessionStarted,
    UserUtteranceReverted,
)
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

_UNDOING = frozenset({ActionReverted, UserUtteranceReverted, ActiveLoop, Restarted})


class TurnTracker(DialogueStateTracker):
    """A tracker that copies itself as it stands, and knows the states it has gone through."""

    stored: int | None = None
    """How many of its events its table has, when somebody has looked."""
    _past: "_Past | None" = None

    def copy(self) -> "TurnTracker":
        """The same conversation, which may go on another way."""
        twin = copy.copy(self)
        twin.events = self.events.copy()
        twin.slots = {name: _copied(slot) for name, slot in self.slots.items()}
        twin.active_loop = dataclasses.replace(self.active_loop) if self.active_loop else None
        twin._past = None
        return twin

    def applied_events(self) -> list[Event]:
        """The events that stand: those of this session, but for what was undone since."""
        events = list(self.events)
        if not _UNDOING.isdisjoint(map(type, events)):
            standing: list[Event] = super().applied_events()
            return standing
        starts = (number for number in range(len(events), 0, -1) if type(events[number - 1]) is SessionStarted)
        return events[next(starts, 0) :]

    def past_states(
        self,
        domain: Domain,
        omit_unset_slots: bool = False,
        ignore_rule_only_turns: bool = False,
        rule_only_data: dict[str, Any] | None = None,
    ) -> list[State]:
        """The state before each action, then the present one. Policies that learn ask for less: Rasa works it out."""
        if omit_unset_slots or ignore_rule_only_turns:
            states: list[State] = super().past_states(domain, omit_unset_slots, ignore_rule_only_turns, rule_only_data)
            return states
        events = self.applied_events()
        if self._past is None or not self._past.begins(events):
            self._past = _Past(self)
        return self._past.follow(events, domain)


class _Past:
    """A second tracker, some events behind, which notes the state before each action."""

    def __init__(self, tracker: DialogueStateTracker):
        self._tracker = tracker.init_copy()
        self._states: list[State] = []
        self._present: State | None = None

    def begins(self, events: Sequence[Event]) -> bool:
        """Whether what it has seen still stands: a restart or a step back makes another past."""
        seen = self._tracker.events
        return len(events) >= len(seen) and all(map(operator.is_, seen, events))

    def follow(self, events: Sequence[Event], domain: Domain) -> list[State]:
        """The states before each action of these events, and after the last."""
        for event in events[len(self._tracker.events) :]:
            if isinstance(event, ActionExecuted):
                self._states.append(self._state_now(domain))
            self._tracker.update(event)
            self._present = None
        # A copy of the last one: who searches for the rules about a text takes the intent out of it.
        return [*self._states, {part: dict(values) for part, values in self._state_now(domain).items()}]

    def _state_now(self, domain: Domain) -> State:
        if self._present is None:
            self._present = domain.get_active_state(self._tracker)
        return self._present


def _copied(slot: Slot) -> Slot:
    # `copy.copy` asks each object how it wants to be copied: five times as long.
    twin = object.__new__(type(slot))
    twin.__dict__.update(slot.__dict__)
    return twin
