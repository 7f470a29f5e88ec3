"""Ids of missions and e-mail addresses are taken where they are said to be, and nowhere else."""

import pytest

from bot.entities.identifiers import find_emails, find_mission_ids


@pytest.mark.parametrize(
    ("text", "said", "value"),
    [
        ("mission 12345", "mission 12345", "12345"),
        ("la mission #12345 est invisible", "mission #12345", "12345"),
        ("Mission n°42", "Mission n°42", "42"),
        ("ma mission numéro 51892 ?", "mission numéro 51892", "51892"),
        ("mission : 12345", "mission : 12345", "12345"),
        ("mission 75011", "mission 75011", "75011"),
        ("où en est la mission 6 ?", "mission 6", "6"),
        ("ma mission 15 est invisible", "mission 15", "15"),
        (
            "https://www.jeveuxaider.gouv.fr/missions-benevolat/12345/benevolat-emmaus",
            "/missions-benevolat/12345",
            "12345",
        ),
        ("voir missions-benevolat/12345", "missions-benevolat/12345", "12345"),
    ],
)
def test_the_id_of_a_mission_is_found(text: str, said: str, value: str) -> None:
    (found,) = find_mission_ids(text)
    assert (found.text, found.value) == (said, value)


@pytest.mark.parametrize(
    "text",
    [
        "deux missions",
        "2 missions",
        "mission 2",
        "mission 404",
        "une mission 3 jours",
        "la mission 3 jours plus tard",
        "la mission 2026",
        "mission 1500 bénévoles",
        "mes missions 2026",
        "mission 2026",
        "mission 1000 %",
        "missions-benevolat/",
        "missions-benevolat/abc123",
        "le 12345",
        "",
    ],
)
def test_a_count_or_a_year_is_no_id(text: str) -> None:
    assert find_mission_ids(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mon mail est Jean.Dupont@Exemple.fr.", "jean.dupont@exemple.fr"),
        ("(a+b@c-d.co.uk)", "a+b@c-d.co.uk"),
        ("écrivez à contact@asso.org, merci", "contact@asso.org"),
    ],
)
def test_an_address_is_found(text: str, value: str) -> None:
    (found,) = find_emails(text)
    assert found.value == value
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("text", ["@moi", "a@b", "jean dupont", "5 @ 3", "mail@", ""])
def test_what_only_looks_like_an_address_is_none(text: str) -> None:
    assert find_emails(text) == []
