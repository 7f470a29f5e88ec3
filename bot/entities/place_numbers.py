"""Postal codes and numbers of départements: « 75011 », « le 93 », « dans le 13 ». Any other number is left alone.

Read with `places.py`, the only caller.
"""

import re

from bot.entities.gazetteer import DEPARTEMENT, POSTAL_CODE, Record, find_records
from bot.entities.reading import MAY_FOLLOW_A_PLACE, Reading

_POSTAL_CODE = re.compile(r"\d{5}")
_DEPARTEMENT = re.compile(r"\d{2,3}|2[ab]")
_LAST_DAY_OF_A_MONTH = 31
_NOT_A_PLACE = re.compile(
    r" (?:mission|numero|n|no|id|ref|reference|ticket|dossier|annonce|siren|siret|rna|tel|euros?)$"
)
_ANY_NUMBER = re.compile(r" (?:dans le|departements?(?: du| de la| numero| n)?|dept|dpt|habite le|habite dans le)$")
_LARGE_NUMBER = re.compile(r" (?:le|du|au|sur le|et le|ou le)$")


def find_postal_code(reading: Reading, index: int) -> Record | None:
    """The postal code that stands there, if it is one and counts nothing."""
    word = reading.words[index]
    if not _POSTAL_CODE.fullmatch(word.text) or _is_part_of_a_number(reading, index):
        return None
    if _NOT_A_PLACE.search(reading.before(index)) or not _is_followed_well(reading, index + 1):
        return None
    return next(iter(find_records(word.text, POSTAL_CODE)), None)


def find_departement(reading: Reading, index: int) -> Record | None:
    """The département whose number stands there, when the words before say so."""
    number = reading.words[index].folded
    if not _DEPARTEMENT.fullmatch(number) or _is_part_of_a_number(reading, index):
        return None
    if not (_is_announced(reading, index, number) and _is_followed_well(reading, index + 1)):
        return None
    return departement_numbered(number)


def departement_numbered(number: str) -> Record | None:
    """« 93 », « 2a », « 974 »."""
    return next(iter(find_records(f"departement {number}", DEPARTEMENT)), None)


def _is_announced(reading: Reading, index: int, number: str) -> bool:
    if len(reading.words) == 1 or _is_in_brackets(reading, index):
        return True
    before = reading.before(index)
    if _ANY_NUMBER.search(before):
        return True
    # « le 12 » is a day.
    return bool(_LARGE_NUMBER.search(before)) and (not number.isdigit() or int(number) > _LAST_DAY_OF_A_MONTH)


def _is_in_brackets(reading: Reading, index: int) -> bool:
    return reading.gap_before(index).endswith("(") and reading.gap_before(index + 1).startswith(")")


def _is_followed_well(reading: Reading, index: int) -> bool:
    after = reading.word_after(index)
    return after is None or after.folded in MAY_FOLLOW_A_PLACE or after.is_capitalised


def _is_part_of_a_number(reading: Reading, index: int) -> bool:
    """« 06 75 11 22 33 », « 12 000 », « n°75011 », « 75011 € », « 93 % », « 24/93 »."""
    before, after = reading.gap_before(index), reading.gap_before(index + 1)
    if re.search(r"[#€$+/°_@]$", before) or re.match(r"\s?[€$%/°_@]", after):
        return True
    return _is_digits_too(reading, index - 1, before) or _is_digits_too(reading, index + 1, after)


def _is_digits_too(reading: Reading, index: int, gap: str) -> bool:
    if not 0 <= index < len(reading.words) or gap.strip(" .-"):
        return False
    near = reading.words[index].text
    return near.isdigit() and not _POSTAL_CODE.fullmatch(near)
