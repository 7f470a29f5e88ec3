"""The words of a message with their positions, in the one spelling that the names of places are compared in."""

import re
from typing import NamedTuple

from bot.text.folding import fold

_WORD = re.compile(r"[^\W_]+")
_SHORTENED = {"st": "saint", "ste": "sainte"}


class Word(NamedTuple):
    """A run of letters and digits. Apostrophes and hyphens separate: « l'Aisne » is two words."""

    text: str
    folded: str
    start: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        """Whether its first letter is a capital."""
        return self.text[0].isupper()


def words_of(text: str) -> tuple[Word, ...]:
    """The words of the text, in order; folding is per word, so that positions are those of the text."""
    return tuple(_word(match) for match in _WORD.finditer(text))


def place_key(name: str) -> str:
    """« Saint-Étienne », « ST ETIENNE », « st étienne »: all « saint etienne »; « 11ème » is « 11 »."""
    return " ".join(without_ordinal(word.folded) for word in words_of(name))


def _word(match: "re.Match[str]") -> Word:
    folded = fold(match[0]).replace(" ", "")
    return Word(match[0], _SHORTENED.get(folded, folded), match.start(), match.end())


def without_ordinal(folded: str) -> str:
    """« 11 » for « 11e », « 11eme », « 1er »; any other word unchanged."""
    ordinal = re.fullmatch(r"(\d{1,2})(?:er|e|eme|ieme)", folded)
    return ordinal[1] if ordinal else folded
