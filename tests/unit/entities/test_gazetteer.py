"""The committed places are those that the script makes, and are there quickly."""

import gzip
import runpy
import time
from typing import Any

import pytest

from bot.entities import gazetteer
from bot.entities.gazetteer import COMMUNE, DEPARTEMENT, POSTAL_CODE, REGION, find_records, is_ordinary
from bot.entities.words import place_key, words_of
from bot.settings import ROOT

LONGEST_LOADING_SECONDS = 2.0
"""Some 60 ms on an idle machine; far more would be felt at each start."""


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    """What `scripts/build_places.py` defines."""
    return runpy.run_path(str(ROOT / "scripts" / "build_places.py"))


@pytest.fixture(scope="module")
def made(script: dict[str, Any]) -> list[str]:
    """The lines that the script makes of the package in `web/node_modules`."""
    return list(script["build_lines"]())


def test_the_committed_file_is_what_the_script_makes(made: list[str]) -> None:
    # The text, not the bytes: another zlib may compress otherwise.
    assert gzip.decompress(gazetteer.PLACES_FILE.read_bytes()).decode().split("\n") == made


def test_the_file_holds_no_date(script: dict[str, Any]) -> None:
    assert script["build_bytes"]()[4:8] == bytes(4)


def test_the_places_are_loaded_quickly() -> None:
    gazetteer._lines_by_key.cache_clear()
    started = time.process_time()
    gazetteer.load_places()
    assert time.process_time() - started < LONGEST_LOADING_SECONDS


def test_all_of_france_is_there(made: list[str]) -> None:
    lines = [line.split("\t")[1:] for line in made]
    codes = {type_: {row[2] for row in lines if row[0] == type_} for type_ in "cdrp"}
    assert len(codes[COMMUNE]) > 35_000
    assert len(codes[DEPARTEMENT]) == 107
    assert len(codes[REGION]) == 13
    assert len(codes[POSTAL_CODE]) > 6_000
    assert {"2A", "2B", "971", "974", "976", "987", "988"} < codes[DEPARTEMENT]


def test_the_largest_commune_of_a_name_comes_first() -> None:
    sizes = [commune.size for commune in find_records("saint denis", COMMUNE)]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


def test_a_merged_commune_is_there_with_the_postal_codes_of_the_one_it_is_part_of() -> None:
    (lomme,) = find_records("lomme", COMMUNE)
    assert (lomme.departement, lomme.size) == ("59", 0)
    assert "59160" in lomme.postal_codes


def test_every_ordinary_word_is_the_name_of_a_place() -> None:
    words = [line for line in gazetteer.ORDINARY_FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert words == sorted(set(words))
    assert [word for word in words if not gazetteer.is_known(word)] == []


def test_words_are_ordinary_and_cities_are_not() -> None:
    assert [word for word in ("sens", "eu", "y", "tours", "publier", "orange", "marie") if not is_ordinary(word)] == []
    assert [city for city in ("paris", "lyon", "lille", "pau", "le havre") if is_ordinary(city)] == []


def test_one_key_for_every_writing() -> None:
    assert {place_key(name) for name in ("Saint-Étienne", "ST ETIENNE", "st étienne", "St. Etienne")} == {
        "saint etienne"
    }
    assert place_key("Paris 11ème") == place_key("PARIS 11e") == place_key("paris 11") == "paris 11"
    assert place_key("L’Haÿ-les-Roses") == "l hay les roses"
    assert place_key("Bœuf") == "boeuf"


def test_words_know_where_they_stand() -> None:
    text = "À l’Île-d'Yeu"
    assert [(word.folded, text[word.start : word.end]) for word in words_of(text)] == [
        ("a", "À"),
        ("l", "l"),
        ("ile", "Île"),
        ("d", "d"),
        ("yeu", "Yeu"),
    ]
