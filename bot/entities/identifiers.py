"""What a message identifies without words: the id of a mission, an e-mail address."""

import re

from bot.entities.found import EntityKind, Found, found

# « mission 12345 », « mission #12 », « mission n° 12345 », « ma mission numéro 123 ».
_MISSION = re.compile(
    r"\bmission\s*(?:(?P<mark>#|n\s?[°ºo]\.?|num[ée]ro|id|r[ée]f(?:[ée]rence)?\.?|:)\s*:?\s*#?)?"
    r"\s*(?P<id>\d{1,9})\b(?![.,]\d|\s?[%€])",
    re.IGNORECASE,
)
_THE_ONE = re.compile(r"\b(?:la|ma|cette|notre|sa) $", re.IGNORECASE)
_ADDRESS_OF_A_MISSION = re.compile(r"(?:/missions|/?missions-benevolat)/(?P<id>\d{1,9})(?![\w-]*\w)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_FEWEST_DIGITS = 4
"""Of an id without « n° » nor « la »: « mission 2 » is the second one, « mission 404 » an error."""
_COUNTED = re.compile(
    r"\s+(?:jours?|heures?|h|semaines?|mois|ans?|fois|personnes?|b[ée]n[ée]voles?|places?|euros?)\b", re.IGNORECASE
)
# The start is tied to the start of a word: a long word without « @ » is read once, not once a letter.
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def find_mission_ids(text: str) -> list[Found]:
    """The ids of missions, as strings of digits; the span is the id and what announces it."""
    in_addresses = [
        found(EntityKind.MISSION_ID, text, *match.span(), match["id"]) for match in _ADDRESS_OF_A_MISSION.finditer(text)
    ]
    said = [
        found(EntityKind.MISSION_ID, text, *match.span(), match["id"])
        for match in _MISSION.finditer(text)
        if _is_id(match)
    ]
    return sorted([*in_addresses, *said], key=lambda one: one.start)


def find_emails(text: str) -> list[Found]:
    """The e-mail addresses, in lower case."""
    return [found(EntityKind.EMAIL, text, *match.span(), match[0].lower()) for match in _EMAIL.finditer(text)]


def _is_id(match: "re.Match[str]") -> bool:
    if _COUNTED.match(match.string, match.end()):
        return False
    if match["mark"] and match["mark"] != ":":
        return True
    is_one = _THE_ONE.search(match.string, 0, match.start()) is not None
    return (is_one or len(match["id"]) >= _FEWEST_DIGITS) and not _YEAR.fullmatch(match["id"])
