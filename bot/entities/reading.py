"""A message as the rules of places read it: words, what stands around them, and what its capitals are worth."""

import re

from bot.entities.gazetteer import is_known
from bot.entities.words import Word, without_ordinal, words_of

# Their words are no words of the message.
_ADDRESS = re.compile(r"(?<!\S)\S*?(?:://|www\.|@|\.(?:fr|com|org|net)\b)\S*", re.IGNORECASE)
_JOINS_A_NAME = re.compile(r"[^\S\n]?[\-\u2010\u2011'’‘`./]?[^\S\n]?")
_ENDS_A_CLAUSE = re.compile(r"[.,;!?()\[\]«»“”\"\n]|\s[-–—]\s")
_ENDS_A_SENTENCE = re.compile(r"[.;:!?()\[\]«»“”\"\n]|\s[-–—]\s")
_SMALL_TALK = frozenset("oui non bonjour salut svp merci plutot alors ville commune france c est ce serait".split())
MAY_FOLLOW_A_PLACE = frozenset(
    "et ou a au dans avec pour sur svp merci car mais je j il y est en si quels quelles comment on nous c ce cet cette "
    "france environ aux alentours pres qui que le la les du des depuis demain samedi dimanche avez avez vous".split()
)
"""What may come right after a place; before another word a number counts (« 10000 bénévoles ») and a name is a word."""
_WORDS_LOOKED_AT = 5
_LONGEST_NAME = 8
"""In words; no place has more."""
_SHORT_MESSAGE_WORDS = 6
_SHARE_OF_CAPITALS_OF_A_TITLE = 0.6
_FEWEST_WORDS_OF_A_TITLE = 4


class Reading:
    """A span is the words from `start` (included) to `end` (not included)."""

    def __init__(self, text: str):
        # Dots, as many as letters: they end a clause and move nothing.
        self.text = _ADDRESS.sub(lambda address: "." * len(address[0]), text)
        self.words: tuple[Word, ...] = words_of(self.text)
        self._has_plain_capitals = not _is_title_or_shout(self.words)

    def names_from(self, start: int, article: str = "") -> list[tuple[int, str]]:
        """The ends and the keys of the names of places that begin there, the longest first; `article` is put before."""
        names: list[tuple[int, str]] = []
        key = article
        for end in range(start + 1, min(start + _LONGEST_NAME, len(self.words)) + 1):
            word = self.words[end - 1]
            if end > start + 1 and not _JOINS_A_NAME.fullmatch(self.gap_before(end - 1)):
                break
            key = f"{key} {without_ordinal(word.folded)}" if key else word.folded
            if is_known(key):
                names.append((end, key))
        return names[::-1]

    def gap_before(self, index: int) -> str:
        """What stands between a word and the one before it, or between it and an end of the message."""
        begin = self.words[index - 1].end if index > 0 else 0
        return self.text[begin : self.words[index].start if index < len(self.words) else len(self.text)]

    def before(self, start: int) -> str:
        """The words before the span in the same clause, each after a blank: « j habite a »."""
        first = start
        while first > max(0, start - _WORDS_LOOKED_AT) and not _ENDS_A_CLAUSE.search(self.gap_before(first)):
            first -= 1
        return "".join(f" {word.folded}" for word in self.words[first:start])

    def word_before(self, start: int) -> Word | None:
        """The word before the span, when nothing cuts them."""
        return None if start == 0 or _ENDS_A_CLAUSE.search(self.gap_before(start)) else self.words[start - 1]

    def word_after(self, end: int) -> Word | None:
        """The word after the span, when nothing cuts them."""
        return None if end >= len(self.words) or _ENDS_A_CLAUSE.search(self.gap_before(end)) else self.words[end]

    def is_glued(self, start: int, end: int) -> bool:
        """Whether a hyphen makes the span a part of a longer name: « Croix-Rouge », « Paris-Saclay »."""
        return (start > 0 and self.gap_before(start) == "-") or (end < len(self.words) and self.gap_before(end) == "-")

    def is_capitalised(self, start: int, end: int) -> bool:
        """Whether the last word of the span has a capital that says something."""
        return self._has_plain_capitals and self.words[end - 1 if end - start < 3 else start].is_capitalised

    def starts_sentence(self, start: int) -> bool:
        """Whether a capital there is only the capital of a sentence, or of a label between quotation marks."""
        return start == 0 or bool(_ENDS_A_SENTENCE.search(self.gap_before(start)))

    def is_alone(self, start: int, end: int) -> bool:
        """Whether the message says nothing else."""
        return all(word.folded in _SMALL_TALK for word in (*self.words[:start], *self.words[end:]))

    @property
    def is_short(self) -> bool:
        """Whether the message is a few words, as one types in a search box: « maraude ce soir paris »."""
        return len(self.words) <= _SHORT_MESSAGE_WORDS


def _is_title_or_shout(words: tuple[Word, ...]) -> bool:
    letters = [word for word in words if len(word.text) > 1 and word.text[0].isalpha()]
    capitals = sum(word.is_capitalised for word in letters)
    return len(letters) >= _FEWEST_WORDS_OF_A_TITLE and capitals > _SHARE_OF_CAPITALS_OF_A_TITLE * len(letters)
