"""Reads in a message what it says of a search: its entities, and a few turns of phrase. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from bot.mission_search.criteria import Period, Place, Wishes
from bot.text.folding import fold

_REMOTE = re.compile(
    r"\b(?:a distance|en ligne|en teletravail|en visio(?:conference)?|depuis (?:chez moi|mon canape|la maison)"
    r"|de chez moi|a domicile|sans (?:me deplacer|bouger|sortir)|virtuel(?:le)?s?|par (?:internet|telephone))\b"
)
_IN_PERSON = re.compile(r"\b(?:en presentiel|sur place|sur le terrain|pas a distance|en vrai)\b")
_NEAR_HOME = re.compile(
    r"\b(?:(?:pres|proche|cote|autour|pas loin|a proximite|dans les environs) (?:de )?(?:chez moi|mon domicile|moi)"
    r"|pres d'ici|dans (?:mon|le) (?:quartier|coin)|dans ma (?:ville|commune|region)|du coin)\b"
)
_ANYWHERE = re.compile(
    r"\b(?:(?:n'importe|peu importe|qu'importe|pas d'importance)(?: l'endroit| la ville| le lieu| ou)"
    r"|partout(?: en france)?|toute la france|dans toute la france|n'importe ou)\b"
)
_DISTANCE = re.compile(r"\b(\d{1,3}) ?(?:km|kms|kilometres?|bornes)\b")
_FARTHER = re.compile(r"\b(?:plus loin|plus large|elargi\w*|un peu plus loin|aux alentours|dans les alentours)\b")
_ANY_DOMAIN = re.compile(
    r"\b(?:n'importe quel(?:le)?|peu importe (?:le|la)|tous les|quel que soit le|sans)"
    r" (?:domaines?|themes?|causes?|thematiques?|activites?)\b"
)
_REFUSAL = re.compile(
    r"^(?:non[ ,]+|ah non[ ,]+|mais )*(?:pas|sauf|ni|tout sauf|autre chose que)"
    r" (?:de |d'|du |des |les? |la |l'|avec )*\w"
    r"|\bpas (?:trop |vraiment |du tout )*(?:mon truc|ma tasse|pour moi|ce que je (?:veux|cherche)|envie)\b"
)
"""What is named is what is not wanted: better everything than that."""
_ANY_DATE = re.compile(
    r"\b(?:(?:n'importe|peu importe) (?:quelle date|quel jour|quand|la date|le jour|les dates)"
    r"|toutes? (?:les )?dates?|sans (?:date|dates)|quelle que soit la date)\b"
)
_MINORS = re.compile(
    r"\b(?:mineure?s?|moins de (?:18|dix-huit)|(?:16|17) ans|seize ans|dix-sept ans|lyceen(?:ne)?s?"
    r"|ado(?:lescente?)?s?)\b"
)
_AT_SOME_MOMENT = re.compile(
    r"\b(?:le (?:soir|matin|midi|week-?end|samedi|dimanche|mercredi)|les (?:soirs|matins|week-?ends|samedis|dimanches"
    r"|mercredis)|en (?:soiree|journee|semaine)|l'apres-?midi|apres (?:le travail|les cours|17h|18h)|la nuit)\b"
)
_MORE = re.compile(
    r"^(?:(?:et |(?:il )?y (?:en )?a (?:pas )?|en avez vous |avez vous |(?:tu|t') ?as |voir |montre[rz]?(?:-| )?"
    r"(?:moi )?|je veux voir |rien )?"
    r"(?:(?:d')?autres?(?: missions?| resultats?| propositions?| offres?)?|la suite|les suivante?s"
    r"|plus de (?:missions|resultats|choix)|encore(?: des missions)?|suivante?s?|missions suivantes)) ?[?!.]*$"
)
_FARTHEST_KM = 200


def wishes_in(text: str, entities: Iterable[Mapping[str, Any]]) -> Wishes:
    """What the message says of a search; `entities` as Rasa's parse data have them."""
    folded = fold(text)
    named = {str(entity["entity"]): entity["value"] for entity in reversed(list(entities))}
    place = _place(named.get("place"))
    distance = _DISTANCE.search(folded)
    domain = str(named["domain"]) if named.get("domain") else None
    is_refused = domain is not None and bool(_REFUSAL.search(folded))
    period = _period(named.get("date"))
    return Wishes(
        place=place,
        near_home=place is None and bool(_NEAR_HOME.search(folded)),
        anywhere=place is None and bool(_ANYWHERE.search(folded)),
        distance_km=min(int(distance[1]), _FARTHEST_KM) or None if distance else None,
        farther=bool(_FARTHER.search(folded)),
        is_remote=_is_remote(folded),
        domain=None if is_refused else domain,
        any_domain=is_refused or bool(_ANY_DOMAIN.search(folded)),
        period=period,
        any_date=bool(_ANY_DATE.search(folded)),
        for_minors=bool(_MINORS.search(folded)),
        at_some_moment=period is None and bool(_AT_SOME_MOMENT.search(folded.replace("week end", "week-end"))),
        more=bool(_MORE.match(folded.strip())),
    )


def _is_remote(folded: str) -> bool | None:
    if _IN_PERSON.search(folded):
        return False
    # « près de chez moi » is not « de chez moi ».
    return True if _REMOTE.search(_NEAR_HOME.sub(" ", folded)) else None


def _place(value: Any) -> Place | None:
    try:
        return msgspec.convert(value, Place | None)
    except msgspec.ValidationError:
        return None


def _period(value: Any) -> Period | None:
    if not isinstance(value, dict):
        return None
    try:
        return msgspec.convert({"begins": value.get("from"), "ends": value.get("to")}, Period)
    except msgspec.ValidationError:
        return None
