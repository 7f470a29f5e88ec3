"""The words of a search of missions: what was searched, what was widened, a card for each mission."""

from collections.abc import Iterator
from datetime import date

from bot.entities.gazetteer import COMMUNE, find_records
from bot.entities.words import place_key
from bot.mission_search.criteria import Criteria, Place
from bot.mission_search.finder import Findings, Relaxed
from bot.mission_search.sources import FoundMission
from bot.text.french_dates import french_date
from bot.wire.messages import Card

WHERE = "Dans quelle commune cherchez-vous une mission ? Indiquez son nom ou son code postal."
UNKNOWN_PLACE = (
    "Je ne reconnais pas ce lieu. Indiquez le nom d'une commune, d'un département ou d'une région, ou un code postal."
)
NOTHING = (
    "Je ne trouve aucune mission pour cette recherche, même en l'élargissant. Vous pouvez changer de lieu, de domaine "
    "ou de dates, ou parcourir [toutes les missions](/missions-benevolat)."
)
NO_MORE = (
    "Il n'y a pas d'autre mission pour cette recherche. Vous pouvez changer de lieu, de domaine ou de dates, ou "
    "parcourir [toutes les missions](/missions-benevolat)."
)
OUT_OF_REACH = (
    "Je n'arrive pas à chercher des missions en ce moment. Vous pouvez les parcourir vous-même dans "
    "[la recherche](/missions-benevolat)."
)
PARTIAL = "Il en manque peut-être : une partie des missions n'est pas accessible en ce moment."
_FOR_MINORS = (
    "Les missions ci-dessous sont ouvertes aux mineurs, à partir de 16 ans. L'accord des représentants légaux est à "
    "remettre à l'organisation."
)
_PARTNERS = "Pour une mission d'un partenaire, la candidature se fait sur son site et n'est pas suivie ici."
REFINE = (
    "Vous pouvez préciser un lieu, une distance, un domaine ou une date, ou ouvrir "
    "[la recherche complète](/missions-benevolat)."
)
_NO_MOMENT = (
    "Je ne peux pas trier par jour de la semaine ni par moment de la journée : "
    "[la recherche complète](/missions-benevolat) a un filtre sur les dates et les créneaux."
)
_RELAXED = {
    Relaxed.FARTHER: "plus loin",
    Relaxed.ANY_DATE: "sans tenir compte des dates",
    Relaxed.ANY_DOMAIN: "dans tous les domaines",
    Relaxed.REMOTE: "à distance",
}
_MOST_OTHER_PLACES = 3
_AREAS = {"departement": "le département", "region": "la région"}


def describe(asked: Criteria, findings: Findings, today: date) -> str:
    """What stands above the cards, in Markdown; what they are, last."""
    lines = []
    if asked.place is not None and asked.place.alternatives and asked.place.departement:
        lines.append(f"J'ai compris **{asked.place.name} ({asked.place.departement})**.")
    if asked.at_some_moment:
        lines.append(_NO_MOMENT)
    if findings.searched.for_minors:
        lines.append(_FOR_MINORS)
    if any(mission.is_partner for mission in findings.missions):
        lines.append(_PARTNERS)
    if findings.is_partial:
        lines.append(PARTIAL)
    if findings.relaxed:
        lines.append(f"Je ne trouve pas de {_said(asked, today)}. J'ai cherché {_widened(findings)} :")
    else:
        others = "D'autres " if findings.searched.page else ""
        lines.append(f"{_upper(others + _said(findings.searched, today))} :")
    return "\n\n".join(lines)


def card_of(mission: FoundMission, today: date) -> Card:
    """The card of a mission."""
    return Card(
        title=mission.title,
        url=mission.url,
        subtitle=mission.organisation,
        details=tuple(detail for detail in (_where(mission), _when(mission, today), _places(mission)) if detail),
    )


def other_places(place: Place | None) -> Iterator[Place]:
    """The most populated communes that have the same name."""
    if place is None or place.type != "commune" or not place.alternatives:
        return
    namesakes = [record for record in find_records(place_key(place.name), COMMUNE) if record.code != place.code]
    for record in namesakes[:_MOST_OTHER_PLACES]:
        yield Place(type="commune", name=record.name, code=record.code, departement=record.departement)


def _said(criteria: Criteria, today: date) -> str:
    parts = [f"missions {_place_said(criteria)}"]
    if criteria.domain is not None:
        parts.append(f"« {criteria.domain} »")
    if criteria.period is not None:
        parts.append(_period_said(criteria.period.begins, criteria.period.ends))
    if criteria.for_minors:
        parts.append("ouvertes aux mineurs")
    return ", ".join(parts)


def _place_said(criteria: Criteria) -> str:
    if criteria.is_remote:
        return "à distance"
    if criteria.place is None:
        return "dans toute la France"
    if criteria.place.type in _AREAS:
        return f"dans {_AREAS[criteria.place.type]} {criteria.place.name}"
    if criteria.beyond_km:
        return f"autour de {criteria.place.name} (de {criteria.beyond_km} à {criteria.distance_km} km)"
    return f"autour de {criteria.place.name} ({criteria.distance_km} km)"


def _period_said(begins: date, ends: date) -> str:
    if begins == ends:
        return f"le {french_date(begins)}"
    return f"du {french_date(begins)} au {french_date(ends)}"


def _widened(findings: Findings) -> str:
    steps = [relaxed for relaxed in findings.relaxed if relaxed is not Relaxed.FARTHER or not _is_remote(findings)]
    said = [_RELAXED[step] for step in steps]
    if Relaxed.FARTHER in steps:
        said[0] = f"plus loin ({findings.searched.distance_km} km)"
    return ", ".join(said)


def _is_remote(findings: Findings) -> bool:
    return Relaxed.REMOTE in findings.relaxed


def _where(mission: FoundMission) -> str:
    if mission.is_remote:
        return "À distance"
    place = f"{mission.city} ({mission.departement})" if mission.city and mission.departement else mission.city or ""
    if mission.distance_km is not None and round(mission.distance_km):
        place += f" · à {round(mission.distance_km)} km"
    return place


def _when(mission: FoundMission, today: date) -> str:
    if mission.begins is not None and mission.begins == mission.ends:
        return f"Le {french_date(mission.begins)}"
    if mission.begins is not None and mission.begins > today:
        return f"À partir du {french_date(mission.begins)}"
    return f"Jusqu'au {french_date(mission.ends)}" if mission.ends is not None else ""


def _places(mission: FoundMission) -> str:
    left = mission.places_left
    if left is None:
        return ""
    return "1 place disponible" if left == 1 else f"{left} places disponibles"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
