"""How often guesses are right, and whether their confidence means what it says. Pure."""

from collections.abc import Sequence, Set

import msgspec

_BINS = 15


class Guess(msgspec.Struct, frozen=True, array_like=True):
    """The best three topics of a message, best first, and the probability of the first."""

    topics: tuple[str, ...]
    confidence: float


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """Shares between 0 and 1. `calibration_error`: mean gap between confidence and rightness, over 15 bins."""

    first: float
    among_three: float
    calibration_error: float


def score(guesses: Sequence[Guess], rights: Sequence[Set[str]]) -> Scores:
    """Over one message or more, each with all the topics that are right for it."""
    pairs = list(zip(guesses, rights, strict=True))
    hits = [bool(right & set(guess.topics[:1])) for guess, right in pairs]
    return Scores(
        first=sum(hits) / len(pairs),
        among_three=sum(bool(right & set(guess.topics[:3])) for guess, right in pairs) / len(pairs),
        calibration_error=calibration_error([guess.confidence for guess in guesses], hits),
    )


def calibration_error(confidences: Sequence[float], hits: Sequence[bool]) -> float:
    """Expected calibration error: bins of equal width, each weighted by its messages."""
    gaps: dict[int, float] = {}
    for confidence, hit in zip(confidences, hits, strict=True):
        number = min(int(confidence * _BINS), _BINS - 1)
        gaps[number] = gaps.get(number, 0.0) + hit - confidence
    return sum(abs(gap) for gap in gaps.values()) / len(hits)
