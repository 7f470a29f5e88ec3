"""An answer given again, because a detail of it was asked: the paragraph about that detail comes first.

Which one is near the message, by the meaning of its sentences; when none stands out, the answer stays as it is.
"""

import re
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Texts to points of length 1: their product says how near two of them are."""

_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?:;])\s+|\n+")
_ITEM = re.compile(r"(?:-|\d+\.) ")
_SHORTEST_SENTENCE = 8
_NEAR = 0.2
_AHEAD = 0.06
"""How much nearer than the next one: of 60 details that people asked, 9 paragraphs in 10 that far ahead were right."""


def paragraphs_of(text: str) -> list[str]:
    """Its paragraphs, each list with the line that announces it."""
    paragraphs: list[str] = []
    for part in _BETWEEN_PARAGRAPHS.split(text.strip()):
        if paragraphs and (_ITEM.match(part) or paragraphs[-1].rstrip().endswith(":")):
            paragraphs[-1] += "\n\n" + part
        else:
            paragraphs.append(part)
    return paragraphs


def paragraph_about(message: str, paragraphs: Sequence[str], encode: Encode) -> int | None:
    """The place of the paragraph that the message is about, when one stands out."""
    sentences = [(place, s) for place, text in enumerate(paragraphs) for s in _sentences(text)]
    if len(paragraphs) < 2 or not sentences:
        return None
    points = encode([message, *(sentence for _, sentence in sentences)])
    nearness = points[1:] @ points[0]
    best = [
        max((near for (p, _), near in zip(sentences, nearness, strict=True) if p == place), default=-1.0)
        for place in range(len(paragraphs))
    ]
    second, first = sorted(best)[-2:]
    return best.index(first) if first >= _NEAR and first - second >= _AHEAD else None


def _sentences(paragraph: str) -> list[str]:
    return [sentence for sentence in _BETWEEN_SENTENCES.split(paragraph) if len(sentence) > _SHORTEST_SENTENCE]
