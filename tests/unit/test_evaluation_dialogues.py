"""The dialogues to measure with can be played, and expect what exists."""

import json
from pathlib import Path

import pytest

from bot.catalogue import load_topics
from bot.cli.jsonl import read_lines
from bot.evaluation.dialogues import DialogueLine
from bot.settings import ROOT

TOPICS = load_topics()
FILES = sorted((ROOT / "evaluation" / "dialogues").glob("*.jsonl"))
ROLES = {"anonyme", "benevole", "responsable", "referent"}


def test_there_are_some() -> None:
    assert len(FILES) >= 5


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_line_is_a_message_of_a_visitor_in_one_role(path: Path) -> None:
    with path.open(encoding="utf-8") as stream:
        lines = read_lines(stream, DialogueLine, path.name)
    roles: dict[str, set[str]] = {}
    for line in lines:
        roles.setdefault(line.conversation, set()).add(line.as_)
    assert all(len(said) == 1 and said <= ROLES for said in roles.values())
    order = [line.conversation for line in lines]
    assert [name for i, name in enumerate(order) if i == 0 or order[i - 1] != name] == list(roles)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_accepted_is_in_the_catalogue(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert {topic for row in rows for topic in row.get("accept", ())} <= set(TOPICS)
    assert sum("accept" in row for row in rows) > len(rows) / 2
