"""Rasa projects in fresh folders, so that nothing is cached: this assistant's own, and the one that Rasa recommends.

The second is made from the first: both learn from the same examples even while somebody edits the data.
"""

import shutil
from collections.abc import Iterable
from pathlib import Path

import yaml

from bot.catalogue.examples import Example, examples_in
from bot.evaluation.bench.recommended import recommended_config

_OWN_FILES = ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml")


def make_own_project(root: Path, target: Path, per_topic: int | None) -> Path:
    """What `assistant train` reads, as it is now; with `per_topic`, only so many examples of each topic."""
    target.mkdir(parents=True)
    for name in _OWN_FILES:
        shutil.copy(root / name, target / name)
    shutil.copytree(root / "data", target / "data")
    (target / "var").mkdir()
    if per_topic is not None:
        for path in (target / "data" / "nlu").glob("*.yml"):
            left_out = [example.line for example in examples_in(path, target)][per_topic:]
            path.write_text(without_lines(path.read_text("utf-8"), left_out), "utf-8")
    return target


def make_recommended_project(own: Path, target: Path, epochs: int) -> Path:
    """The same data and domain under Rasa's recommended configuration: no component nor channel of ours."""
    target.mkdir(parents=True)
    shutil.copy(own / "domain.yml", target / "domain.yml")
    shutil.copytree(own / "data", target / "data")
    (target / "config.yml").write_text(yaml.safe_dump(recommended_config(epochs), sort_keys=False), "utf-8")
    (target / "credentials.yml").write_text("rest:\n", "utf-8")
    return target


def pick_questions(examples: Iterable[Example], count: int) -> list[str]:
    """So many messages: one of each topic, then the next of each, and so on around."""
    by_topic: dict[str, list[str]] = {}
    for example in examples:
        by_topic.setdefault(example.topic, []).append(example.text)
    topics = list(by_topic.values())
    rounds = ((topics[i % len(topics)], i // len(topics)) for i in range(count))
    return [texts[number % len(texts)] for texts, number in rounds]


def without_lines(text: str, numbers: Iterable[int]) -> str:
    """The text without the lines of these numbers, counted from 1."""
    left_out = set(numbers)
    lines = text.splitlines(keepends=True)
    return "".join(line for number, line in enumerate(lines, start=1) if number not in left_out)
