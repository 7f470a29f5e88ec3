"""The index of rules leaves out only rules that cannot apply: Rasa decides the same with and without it."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import SHOULD_NOT_BE_SET

from bot.channel.patches.rule_index import RuleIndex

ACTIONS = ("action_listen", "utter_a", "utter_b")
INTENTS = ("a", "b", "c")


def states(intents: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """States as rules and conversations have them: with or without an action, an intent, a slot."""
    parts = {
        "prev_action": st.fixed_dictionaries({"action_name": st.sampled_from(ACTIONS)}),
        "user": st.fixed_dictionaries({"intent": st.sampled_from(intents)}),
        "slots": st.fixed_dictionaries({"is_identified": st.sampled_from([[1.0], [0.0], SHOULD_NOT_BE_SET])}),
    }
    return st.fixed_dictionaries({}, optional=parts)


def as_in_a_conversation(state: dict[str, Any]) -> dict[str, Any]:
    """JSON made lists of the tuples of a rule; a conversation has tuples."""
    slots = {name: tuple(value) if isinstance(value, list) else value for name, value in state.get("slots", {}).items()}
    return state | {"slots": slots} if slots else state


RULES = st.lists(st.lists(states((*INTENTS, SHOULD_NOT_BE_SET)), min_size=1, max_size=3).map(json.dumps), max_size=12)
CONVERSATIONS = st.lists(states(INTENTS).map(as_in_a_conversation), min_size=1, max_size=4)


@given(rules=RULES, conversation=CONVERSATIONS)
def test_the_same_rules_apply(rules: list[str], conversation: list[dict[str, Any]]) -> None:
    policy = RulePolicy.__new__(RulePolicy)
    expected = {rule for rule in rules if _applies(policy, rule, conversation)}
    index = RuleIndex(rules)
    recent = conversation[-index.longest :]
    assert {rule for rule in index.candidates(conversation[-1]) if _applies(policy, rule, recent)} == expected


@given(rules=RULES, conversation=CONVERSATIONS)
def test_where_no_rule_has_texts_none_applies_to_a_text(rules: list[str], conversation: list[dict[str, Any]]) -> None:
    """Rasa searches for one right after what the visitor says, with the text in the place of the intent."""
    policy = RulePolicy.__new__(RulePolicy)
    typed = {**conversation[-1], "prev_action": {"action_name": "action_listen"}, "user": {"text": "bonjour"}}
    if not RuleIndex(rules).has_texts:
        assert not any(_applies(policy, rule, [*conversation[:-1], typed]) for rule in rules)


def _applies(policy: RulePolicy, rule: str, conversation: list[dict[str, Any]]) -> bool:
    return all(policy._is_rule_applicable(rule, back, state) for back, state in enumerate(reversed(conversation)))


@pytest.mark.parametrize("intent", INTENTS)
def test_the_rules_of_other_intents_are_left_out(intent: str) -> None:
    rules = [json.dumps([{"prev_action": {"action_name": "action_listen"}, "user": {"intent": i}}]) for i in INTENTS]
    state = {"prev_action": {"action_name": "action_listen"}, "user": {"intent": intent}}
    assert RuleIndex(rules).candidates(state) == [rules[INTENTS.index(intent)]]
