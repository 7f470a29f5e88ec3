"""When the name of a département or of a region means it: « la Somme » does, « la somme » does not, « en Vienne » does.

Read with `places.py`, the only caller.
"""

import re

from bot.entities.reading import MAY_FOLLOW_A_PLACE, Reading

_WORDS = frozenset(
    "nord|somme|manche|lot|cher|creuse|aube|allier|vienne|marne|orne|landes|grand est|reunion|la reunion"
    "|bourgogne|limousin|ain|eure".split("|")
)
"""Areas whose name is also a word, or a word with a letter missing (« main », « heure »)."""
_NEVER_AFTER_EN = frozenset("nord somme manche lot cher".split())
_THE = r"(?: (?:le|la|l|les))"
_OF = r"(?: (?:du|des|de la|de l|de|d))"
_NAMED = re.compile(
    rf" (?:departements?|dept|dpt|regions?|prefecture|referente?s?|referente? departementale?|ile){_OF}?{_THE}?$"
)
_IN = re.compile(rf" (?:dans|sur|vers|habite|pour|par|entre|tout|toute){_THE}$")
_EN = re.compile(r" en$")
_OF_OR_AT = re.compile(rf"{_OF}$| (?:a|aux|au)(?: (?:la|l))?$")
_GOES_ON = frozenset("de d du des qui que ou a".split())
_MEETS = re.compile(
    r" (?:particip\w+|venir|viens|assist\w+|invit\w+|convi\w+|inscri\w+|aller|vais|ete|present\w*|retard|absent\w*)\b"
)


def is_announced(reading: Reading, start: int, end: int, key: str) -> bool:
    """Whether the message speaks of this département or region."""
    before = reading.before(start)
    if reading.is_glued(start, end):
        return False
    if _NAMED.search(before):
        return True
    if key in ("reunion", "la reunion"):
        return _is_the_island(reading, start, end, before)
    if _EN.search(before):
        return key not in _NEVER_AFTER_EN
    capital = reading.is_capitalised(start, end)
    if key not in _WORDS:
        return True
    after = reading.word_after(end)
    if _IN.search(before):
        return after is None or (after.folded not in _GOES_ON and (capital or after.folded in MAY_FOLLOW_A_PLACE))
    return capital and (reading.is_alone(start, end) or (key != "nord" and bool(_OF_OR_AT.search(before))))


def is_said_as_area(reading: Reading, start: int) -> bool:
    """Whether « en » or an article tells the area from the commune of the same name: « en Vienne », « la Mayenne »."""
    before = reading.before(start)
    return bool(_NAMED.search(before) or _EN.search(before) or re.search(rf"{_THE}$| (?:du|des)$", before))


def _is_the_island(reading: Reading, start: int, end: int, before: str) -> bool:
    """« à la réunion » is also « to the meeting »."""
    if reading.is_alone(start, end):
        return True
    after = reading.word_after(end)
    if after is not None and after.folded in _GOES_ON:
        return False
    if reading.is_capitalised(start, end):
        return not reading.starts_sentence(start)
    is_there = re.search(r" a(?: la)?$", before) is not None
    return is_there and after is None and not _MEETS.search(before)
