"""Arithmetic of rankings: what is left without some topics, what is likelier after another, what two agree on."""

from collections.abc import Collection, Mapping

from bot.catalogue import Kind, Topic
from bot.wire.turns import RankedTopic

Ranking = tuple[RankedTopic, ...]
"""Topics with their probabilities, the most likely first; the least likely are left out."""

_LEAST = 1e-5
"""A topic that a reading leaves out is not impossible."""


def confidence_in(ranking: Ranking, topic: str) -> float:
    """The probability of that topic, 0 when it is left out."""
    return next((ranked.confidence for ranked in ranking if ranked.topic == topic), 0.0)


def without(ranking: Ranking, topic: str | None) -> Ranking:
    """The ranking once it is known not to be that topic."""
    return _among(ranking, [ranked for ranked in ranking if ranked.topic != topic])


def without_follow_ups(ranking: Ranking, catalogue: Mapping[str, Topic]) -> Ranking:
    """The ranking among what can be asked out of the blue."""
    return _among(
        ranking, [r for r in ranking if r.topic not in catalogue or catalogue[r.topic].kind is not Kind.FOLLOW_UP]
    )


def favour(ranking: Ranking, topics: Collection[str], times: float) -> Ranking:
    """The ranking when these topics are so many times more likely."""
    weighed = {r.topic: r.confidence * (times if r.topic in topics else 1) for r in ranking}
    return _by_weight(weighed, max(1.0, sum(weighed.values())))


def agree(alone: Ranking, after: Ranking, weight: float) -> Ranking:
    """What two readings of a message agree on; `weight`, 0 to 1, is that of the first.

    The product of their probabilities: a topic that one of them rules out is ruled out.
    """
    if not alone or not after:
        return alone
    least_alone, least_after = alone[-1].confidence / 2 + _LEAST, after[-1].confidence / 2 + _LEAST
    weighed = {
        topic: (confidence_in(alone, topic) or least_alone) ** weight
        * (confidence_in(after, topic) or least_after) ** (1 - weight)
        for topic in dict.fromkeys(ranked.topic for ranked in (*alone, *after))
    }
    return _by_weight(weighed, sum(weighed.values()))


def _among(ranking: Ranking, kept: list[RankedTopic]) -> Ranking:
    if len(kept) == len(ranking):
        return ranking
    left = 1.0 - sum(r.confidence for r in ranking) + sum(r.confidence for r in kept)
    return tuple(RankedTopic(topic=r.topic, confidence=min(1.0, r.confidence / max(left, 1e-9))) for r in kept)


def _by_weight(weighed: Mapping[str, float], total: float) -> Ranking:
    ordered = sorted(weighed.items(), key=lambda row: row[1], reverse=True)
    return tuple(RankedTopic(topic=topic, confidence=weight / total) for topic, weight in ordered)
