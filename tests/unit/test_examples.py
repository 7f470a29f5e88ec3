"""What the bot is measured on must not be what it learnt: no example is, or nearly is, a measured message."""

import json

import numpy as np
import pytest
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from bot.catalogue import load_topics
from bot.catalogue.examples import list_examples
from bot.settings import ROOT
from bot.text.folding import fold

pytestmark = pytest.mark.slow

LEAST_DIFFERENCE = 0.2
EVALUATION_FILES = sorted((ROOT / "evaluation").glob("*.jsonl"))


def messages_in(name: str) -> list[str]:
    return [json.loads(line)["text"] for line in (ROOT / "evaluation" / name).read_text("utf-8").splitlines()]


def test_there_is_something_to_measure_with() -> None:
    names = [path.stem for path in EVALUATION_FILES]
    assert names == ["danger", "dev", "holdout-a", "holdout-b", "holdout-c", "holdout-d"]
    assert all(len(messages_in(path.name)) >= 200 for path in EVALUATION_FILES)


@pytest.mark.parametrize("name", [path.name for path in EVALUATION_FILES])
def test_no_example_is_a_near_copy_of_a_measured_message(name: str) -> None:
    examples = list_examples(ROOT)
    measured = messages_in(name)
    distances = process.cdist(
        [fold(text) for text in measured],
        [fold(example.text) for example in examples],
        scorer=Levenshtein.normalized_distance,
        dtype=np.float32,
    )
    too_near = [
        f"{examples[column].file}:{examples[column].line} « {examples[column].text} » ~ « {measured[row]} »"
        for row, column in zip(*np.nonzero(distances < LEAST_DIFFERENCE), strict=True)
    ]
    assert too_near == []


def test_every_measured_topic_is_in_the_catalogue() -> None:
    topics = {
        json.loads(line)["topic"] for path in EVALUATION_FILES for line in path.read_text("utf-8").splitlines() if line
    }
    assert topics <= set(load_topics())


def test_every_topic_has_as_many_examples_as_people_have_ways_to_say_it() -> None:
    counts: dict[str, int] = {}
    for example in list_examples(ROOT):
        counts[example.topic] = counts.get(example.topic, 0) + 1
    assert {topic: count for topic, count in counts.items() if count < 25} == {}
