"""`python -m bot.nlu.dataset_benchmark < given.json`: our features and topic model on texts from elsewhere.

A subprocess of `assistant bench massive` and `banking77-fr`; without Rasa. Judging the guesses is not its work.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.text_features import TextFeatures
from bot.nlu.topic_model import TopicModel

_BEST = 3
_TIMED = 200
_WARM_UP = 5

Guess = tuple[list[str], float]
Guesser = Callable[[Sequence[str]], list[Guess]]


def train_in_force(texts: Sequence[str], labels: Sequence[str], penalty: float) -> Guesser:
    """The pipeline as it is now."""
    features, rows = TextFeatures.fit_transform(texts)
    model = TopicModel.fit(rows, labels, penalty)
    return lambda unseen: best_guesses(labels, model.probabilities(features.transform(unseen)))


def best_guesses(labels: Sequence[str], probabilities: npt.NDArray[Any]) -> list[Guess]:
    """For each row the most likely three, best first, and the probability of the first.

    `labels` are those of the training; a column stands for each different one, in alphabetical order.
    """
    columns = np.unique(labels).tolist()
    order = (-probabilities).argsort(axis=1, kind="stable")[:, :_BEST]
    return [
        ([columns[index] for index in best], float(row[best[0]]))
        for row, best in zip(probabilities, order, strict=True)
    ]


def compute(examples: Sequence[Sequence[str]], tests: dict[str, list[str]], penalty: float) -> dict[str, Any]:
    """Train, then guess each list of texts."""
    started = time.perf_counter()
    guess = train_in_force([text for text, _ in examples], [label for _, label in examples], penalty)
    seconds = time.perf_counter() - started
    return {
        "training_seconds": seconds,
        "guesses": {name: guess(texts) for name, texts in tests.items()},
        "sentence_ms": statistics.median(_time_each(guess, next(iter(tests.values()))[:_TIMED])),
    }


def _time_each(guess: Guesser, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each text alone, as a message is treated; the first ones warm up."""
    times = []
    for text in [*texts[:_WARM_UP], *texts]:
        started = time.perf_counter()
        guess([text])
        times.append((time.perf_counter() - started) * 1000)
    return times[len(texts[:_WARM_UP]) :]


def main() -> None:
    """Standard input to its end, then one line."""
    given = json.load(sys.stdin)
    print(json.dumps(compute(given["examples"], given["tests"], given["penalty"]), ensure_ascii=False))


if __name__ == "__main__":
    main()
