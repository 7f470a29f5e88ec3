"""One spelling for words that differ only by case, accents or apostrophes: what classifiers compare."""

import unicodedata

_SAME = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "œ": "oe", "æ": "ae", "\u00a0": " ", "\u202f": " "})


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes, single blanks."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_SAME))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split())
