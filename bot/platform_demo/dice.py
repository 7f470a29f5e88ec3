"""The only source of chance: one seeded generator, so that the same seed and day give the same database."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws. Never give it a set: the order of a set of strings changes from one process to the next."""

    def __init__(self, seed: int):
        self._random = Random(seed)

    def chance(self, probability: float) -> bool:
        """Tell whether something of that probability (0–1) happens."""
        return self._random.random() < probability

    def between(self, lowest: int, highest: int) -> int:
        """Draw an integer, both ends included."""
        return self._random.randint(lowest, highest)

    def pick(self, choices: Sequence[T]) -> T:
        """Draw one of the choices."""
        return self._random.choice(choices)

    def several(self, choices: Sequence[T], count: int) -> list[T]:
        """Draw up to `count` different choices."""
        return self._random.sample(choices, min(count, len(choices)))

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Draw a key in proportion to its weight."""
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def moment(self, earliest: datetime, latest: datetime) -> datetime:
        """Draw an instant, by day when the interval has a day-time; `earliest` when the interval is empty."""
        seconds = int((latest - earliest).total_seconds())
        if seconds <= 0:
            return earliest
        drawn = earliest + timedelta(seconds=self._random.randint(0, seconds))
        by_day = drawn.replace(hour=8 + drawn.hour // 2)
        return by_day if earliest <= by_day <= latest else drawn

    def token(self) -> str:
        """Draw 32 hexadecimal characters."""
        return f"{self._random.getrandbits(128):032x}"
