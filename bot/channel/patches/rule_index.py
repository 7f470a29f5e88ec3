"""Finds the rules that may apply to a state without looking at all of them.

`RulePolicy` compares every rule with the conversation at each prediction. A rule whose last state names an action and
an intent can only apply where both are the conversation's own: a dictionary finds those at once, and Rasa's own
comparison decides among them.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from rasa.core.policies import rule_policy
from rasa.core.policies.rule_policy import RULES, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME, SHOULD_NOT_BE_SET
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

_ANY = None


class RuleIndex:
    """Rules (Rasa's keys: lists of states written as JSON) by the action and the intent of their last state."""

    def __init__(self, rules: Iterable[str]):
        self._rules: dict[tuple[str | None, str | None], list[str]] = defaultdict(list)
        self.longest = 1
        """How many states the longest rule looks at."""
        self.has_texts = False
        """Whether a rule may apply to what was typed, whatever its intent."""
        for rule in rules:
            states = json.loads(rule)
            self.longest = max(self.longest, len(states))
            last_state = states[-1]
            action = _named(last_state, "prev_action", "action_name")
            # Where a conversation starts, Rasa compares nothing else.
            intent = _named(last_state, "user", "intent") if action else _ANY
            self._rules[action, intent].append(rule)
            self.has_texts = self.has_texts or (action in (_ANY, ACTION_LISTEN_NAME) and intent is _ANY)

    def candidates(self, state: Mapping[str, Any]) -> list[str]:
        """Every rule that may apply to a conversation in this state, and few others."""
        action = _named(state, "prev_action", "action_name")
        intent = _named(state, "user", "intent")
        groups = {(action, intent), (action, _ANY), (_ANY, intent), (_ANY, _ANY)}
        return [rule for group in groups for rule in self._rules.get(group, ())]


def _named(state: Mapping[str, Any], part: str, name: str) -> str | None:
    value = state.get(part, {}).get(name)
    return value if isinstance(value, str) and value != SHOULD_NOT_BE_SET else _ANY


def look_rules_up_in_an_index() -> None:
    """Patch `RulePolicy`: with some 500 rules, 5 ms of a visitor's turn and 3 s of a training."""
    _look_at_candidates_only()
    _look_for_texts_where_rules_have_some()
    # For a line of its debug log it copies the whole conversation, written or not.
    rule_policy.copy = SimpleNamespace(deepcopy=lambda states: states)


def _look_at_candidates_only() -> None:
    original = RulePolicy._get_possible_keys

    def get_possible_keys(self: RulePolicy, lookup: dict[str, str], states: list[State]) -> set[str]:
        if not states:
            return set(original(self, lookup, states))
        index = _index_of(lookup)
        # Further back than the longest rule, every rule applies.
        recent = states[-index.longest :]
        return set(original(self, dict.fromkeys(index.candidates(states[-1]), ""), recent))

    RulePolicy._get_possible_keys = get_possible_keys


def _look_for_texts_where_rules_have_some() -> None:
    # Each prediction starts by searching for a rule about the very text that was typed, with states made for it.
    original = RulePolicy._find_action_from_rules

    def find_action_from_rules(
        self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if (
            use_text_for_last_user_input
            and not tracker.active_loop_name
            and not _index_of(self.lookup[RULES]).has_texts
        ):
            return None, None, False
        found: tuple[str | None, str | None, bool] = original(self, tracker, domain, use_text_for_last_user_input)
        return found

    RulePolicy._find_action_from_rules = find_action_from_rules


_indexes: dict[int, tuple[dict[str, str], int, RuleIndex]] = {}


def _index_of(lookup: dict[str, str]) -> RuleIndex:
    indexed, size, index = _indexes.get(id(lookup), (None, 0, None))
    # Another dictionary may have got the number of one that is gone, and a training adds to its own.
    if index is None or indexed is not lookup or size != len(lookup):
        index = RuleIndex(lookup)
        _indexes[id(lookup)] = lookup, len(lookup), index
    return index
