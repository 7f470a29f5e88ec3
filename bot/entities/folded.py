"""What patterns are searched in: a message in folded letters (`bot.text.folding`), each with its place."""

import re
from functools import lru_cache
from typing import Any

from bot.entities.found import EntityKind, Found
from bot.text.folding import fold


class Folded:
    """« À l'Été  » is searched as « a l'ete »; what is found there is given back as it was written."""

    def __init__(self, message: str):
        self.message = message
        letters: list[str] = []
        self._positions: list[int] = []
        for position, character in enumerate(message):
            folded = _fold_one(character)
            if folded == " " and letters and letters[-1] == " ":
                continue
            letters.extend(folded)
            self._positions.extend([position] * len(folded))
        self.text = "".join(letters)

    def found(
        self, kind: EntityKind, match: "re.Match[str]", value: dict[str, Any] | str, group: int | str = 0
    ) -> Found:
        """What matched, at its place in the message."""
        start, end = self._positions[match.start(group)], self._positions[match.end(group) - 1] + 1
        return Found(kind, start, end, self.message[start:end], value)


@lru_cache(maxsize=8)
def fold_message(message: str) -> Folded:
    """Made once of the message being read, at which several rules look."""
    return Folded(message)


def either(lines: str) -> str:
    """A pattern of alternatives, from lines that each hold some: long lists stay readable."""
    return "(?:" + "|".join(line.strip() for line in lines.strip().splitlines()) + ")"


@lru_cache(maxsize=4096)
def _fold_one(character: str) -> str:
    return " " if character.isspace() else fold(character)
