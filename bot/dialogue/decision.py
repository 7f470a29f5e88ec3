"""Answer, ask, or admit: what to do with a ranking of topics. A wrong answer is worse than a question."""

from collections.abc import Mapping, Sequence

import msgspec

from bot.catalogue import Kind, Topic
from bot.wire.turns import Outcome, RankedTopic

MOST_OFFERED = 3


class Thresholds(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Probabilities, but for `alone`, `concerned`, `related` and `last`; those in force are set in `config.yml`."""

    answer: float = 0.6
    """Answer at once from this confidence on."""
    doubt: float = 0.05
    """A message may be out of scope from this confidence on: then it takes more to answer."""
    answer_in_doubt: float = 0.8
    """Answer a message that may be out of scope from this confidence on."""
    decline: float = 0.8
    """Say that it is out of scope from this confidence on."""
    offer: float = 0.03
    """A topic below is not worth offering."""
    clarify: float = 0.08
    """Below this best confidence nothing is offered: ask to say it differently."""
    urgent: float = 0.9
    """A person is taken to be in danger from this confidence on, whatever else the message may mean."""
    worried: float = 0.4
    """A person may be in danger from this confidence on: it is asked, with where to call."""
    follow_up: float = 0.5
    """« oui », « ça ne marche pas », « étape suivante »: understood as such from this confidence on."""
    second_question: float = 0.7
    """Each question of a message that asks two is answered from this confidence on."""
    sure: float = 0.9
    """From this confidence on, what a message means alone is what it means, whatever was said before."""
    alone: float = 0.75
    """What another message means alone counts for so much, what it means after the last question for the rest."""
    concerned: float = 3.0
    """How many times more likely a topic that concerns the visitor is than one for people in another role."""
    related: float = 4.0
    """How many times more likely a topic is after one that is near: that it is related to, or that is to it."""
    last: float = 35.0
    """How many times more likely the topic just answered is, for a message of usual length."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What to do. `topics`: the one to answer, or those to offer (best first)."""

    outcome: Outcome
    topics: tuple[str, ...]
    confidence: float


def decide(ranking: Sequence[RankedTopic], catalogue: Mapping[str, Topic], thresholds: Thresholds) -> Decision:
    """Decide on a ranking sorted by decreasing confidence. Topics unknown to the catalogue are never chosen."""
    known = [ranked for ranked in ranking if ranked.topic in catalogue]
    if not known:
        return Decision(outcome=Outcome.REPHRASE, topics=(), confidence=0.0)
    best = known[0]
    if catalogue[best.topic].kind is Kind.OUT_OF_SCOPE:
        if best.confidence >= thresholds.decline:
            return Decision(outcome=Outcome.DECLINE, topics=(), confidence=best.confidence)
    elif best.confidence >= _enough_to_answer(known, catalogue, thresholds):
        return Decision(outcome=Outcome.ANSWER, topics=(best.topic,), confidence=best.confidence)
    offered = _worth_offering(known, catalogue, thresholds)
    if offered and best.confidence >= thresholds.clarify:
        return Decision(outcome=Outcome.CLARIFY, topics=offered, confidence=best.confidence)
    return Decision(outcome=Outcome.REPHRASE, topics=(), confidence=best.confidence)


def _enough_to_answer(known: Sequence[RankedTopic], catalogue: Mapping[str, Topic], thresholds: Thresholds) -> float:
    outside = sum(r.confidence for r in known if catalogue[r.topic].kind is Kind.OUT_OF_SCOPE)
    return thresholds.answer if outside < thresholds.doubt else thresholds.answer_in_doubt


def _worth_offering(
    known: Sequence[RankedTopic], catalogue: Mapping[str, Topic], thresholds: Thresholds
) -> tuple[str, ...]:
    # Nobody chooses « Bonjour » or « hors sujet » in a list of questions.
    unfit = (Kind.CHITCHAT, Kind.OUT_OF_SCOPE, Kind.FOLLOW_UP)
    choosable = [r for r in known if catalogue[r.topic].is_offered and catalogue[r.topic].kind not in unfit]
    return tuple(r.topic for r in choosable if r.confidence >= thresholds.offer)[:MOST_OFFERED]
