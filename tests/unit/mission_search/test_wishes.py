"""What a message says of a search, from the words that people use."""

from datetime import date

import pytest

from bot.mission_search.criteria import Place, Wishes
from bot.mission_search.wishes import wishes_in


@pytest.mark.parametrize(
    "text",
    [
        "une mission à distance",
        "depuis chez moi",
        "aider de chez moi",
        "en télétravail",
        "sans me déplacer",
        "en visio",
    ],
)
def test_remote(text: str) -> None:
    assert wishes_in(text, []) == Wishes(is_remote=True)


@pytest.mark.parametrize("text", ["plutôt en présentiel", "non, pas à distance", "sur le terrain"])
def test_in_person(text: str) -> None:
    assert wishes_in(text, []) == Wishes(is_remote=False)


@pytest.mark.parametrize(
    "text", ["près de chez moi", "proche de chez moi", "autour de moi", "dans mon quartier", "du coin"]
)
def test_near_home_is_not_from_home(text: str) -> None:
    assert wishes_in(text, []) == Wishes(near_home=True)


@pytest.mark.parametrize("text", ["n'importe où", "partout en France", "peu importe la ville", "dans toute la France"])
def test_anywhere(text: str) -> None:
    assert wishes_in(text, []) == Wishes(anywhere=True)


@pytest.mark.parametrize(
    ("text", "distance_km"), [("à 10 km", 10), ("dans un rayon de 50 kilomètres", 50), ("900 km", 200)]
)
def test_distance(text: str, distance_km: int) -> None:
    assert wishes_in(text, []).distance_km == distance_km


@pytest.mark.parametrize(
    "text",
    [
        "d'autres ?",
        "et d'autres missions ?",
        "voir la suite",
        "montrez-moi d'autres missions",
        "encore",
        "y en a pas d'autres ?",
        "rien d'autre ?",
    ],
)
def test_more(text: str) -> None:
    assert wishes_in(text, []) == Wishes(more=True)


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("non pas les animaux !", True),
        ("les chiens ce n'est pas trop mon truc, autre chose ?", True),
        ("tout sauf les animaux", True),
        ("plutôt les animaux", False),
        ("pourquoi pas les animaux", False),
    ],
)
def test_a_domain_that_is_refused_is_not_searched(text: str, is_refused: bool) -> None:
    wishes = wishes_in(text, [{"entity": "domain", "value": "Protection de la nature"}])
    assert (wishes.domain is None, wishes.any_domain) == (is_refused, is_refused)


@pytest.mark.parametrize("text", ["plutot le soir", "le week end", "en soirée", "après le travail", "le samedi matin"])
def test_a_moment_of_the_day_or_of_the_week(text: str) -> None:
    assert wishes_in(text, []) == Wishes(at_some_moment=True)


def test_a_date_is_no_moment_of_every_week() -> None:
    date = {"entity": "date", "value": {"from": "2026-11-28", "to": "2026-11-28"}}
    assert not wishes_in("le samedi 28 novembre", [date]).at_some_moment


@pytest.mark.parametrize("text", ["j'ai 17 ans", "pour un mineur", "ma fille est lycéenne", "les moins de 18 ans"])
def test_minors(text: str) -> None:
    assert wishes_in(text, []).for_minors


@pytest.mark.parametrize(
    "text",
    [
        "bonjour",
        "où en est ma candidature ?",
        "j'ai une autre question",
        "je voudrais changer mon mot de passe",
        "merci",
    ],
)
def test_most_messages_say_nothing_of_a_search(text: str) -> None:
    assert wishes_in(text, []).says_nothing


def test_entities_become_place_domain_and_period() -> None:
    lyon = {"type": "commune", "name": "Lyon", "code": "69123", "departement": "69", "postal_codes": ["69001"]}
    wishes = wishes_in(
        "à Lyon",
        [
            {"entity": "place", "value": lyon},
            {"entity": "domain", "value": "Sport pour tous"},
            {"entity": "date", "value": {"from": "2026-11-28", "to": "2026-11-29"}},
        ],
    )
    assert wishes.place == Place(type="commune", name="Lyon", code="69123", departement="69", postal_codes=("69001",))
    assert wishes.domain == "Sport pour tous"
    assert wishes.period is not None and wishes.period.ends == date(2026, 11, 29)


@pytest.mark.parametrize("value", ["Lyon", {"type": "planète"}, None, {"from": "hier"}])
def test_an_entity_of_another_form_is_left_out(value: object) -> None:
    assert wishes_in("là", [{"entity": "place", "value": value}, {"entity": "date", "value": value}]).says_nothing
