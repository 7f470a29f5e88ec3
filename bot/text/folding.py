"""One spelling for words that differ only by case, accents or apostrophes: what classifiers compare."""

import unicodedata
from functools import lru_cache

_SAME = str.maketrans({"’": "'", "‘": "'", "´": "'", "œ": "oe", "æ": "ae", "\u00a0": " ", "\u202f": " "})


class _WithoutAccents(dict[int, int | None]):
    """For `str.translate`: each character, looked at once, stays as it is or, when it is an accent alone, goes."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


_WITHOUT_ACCENTS = _WithoutAccents()


# A message is folded by each who reads it.
@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes, single blanks."""
    folded = text.lower().replace("`", "'")
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded.translate(_SAME)).translate(_WITHOUT_ACCENTS)
    return " ".join(folded.split())
