"""All entities together: in order, without overlaps, and with values that can be written as JSON."""

import json
import time
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.entities import EntityKind, Found, find_entities

TUESDAY = date(2026, 11, 24)


def kinds_and_texts(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, found.text) for found in find_entities(text, TUESDAY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Je cherche une mission à Lyon samedi prochain avec des animaux",
            [("place", "Lyon"), ("date", "samedi prochain"), ("domain", "animaux")],
        ),
        ("maraude ce soir paris", [("domain", "maraude"), ("date", "ce soir"), ("place", "paris")]),
        ("mission 75011", [("mission_id", "mission 75011")]),
        ("75011", [("place", "75011")]),
        ("l'association Croix-Rouge de Lyon", [("organisation", "Croix-Rouge de Lyon")]),
        ("jean@paris.fr", [("email", "jean@paris.fr")]),
        (
            "Je suis responsable de l'association La Cloche à Nantes",
            [
                ("role", "Je suis responsable de l'association"),
                ("organisation", "La Cloche"),
                ("place", "Nantes"),
            ],
        ),
        ("en mars dans la Marne", [("date", "mars"), ("place", "Marne")]),
        ("Où en est ma candidature ?", []),
        ("", []),
    ],
)
def test_everything_a_message_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds_and_texts(text) == expected


def check(text: str, found: tuple[Found, ...]) -> None:
    for one in found:
        assert text[one.start : one.end] == one.text != ""
        assert isinstance(one.kind, EntityKind)
        json.dumps(one.value)
    assert all(before.end <= after.start for before, after in pairwise(found))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    check(text, find_entities(text, TUESDAY))


@pytest.mark.parametrize(
    "piece", ["a", ".", "1 ", "A ", "a@", "mission ", "le 12 ", "je suis petite ", "l'association Le "]
)
def test_no_message_keeps_us_long(piece: str) -> None:
    started = time.process_time()
    find_entities((piece * 2000)[:2000], TUESDAY)
    # Some 20 ms; a pattern that goes back at each letter would need far more.
    assert time.process_time() - started < 1


PIECES = [
    "à Lyon",
    "le 12 mars",
    "75011",
    "mission 12345",
    "l'association Le Phare",
    "je suis bénévole",
    ",",
    "en",
    "œ",
    "É",
    "(93)",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=8), st.sampled_from([" ", "  ", "\u00a0", "\n", "-"]))
def test_entities_never_overlap(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    check(text, find_entities(text, TUESDAY))
