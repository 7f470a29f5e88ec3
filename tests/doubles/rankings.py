"""What the NLU would say, written in one line."""

from bot.dialogue.rankings import Ranking
from bot.wire.turns import RankedTopic


def ranking(**confidences: float) -> Ranking:
    """Topics with their probabilities, best first, as the NLU gives them."""
    return tuple(RankedTopic(topic=name, confidence=value) for name, value in confidences.items())
