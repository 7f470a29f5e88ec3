"""The figures of `assistant bench turn`, and the rows that compare them. Pure."""

from collections.abc import Sequence

import msgspec

from bot.evaluation.bench.comparison import Row
from bot.evaluation.bench.turn_times import CLIENTS, CONVERSATION_TURNS
from bot.evaluation.figures import Labelled


class TurnFigures(msgspec.Struct, kw_only=True):
    """Of one contender. `fresh`: each turn opens a conversation; `long`: conversations of ten turns."""

    fresh_p50_ms: float
    fresh_p95_ms: float
    long_p50_ms: float
    long_p95_ms: float
    turns_per_second: float
    silent_turns: int = 0
    first_right: float | None = None
    three_right: float | None = None
    memory_mb: float | None = None
    ready_seconds: float | None = None

    def judge(self, messages: Sequence[Labelled], rankings: Sequence[Sequence[str]]) -> None:
        """Set the shares of messages whose right topic is first, and among the first three."""
        pairs = list(zip(messages, rankings, strict=True))
        self.first_right = sum(bool(m.right_topics & set(r[:1])) for m, r in pairs) / len(pairs)
        self.three_right = sum(bool(m.right_topics & set(r[:3])) for m, r in pairs) / len(pairs)


class WebSocketFigures(msgspec.Struct, frozen=True, kw_only=True):
    """This assistant through its public door, and the memory of each of its processes."""

    p50_ms: float
    p95_ms: float
    memory_mb: dict[str, float]


def turn_rows(own: TurnFigures, recommended: TurnFigures | None) -> list[Row]:
    """Side by side."""
    labels = {
        "fresh_p50_ms": "tour, conversation neuve, p50 (ms)",
        "fresh_p95_ms": "tour, conversation neuve, p95 (ms)",
        "long_p50_ms": f"tour, conversations de {CONVERSATION_TURNS} tours, p50 (ms)",
        "long_p95_ms": f"tour, conversations de {CONVERSATION_TURNS} tours, p95 (ms)",
        "turns_per_second": f"tours par seconde, {CLIENTS} clients",
        "first_right": "bon sujet en premier",
        "three_right": "bon sujet parmi trois",
        "memory_mb": "mémoire du processus Rasa (Mo)",
        "ready_seconds": "Rasa prêt, du lancement à sa réponse (s)",
    }
    return [
        Row(
            key=key,
            label=label,
            own=getattr(own, key),
            recommended=getattr(recommended, key) if recommended is not None else None,
            is_share=key.endswith("_right"),
            more_is_better=key in ("turns_per_second", "first_right", "three_right"),
        )
        for key, label in labels.items()
    ]
