"""The mission that a message speaks of comes first, and only the order changes."""

from dataclasses import dataclass
from typing import Any

import pytest

from actions.naming import named_mission_id, said_first
from actions.personal import Asked
from bot.wire.identity import Identity, Role


@dataclass(frozen=True)
class Item:
    """What belongs to a mission."""

    mission_id: int
    mission_title: str
    organisation_name: str


MARKET = Item(2, "J'accompagne des aînés au marché", "Les Voisins solidaires de Lyon")
READING = Item(18, "Je lis des histoires à voix haute", "Les Lecteurs de Villeurbanne")
JOBS = Item(7, "J'aide à préparer un entretien d'embauche", "Tremplin emploi de Rennes")
ITEMS = (MARKET, READING, JOBS)


def asked(text: str = "", **entities: Any) -> Asked:
    """A question that names these entities."""
    found = tuple({"entity": entity, "value": value} for entity, value in entities.items())
    return Asked(Identity(user_id=1, role=Role.BENEVOLE), text, found)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (asked("et ma mission n° 18 ?", mission_id="18"), READING),
        (asked("J'AI POSTULE POUR LES HISTOIRES"), READING),
        (asked("l'entretien d’embauche, des nouvelles ?"), JOBS),
        (asked("ma candidature chez les lecteurs"), READING),
        (asked("l'association Tremplin", organisation="Tremplin"), JOBS),
        (asked("l'association Tremplin Emploi de Rennes 35", organisation="Tremplin Emploi de Rennes 35"), JOBS),
        (asked("la mission 7, pas celle du marché des aînés", mission_id="7"), JOBS),
    ],
)
def test_what_the_message_names_comes_first(question: Asked, first: Item) -> None:
    others = [item for item in ITEMS if item is not first]
    assert said_first(ITEMS, question) == [first, *others]


@pytest.mark.parametrize(
    "question",
    [
        asked(),
        asked("Où en est ma candidature ?"),
        asked("pourquoi mon association aide-t-elle"),
        asked("et à la mission 404 ?", mission_id="404"),
        asked("l'association Le Phare", organisation="Le Phare"),
    ],
)
def test_nothing_named_keeps_the_order(question: Asked) -> None:
    assert said_first(ITEMS, question) == list(ITEMS)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("18", 18),
        (18, 18),
        (None, None),
        ("", None),
        ("1; DROP", None),
        ("-1", None),
        ("1234567890", None),
        ("٣", None),
    ],
)
def test_an_id_is_a_few_digits(written: Any, read: int | None) -> None:
    assert named_mission_id(asked(mission_id=written)) == read
