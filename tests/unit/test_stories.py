"""Each rule of `data/rules` has its story in `tests/stories`; `tests/rasa_side/test_rules.py` plays them."""

from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from bot.settings import ROOT

RULES = ROOT / "data" / "rules"
STORIES = ROOT / "tests" / "stories"
# What may be said of a rule or a story, so that the two can be compared: slots, intent, actions.
Told = tuple[tuple[str, str], ...]


def load(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


def told_by(steps: list[dict[str, Any]]) -> Told:
    """The steps in their order, without the words of the visitor."""
    told: list[tuple[str, str]] = []
    for step in steps:
        for slot in step.get("slot_was_set", ()):
            told += [(name, str(value)) for name, value in slot.items()]
        told += [(kind, step[kind]) for kind in ("intent", "action") if kind in step]
    return tuple(told)


def rules_in(name: str) -> list[Told]:
    return [told_by([*rule.get("condition", ()), *rule["steps"]]) for rule in load(RULES / name)["rules"]]


def stories_in(name: str) -> list[Told]:
    return [told_by(story["steps"]) for story in load(STORIES / name)["stories"]]


def all_stories() -> list[Told]:
    return [story for path in STORIES.glob("*.yml") for story in stories_in(path.name)]


def test_every_file_is_one_that_rasa_takes_for_tests() -> None:
    assert {path.name for path in STORIES.iterdir()} == {f"test_{path.name}" for path in RULES.glob("*.yml")}


def test_every_rule_has_its_story_and_every_story_its_rule() -> None:
    for path in RULES.glob("*.yml"):
        assert Counter(stories_in(f"test_{path.name}")) == Counter(rules_in(path.name)), path.name


def test_both_conditions_of_the_identity_are_played() -> None:
    said = Counter(step for story in all_stories() for step in story if step[0] == "is_identified")
    assert set(said) == {("is_identified", "True"), ("is_identified", "False")}


def test_every_story_names_intents_and_actions_that_exist() -> None:
    domain = load(ROOT / "domain.yml")
    files = [*(ROOT / "data" / "nlu").glob("*.yml"), *(ROOT / "data" / "responses").glob("*.yml")]
    responses = {name for path in files for name in load(path).get("responses") or {}}
    known = {
        # Rasa's own, for what was not understood.
        "intent": {*domain["intents"], "nlu_fallback"},
        "action": {*domain["actions"], *domain["responses"], *responses},
    }
    for kind, names in known.items():
        assert {name for story in all_stories() for said, name in story if said == kind} <= names


def test_every_story_has_a_name_of_its_own() -> None:
    names = Counter(story["story"] for path in STORIES.glob("*.yml") for story in load(path)["stories"])
    assert [name for name, times in names.items() if times > 1] == []


def test_every_message_has_words_and_an_intent_so_that_no_nlu_is_needed() -> None:
    for path in STORIES.glob("*.yml"):
        for story in load(path)["stories"]:
            (message,) = [step for step in story["steps"] if "user" in step]
            assert message["user"].strip() and message["intent"]
