"""Reads how long each epoch of each neural component took from what `rasa train` says. Pure.

The first epoch of a component also builds its graph, so an epoch's time is that of the later ones; their median, for
whatever else the machine does makes one epoch in a few two or three times as long.
"""

import re
import statistics
from collections.abc import Mapping
from itertools import pairwise

_STARTED = re.compile(r"Starting to train component '(\w+)'")
_FINISHED = re.compile(r"Finished training component '(\w+)'")
_EPOCH = re.compile(r"Epochs:.*?(\d+)/\d+ \[")
_LINE_ENDS = re.compile(r"[\r\n]")
_NEURAL = ("DIETClassifier", "ResponseSelector", "UnexpecTEDIntentPolicy", "TEDPolicy")


class EpochClock:
    """Fed with pieces of the output and the second at which each came."""

    def __init__(self) -> None:
        self._unfinished = ""
        self._component = ""
        self._ends: dict[str, dict[int, float]] = {}
        self.trained: list[str] = []

    def feed(self, piece: str, second: float) -> str | None:
        """Take a piece of the output; what there is to say about it, in French."""
        *lines, self._unfinished = _LINE_ENDS.split(self._unfinished + piece)
        # A progress bar ends its line only when it is redrawn: the unfinished line counts at once.
        news = [said for line in [*lines, self._unfinished] if (said := self._read(line, second))]
        return news[-1] if news else None

    def _read(self, line: str, second: float) -> str | None:
        if started := _STARTED.search(line):
            if self._component == started[1]:
                return None
            self._component = started[1]
            return f"apprentissage de {self._component}"
        if (finished := _FINISHED.search(line)) and finished[1] not in self.trained:
            self.trained.append(finished[1])
        if (epoch := _EPOCH.search(line)) and int(epoch[1]) > 0:
            ends = self._ends.setdefault(self._component, {})
            if int(epoch[1]) not in ends:
                ends[int(epoch[1])] = second
                return f"{self._component}, époque {epoch[1]}"
        return None

    @property
    def epochs(self) -> dict[str, list[float]]:
        """By component, the seconds of each epoch but the first; components with two epochs at least."""
        return {name: seconds for name, ends in self._ends.items() if (seconds := _between(ends))}

    @property
    def seconds_per_epoch(self) -> dict[str, float]:
        """By component, the usual epoch."""
        return {name: statistics.median(seconds) for name, seconds in self.epochs.items()}

    @property
    def idle(self) -> tuple[str, ...]:
        """Neural components that went through no epoch: the data have nothing for them to learn."""
        return tuple(name for name in _NEURAL if name in self.trained and name not in self._ends)


def _between(ends: Mapping[int, float]) -> list[float]:
    numbers = sorted(ends)
    return [(ends[after] - ends[before]) / (after - before) for before, after in pairwise(numbers)]


def scale_training(seconds: float, epochs: int, full_epochs: int, seconds_per_epoch: Mapping[str, float]) -> float:
    """What a training that took `seconds` with a few epochs would take with all of them."""
    return seconds + max(full_epochs - epochs, 0) * sum(seconds_per_epoch.values())
