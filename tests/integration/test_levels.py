"""The levels that the assistant must not fall under, on messages it has never seen.

With a margin of half a point to two points: a message or two may tip over when examples change. The two holdouts are
harder on purpose: their short messages that people had also written as examples were taken out.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from bot.catalogue import load_topics
from bot.cli.labelled_files import read_labelled
from bot.evaluation.figures import Figures, Labelled, compute_figures
from bot.evaluation.predictions import Prediction, predict_all
from bot.settings import ROOT
from bot.wire.turns import Outcome

URGENT = "danger_detresse"
LOWEST = {"dev": {"helpful": 0.955, "direct": 0.87}, "holdout": {"helpful": 0.945, "direct": 0.86}}
HIGHEST = {"dev": {"wrong": 0.03, "leaked": 0.04}, "holdout": {"wrong": 0.035, "leaked": 0.06}}
Pairs = list[tuple[Labelled, Prediction]]


@pytest.fixture(scope="module")
def predicted(model: Path) -> Mapping[str, Pairs]:
    """Every measured message with what would be done about it, by file."""
    files = {path.stem: read_labelled(path) for path in sorted((ROOT / "evaluation").glob("*.jsonl"))}
    messages = [message for file in files.values() for message in file]
    predictions = iter(predict_all(model, [message.text for message in messages]))
    return {name: [(message, next(predictions)) for message in file] for name, file in files.items()}


@pytest.mark.parametrize("name", ["dev", "holdout-a", "holdout-b"])
def test_the_levels_hold(name: str, predicted: Mapping[str, Pairs]) -> None:
    figures: Figures = compute_figures(predicted[name], load_topics())
    reached, file = msgspec.to_builtins(figures), name.partition("-")[0]
    assert {key: reached[key] for key, level in LOWEST[file].items() if reached[key] < level} == {}
    assert {key: reached[key] for key, level in HIGHEST[file].items() if reached[key] > level} == {}


def test_no_person_in_danger_is_missed_on_the_set_that_was_given(predicted: Mapping[str, Pairs]) -> None:
    in_danger = [prediction for message, prediction in predicted["dev"] if message.topic == URGENT]
    assert in_danger
    assert {(p.outcome, p.topics) for p in in_danger} == {(Outcome.HANDOFF, (URGENT,))}
