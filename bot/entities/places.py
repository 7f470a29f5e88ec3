"""Communes, départements, regions and postal codes of a message.

Here names are found; whether a name means the place is for `commune_rules.py`, `area_rules.py` and `place_numbers.py`.
"""

from typing import Any, NamedTuple

from bot.entities import area_rules, commune_rules
from bot.entities.found import EntityKind, Found, found
from bot.entities.gazetteer import COMMUNE, DEPARTEMENT, REGION, Record, find_records, is_ordinary
from bot.entities.place_numbers import find_departement, find_postal_code
from bot.entities.place_qualifiers import (
    city_part_key,
    end_of_city_part,
    is_followed_by_its_count,
    qualify,
    with_postal_code,
)
from bot.entities.reading import Reading

_TYPES = {"c": "commune", "d": "departement", "r": "region", "p": "code_postal"}
_HIDDEN_ARTICLES = {"au": "le", "du": "le", "aux": "les", "des": "les"}
_POSTAL_CODES_SHOWN = 5
_SIZE_OF_A_CITY = 20_000


class _Match(NamedTuple):
    """A place, the words it is written with, and how many other places they may mean."""

    start: int
    end: int
    record: Record
    alternatives: int = 0


def find_places(text: str) -> list[Found]:
    """The places that the text names, in order."""
    reading = Reading(text)
    matches: list[_Match] = []
    index = 0
    while index < len(reading.words):
        match = _number_at(reading, index) or _name_at(reading, index, _goes_on(reading, matches, index))
        if match is not None:
            matches.append(match)
        index = match.end if match is not None else index + 1
    return [_found(reading, match) for match in matches]


def _goes_on(reading: Reading, matches: list[_Match], index: int) -> bool:
    """Whether the word goes on with a list of places: « à Lyon, Grenoble et Vienne »."""
    if not matches:
        return False
    end = matches[-1].end
    if index == end:
        return reading.gap_before(index).strip() in (",", "/")
    return index == end + 1 and reading.words[end].folded in ("et", "ou")


def _number_at(reading: Reading, index: int) -> _Match | None:
    if not reading.words[index].text[0].isdigit():
        return None
    postal_code = find_postal_code(reading, index)
    if postal_code is not None:
        return _with_its_commune(reading, index, postal_code.code) or _Match(
            index, index + 1, postal_code, postal_code.size - 1
        )
    part = city_part_key(reading, index)
    if part is not None:
        end, key = part
        return next((_Match(index, end, record) for record in find_records(key, COMMUNE)), None)
    departement = find_departement(reading, index)
    return None if departement is None else _Match(index, index + 1, departement)


def _with_its_commune(reading: Reading, index: int, postal_code: str) -> _Match | None:
    """« 69003 Lyon » is one place."""
    if reading.gap_before(index + 1).strip() not in ("", ",", "-"):
        return None
    for end, key in reading.names_from(index + 1):
        for commune in find_records(key, COMMUNE):
            if postal_code in commune.postal_codes:
                return _Match(index, end, with_postal_code(commune, postal_code))
    return None


def _name_at(reading: Reading, start: int, goes_on: bool) -> _Match | None:
    hidden = reading.word_before(start)
    article = hidden.folded if hidden is not None and hidden.folded in _HIDDEN_ARTICLES else ""
    if article:
        for end, key in reading.names_from(start, _HIDDEN_ARTICLES[article]):
            match = _commune_at(reading, start, end, key, article=article)
            if match is not None:
                return match
    for end, key in reading.names_from(start):
        match = _area_at(reading, start, end, key) or _commune_at(reading, start, end, key, goes_on=goes_on)
        if match is not None:
            return match
    return None


def _area_at(reading: Reading, start: int, end: int, key: str) -> _Match | None:
    areas = [*find_records(key, DEPARTEMENT), *find_records(key, REGION)]
    if not areas or not area_rules.is_announced(reading, start, end, key):
        return None
    communes = [] if _is_area_with_article(key) else find_records(key, COMMUNE)
    if communes and not area_rules.is_said_as_area(reading, start):
        # « à Mayenne » is the town. Alone, the name is that of the département, unless the town is a city.
        is_the_area = reading.is_alone(start, end) and communes[0].size < _SIZE_OF_A_CITY
        return _Match(start, end, areas[0]) if is_the_area else None
    return _Match(start, end, areas[0])


def _commune_at(
    reading: Reading, start: int, end: int, key: str, *, article: str = "", goes_on: bool = False
) -> _Match | None:
    communes = find_records(key, COMMUNE)
    if not communes or _is_area_with_article(key) or is_followed_by_its_count(reading, end, key):
        return None
    qualified = qualify(reading, end, communes, is_word=is_ordinary(key))
    if qualified is not None and not reading.is_glued(start, qualified.end):
        return _Match(start, qualified.end, qualified.record)
    is_in_list = goes_on and commune_rules.may_go_on(reading, start, end, key, communes[0])
    if is_in_list or commune_rules.is_announced(reading, start, end, key, communes[0], article=article):
        return _Match(start, end_of_city_part(reading, end, key), communes[0], len(communes) - 1)
    return None


def _is_area_with_article(key: str) -> bool:
    """« la Creuse », « la Réunion »: hamlets have these names, and nobody means them."""
    article, _, name = key.partition(" ")
    return article in ("le", "la", "les", "l") and bool(find_records(name, DEPARTEMENT) or find_records(name, REGION))


def _found(reading: Reading, match: _Match) -> Found:
    start, end = reading.words[match.start].start, reading.words[match.end - 1].end
    if "(" in reading.text[start:end] and reading.text[end : end + 1] == ")":
        end += 1
    return found(EntityKind.PLACE, reading.text, start, end, _value(match))


def _value(match: _Match) -> dict[str, Any]:
    record = match.record
    value: dict[str, Any] = {"type": _TYPES[record.type], "name": record.name, "code": record.code}
    value["departement"] = record.departement or None
    if record.type == COMMUNE:
        value["postal_codes"] = list(record.postal_codes[:_POSTAL_CODES_SHOWN])
    if match.alternatives:
        value["alternatives"] = match.alternatives
    return value
