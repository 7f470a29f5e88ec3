"""What stands beside the name of a commune and says which one: « Saint-Denis (93) », « 69003 Lyon », « Lyon 3e ».

Read with `places.py`, the only caller.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.entities.gazetteer import Record
from bot.entities.place_numbers import departement_numbered
from bot.entities.reading import Reading

_PART_OF_A_CITY = re.compile(r"(?:paris|lyon|marseille) \d{1,2}")
_PART = frozenset("arrondissement arr arrdt ardt eme".split())
_LEADS_TO_A_NUMBER = re.compile(r"\s?[(,\-–/]?\s?")


class Qualified(NamedTuple):
    """The commune that was meant, and where the words that say it end."""

    end: int
    record: Record


def qualify(reading: Reading, end: int, communes: Sequence[Record], *, is_word: bool) -> Qualified | None:
    """The one of these communes that the postal code or the number after `end` tells, if one does.

    A name that is a word (`is_word`) needs brackets around the number of its département.
    """
    if end >= len(reading.words) or not _LEADS_TO_A_NUMBER.fullmatch(reading.gap_before(end)):
        return None
    number = reading.words[end].folded
    for commune in communes:
        if number in commune.postal_codes:
            return Qualified(end + 1, with_postal_code(commune, number))
    departement = departement_numbered(number)
    # « à Valence 26 bénévoles » counts.
    if (
        departement is None
        or reading.word_after(end + 1) is not None
        or (is_word and "(" not in reading.gap_before(end))
    ):
        return None
    return next((Qualified(end + 1, place) for place in communes if place.departement == departement.code), None)


def with_postal_code(commune: Record, postal_code: str) -> Record:
    """The commune with this one of its postal codes only."""
    return commune._replace(postal_codes=(postal_code,))


def is_followed_by_its_count(reading: Reading, end: int, key: str) -> bool:
    """Whether « Paris 15 » is not the arrondissement: « à Paris 15 bénévoles », « à Lyon 3 mars »."""
    if not _PART_OF_A_CITY.fullmatch(key):
        return False
    after = reading.word_after(end)
    is_bare = reading.words[end - 1].text.isdigit()
    return is_bare and after is not None and after.folded not in _PART and not after.is_capitalised


def end_of_city_part(reading: Reading, end: int, key: str) -> int:
    """`end`, or after the word « arrondissement »."""
    after = reading.word_after(end)
    is_said = after is not None and after.folded in _PART and _PART_OF_A_CITY.fullmatch(key) is not None
    return end + 1 if is_said else end


def city_part_key(reading: Reading, index: int) -> tuple[int, str] | None:
    """« 13e arrondissement de Marseille » at its number: where it ends, and « marseille 13 »."""
    number = re.match(r"\d{1,2}", reading.words[index].folded)
    following = [word.folded for word in reading.words[index + 1 : index + 4]]
    if number is None or not following or following[0] not in _PART:
        return None
    skipped = 2 if following[1:2] in (["de"], ["a"]) else 1
    city = following[skipped] if len(following) > skipped else ""
    key = f"{city} {number[0]}"
    return (index + skipped + 2, key) if _PART_OF_A_CITY.fullmatch(key) else None
