"""What each choice of a threshold would give: the curve on which the thresholds of `config.yml` are chosen."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from bot.catalogue import Kind, Topic
from bot.dialogue.decision import Thresholds, decide
from bot.dialogue.rankings import without_follow_ups
from bot.evaluation.figures import Figures, Labelled, compute_figures
from bot.evaluation.predictions import Prediction
from bot.wire.turns import Outcome, RankedTopic

Varied = Literal["answer", "decline", "clarify", "offer"]
Pairs = Sequence[tuple[Labelled, Prediction]]

_CANDIDATES: Mapping[Varied, tuple[float, ...]] = {
    "answer": (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9),
    "decline": (0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.9),
    "clarify": (0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3),
    "offer": (0.01, 0.02, 0.03, 0.04, 0.05, 0.07, 0.1, 0.15),
}
_BINS = 15


class Point(msgspec.Struct, frozen=True):
    """The figures with one threshold at one value, the others as they are."""

    value: float
    is_in_force: bool
    figures: Figures


def compute_curve(pairs: Pairs, catalogue: Mapping[str, Topic], thresholds: Thresholds, varied: Varied) -> list[Point]:
    """One point for each candidate value and for the one in force, by increasing value."""
    in_force = float(getattr(thresholds, varied))
    points = []
    for value in sorted({*_CANDIDATES[varied], in_force}):
        chosen = msgspec.structs.replace(thresholds, **{varied: value})
        decided = [(message, _decided(prediction, catalogue, chosen)) for message, prediction in pairs]
        points.append(Point(value, value == in_force, compute_figures(decided, catalogue)))
    return points


def _decided(prediction: Prediction, catalogue: Mapping[str, Topic], thresholds: Thresholds) -> Prediction:
    decision = decide(without_follow_ups(prediction.ranking, catalogue), catalogue, thresholds)
    topics = decision.topics
    is_handoff = decision.outcome is Outcome.ANSWER and catalogue[topics[0]].kind is Kind.HANDOFF
    outcome = Outcome.HANDOFF if is_handoff else decision.outcome
    return msgspec.structs.replace(prediction, outcome=outcome, topics=topics, confidence=decision.confidence)


def compute_calibration_error(pairs: Pairs, catalogue: Mapping[str, Topic]) -> float | None:
    """Mean distance between the best confidence and the share that is right, over 15 bins of equal width."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for message, prediction in pairs:
        ranking: Sequence[RankedTopic] = without_follow_ups(prediction.ranking, catalogue)
        if ranking:
            best = ranking[0]
            place = min(int(best.confidence * _BINS), _BINS - 1)
            bins.setdefault(place, []).append((best.confidence, best.topic in message.right_topics))
    total = sum(map(len, bins.values()))
    if not total:
        return None
    gaps = (abs(sum(c for c, _ in rows) - sum(right for _, right in rows)) for rows in bins.values())
    return sum(gaps) / total
