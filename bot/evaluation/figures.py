"""The figures of the design: helpful, direct, wrong, lost, leaked. Pure arithmetic on labelled predictions."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from bot.catalogue import Kind, Topic
from bot.evaluation.predictions import Prediction
from bot.wire.turns import Outcome


class Labelled(msgspec.Struct, frozen=True):
    """A message with the topic that answers it, and others that would do."""

    text: str
    topic: str
    accept: tuple[str, ...] = ()
    style: str = ""

    @property
    def right_topics(self) -> frozenset[str]:
        """Every topic that is a right answer."""
        return frozenset({self.topic, *self.accept})


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Shares between 0 and 1; `None` when there was no message to compute it on."""

    in_scope: int
    out_of_scope: int
    helpful: float | None
    direct: float | None
    wrong: float | None
    lost: float | None
    leaked: float | None


def is_direct(message: Labelled, prediction: Prediction) -> bool:
    """The right topic is answered at once."""
    return _answered(prediction) in message.right_topics


def is_wrong(message: Labelled, prediction: Prediction) -> bool:
    """Another topic is answered at once."""
    answered = _answered(prediction)
    return answered is not None and answered not in message.right_topics


def is_helpful(message: Labelled, prediction: Prediction) -> bool:
    """Answered right, or the right topic is among those offered."""
    offered = prediction.topics if prediction.outcome is Outcome.CLARIFY else ()
    return is_direct(message, prediction) or bool(message.right_topics & set(offered))


def is_lost(message: Labelled, prediction: Prediction) -> bool:
    """Neither answered nor offered."""
    return not is_helpful(message, prediction) and not is_wrong(message, prediction)


def compute_figures(pairs: Sequence[tuple[Labelled, Prediction]], catalogue: Mapping[str, Topic]) -> Figures:
    """The figures over these messages."""
    inside = [pair for pair in pairs if not _is_out_of_scope(pair[0], catalogue)]
    outside = [pair for pair in pairs if _is_out_of_scope(pair[0], catalogue)]
    return Figures(
        in_scope=len(inside),
        out_of_scope=len(outside),
        helpful=_share(is_helpful(*pair) for pair in inside),
        direct=_share(is_direct(*pair) for pair in inside),
        wrong=_share(is_wrong(*pair) for pair in inside),
        lost=_share(is_lost(*pair) for pair in inside),
        leaked=_share(_answered(prediction) is not None for _, prediction in outside),
    )


def compute_by_topic(
    pairs: Sequence[tuple[Labelled, Prediction]], catalogue: Mapping[str, Topic]
) -> dict[str, Figures]:
    """The figures of each topic that has messages, in the order of the messages."""
    by_topic: dict[str, list[tuple[Labelled, Prediction]]] = {}
    for pair in pairs:
        by_topic.setdefault(pair[0].topic, []).append(pair)
    return {topic: compute_figures(own, catalogue) for topic, own in by_topic.items()}


def _answered(prediction: Prediction) -> str | None:
    if prediction.outcome in (Outcome.ANSWER, Outcome.HANDOFF) and prediction.topics:
        return prediction.topics[0]
    return None


def _is_out_of_scope(message: Labelled, catalogue: Mapping[str, Topic]) -> bool:
    topic = catalogue.get(message.topic)
    return topic is not None and topic.kind is Kind.OUT_OF_SCOPE


def _share(facts: Iterable[bool]) -> float | None:
    values = list(facts)
    return sum(values) / len(values) if values else None
