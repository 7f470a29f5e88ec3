"""Spoils sentences as hurried people do, always the same way for the same sentence. Pure."""

import random
import unicodedata

MISTYPED_SHARE = 0.2
_KEYBOARD = ("azertyuiop", "qsdfghjklm", "wxcvbn")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


def without_accents(text: str) -> str:
    """The same letters, bare."""
    decomposed = unicodedata.normalize("NFD", text.translate(_LIGATURES))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def mistype(text: str, share: float = MISTYPED_SHARE) -> str:
    """One mistake in each word with that probability; words of one letter stay."""
    dice = random.Random(text)  # noqa: S311 - mistakes, not secrets
    return " ".join(_spoil(word, dice) if dice.random() < share else word for word in text.split(" "))


def _spoil(word: str, dice: random.Random) -> str:
    places = [place for place, letter in enumerate(word) if letter.isalpha()]
    if len(places) < 2:
        return word
    place = dice.choice(places)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    ways = [before + after, before + 2 * letter + after]
    ways += [before + neighbour + after for neighbour in _neighbours(letter)]
    if after and after[0].isalpha() and after[0] != letter:
        ways.append(before + after[0] + letter + after[1:])
    return dice.choice(ways)


def _neighbours(letter: str) -> str:
    """The keys on both sides of that one, on a French keyboard; none for accented letters and capitals."""
    for row in _KEYBOARD:
        if (column := row.find(letter)) >= 0:
            return row[max(column - 1, 0) : column] + row[column + 1 : column + 2]
    return ""
