"""When the name of a commune means the commune: thousands of them are also words (« Sens », « Bon », « Y »).

Read with `places.py`, the only caller.
"""

import re

from bot.entities.folded import either
from bot.entities.gazetteer import Record, is_ordinary
from bot.entities.reading import MAY_FOLLOW_A_PLACE, Reading

_NEAR = (
    either("pres|proches?|autour|alentours|environs|cote|peripherie|banlieue|nord|sud|est|ouest|loin|hauteur")
    + " (?:de|d|du|des)"
)
_AT = rf"(?:a|au|aux|sur|vers|dans|{_NEAR})"
_LIVES = either(
    r"""
    habit(?:e|es|ent|ons|ant|ais)|resid(?:e|ons|ant)|vis|vit|vivons|loge
    demenag\w+|installee?s?|situee?s?|basee?s?|domiciliee?s?
    """
)
_SURELY = re.compile(
    " "
    + either(
        rf"""
        (?:habite|habitons|reside)$|{_LIVES}(?: \w+)? {_AT}$|{_NEAR}$|(?:suis|sommes) (?:a|au|aux|de|d|sur)$
        (?:missions?|benevol\w+|benevoles?|maraudes?|antennes?|associations?|assos?) {_AT}$
        (?:ville|commune|mairie|municipalite|agglo\w*|metropole|village|secteur|ccas|habitants?)(?: (?:de|d|du|des))?$
        code postal$
        """
    )
)
"""What announces a place so well that even a word with a capital is one."""
_PERHAPS = re.compile(r" (?:a|sur|vers|entre|dans)$")
_OF = re.compile(r" (?:de|d|pour)$")
_NAMES_A_PERSON = re.compile(r" (?:m|mr|mme|mlle|monsieur|madame|maitre|docteur|dr|appelle|prenom|nom|moi)(?: \w+)?$")

_SIZE_OF_A_CITY = 50_000
_SIZE_OF_A_TOWN = 20_000
"""From there on, a name that is no word is a place wherever it stands in a short message."""
_SIZE_OF_A_SMALL_TOWN = 5_000
_SIZE_WITH_ARTICLE = 30_000
_SIZE_AFTER_OF = 2_000
_SIZE_AFTER_AN_UNCERTAIN_WORD = {"a": 2_000, "sur": 1_000, "vers": 1_000, "entre": 5_000, "dans": 5_000}
"""« a » is a verb too, « dans » and the others come before any word: a typing error must not become a hamlet."""


def is_announced(reading: Reading, start: int, end: int, key: str, commune: Record, *, article: str = "") -> bool:
    """Whether the message speaks of this commune; `article` is the « au » or « du » that hides that of its name."""
    if reading.is_glued(start, end):
        return False
    before = reading.before(start)
    if is_ordinary(key):
        return _is_word_announced(reading, start, end, before, commune, bool(article))
    if reading.is_alone(start, end) or _SURELY.search(before):
        return True
    capital = reading.is_capitalised(start, end)
    if article in ("au", "aux") or _PERHAPS.search(before):
        return _is_likely(reading, start, commune, capital)
    if article or _OF.search(before):
        return commune.size >= (_SIZE_AFTER_OF if capital else _SIZE_OF_A_TOWN)
    return _stands_out(reading, start, before, commune, capital)


def may_go_on(reading: Reading, start: int, end: int, key: str, commune: Record) -> bool:
    """Whether this may be the next place of a list of places."""
    if reading.is_glued(start, end):
        return False
    capital = reading.is_capitalised(start, end)
    if is_ordinary(key):
        return capital and commune.is_well_known
    return capital or commune.size >= _SIZE_OF_A_SMALL_TOWN


def _is_word_announced(
    reading: Reading, start: int, end: int, before: str, commune: Record, is_short_article: bool
) -> bool:
    """The same for a name that is a word: the larger the town, the less is needed."""
    after = reading.word_after(end)
    if after is not None and after.is_capitalised:
        # « à Croix Rouge »: another name, which begins like a commune.
        return False
    if reading.is_alone(start, end):
        return commune.is_well_known and not is_short_article
    is_sure, size = bool(_SURELY.search(before)), commune.size
    is_likely = bool(_PERHAPS.search(before))
    if reading.is_capitalised(start, end):
        is_at = is_short_article or _has_accented_a(reading, start)
        is_known = is_likely and commune.is_well_known
        is_city = size >= _SIZE_OF_A_CITY and bool(_OF.search(before))
        return is_sure or is_known or is_city or (is_at and size >= _SIZE_OF_A_SMALL_TOWN)
    if after is not None and after.folded not in MAY_FOLLOW_A_PLACE:
        # « à sens unique ».
        return False
    if is_short_article or end - start > 1:
        # « au port », « à la garde »: the words, most of the time.
        return is_sure and size >= _SIZE_WITH_ARTICLE
    is_said = is_sure or _has_accented_a(reading, start)
    return (is_said and commune.is_well_known) or (is_likely and size >= _SIZE_OF_A_CITY)


def _has_accented_a(reading: Reading, start: int) -> bool:
    word = reading.word_before(start)
    return word is not None and word.text in ("à", "À")


def _is_likely(reading: Reading, start: int, commune: Record, capital: bool) -> bool:
    word = reading.word_before(start)
    if capital or word is None or _has_accented_a(reading, start):
        return True
    return commune.size >= _SIZE_AFTER_AN_UNCERTAIN_WORD.get(word.folded, 0)


def _stands_out(reading: Reading, start: int, before: str, commune: Record, capital: bool) -> bool:
    """Whether the name needs no announcement: a capital inside a sentence, or a town in a message of a few words."""
    # « Sophie Vernon » is a person, « Emmaüs Toulouse » is in Toulouse.
    is_a_surname = _NAMES_A_PERSON.search(before) or (
        _follows_a_name(reading, start) and commune.size < _SIZE_OF_A_CITY
    )
    if is_a_surname:
        return False
    if reading.is_short and commune.size >= _SIZE_OF_A_TOWN:
        return True
    return capital and not reading.starts_sentence(start) and commune.size >= _SIZE_OF_A_SMALL_TOWN


def _follows_a_name(reading: Reading, start: int) -> bool:
    previous = reading.word_before(start)
    return previous is not None and previous.is_capitalised and not reading.starts_sentence(start - 1)
