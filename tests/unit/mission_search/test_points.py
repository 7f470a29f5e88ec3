"""Where places are: well-known towns, the small ones, the overseas ones, and how far they are from one another."""

import runpy

import msgspec
import pytest

from bot.entities import gazetteer
from bot.entities.words import place_key
from bot.mission_search.criteria import Place
from bot.mission_search.points import POINTS_FILE, Point, departements_around, distance_km, find_point
from bot.mission_search.regions import departements_of, departements_of_region
from bot.settings import ROOT

LYON, GRENOBLE, PARIS = Point(45.7640, 4.8357), Point(45.1885, 5.7245), Point(48.8566, 2.3522)


def commune(code: str) -> Place:
    return Place(type="commune", name="", code=code)


@pytest.mark.parametrize(
    ("place", "there", "within_km"),
    [
        (commune("69123"), LYON, 5),
        (commune("69383"), LYON, 5),  # its third arrondissement
        (commune("75056"), PARIS, 5),
        (commune("97411"), Point(-20.8789, 55.4481), 5),
        (commune("2A004"), Point(41.9192, 8.7386), 5),
        (commune("38110"), Point(45.587, 4.877), 15),  # Chuzelles, by its neighbours
        (commune("59183"), Point(51.03, 2.37), 5),  # Dunkerque, by the towns that joined it
        (commune("93070"), Point(48.91, 2.33), 2),  # Saint-Ouen-sur-Seine, by its shorter name
        (commune("29155"), Point(48.46, -5.09), 60),  # Ouessant, an island of no intercommunalité
        (commune("89001"), Point(47.66, 3.71), 20),  # Accolay, by the commune that it is now a part of
        (commune("97801"), Point(18.07, -63.05), 5),  # Saint-Martin, by its only town
        (Place(type="code_postal", name="Grenoble", code="38000"), GRENOBLE, 5),
        (Place(type="departement", name="Rhône", code="69"), LYON, 40),
        (Place(type="region", name="Île-de-France", code="11"), PARIS, 40),
    ],
)
def test_places_are_where_they_are(place: Place, there: Point, within_km: float) -> None:
    point = find_point(place)
    assert point is not None and distance_km(point, there) < within_km


def test_a_place_of_no_list_is_nowhere() -> None:
    assert find_point(commune("00000")) is None


@pytest.mark.parametrize("key", ["accolay", "saint denis", "paris 11e", "01000", "97400", "98800"])
def test_whatever_a_message_may_name_is_somewhere(key: str) -> None:
    types = {gazetteer.COMMUNE: "commune", gazetteer.POSTAL_CODE: "code_postal"}
    found = [(type_, record) for type_ in types for record in gazetteer.find_records(place_key(key), type_)]
    assert found
    for type_, record in found:
        place = msgspec.convert({"type": types[type_], "name": record.name, "code": record.code}, Place)
        assert find_point(place) is not None


def test_distances_are_those_of_the_map() -> None:
    assert distance_km(LYON, LYON) == 0
    assert 91 < distance_km(LYON, GRENOBLE) < 97
    assert distance_km(LYON, PARIS) == distance_km(PARIS, LYON) == pytest.approx(391, abs=3)


def test_the_departements_around_are_those_within_reach_and_few_others() -> None:
    assert set(departements_around(LYON, 35)) >= {"69", "01", "38"}
    assert "75" not in departements_around(LYON, 100)
    assert set(departements_around(PARIS, 10)) >= {"75", "92", "93", "94"}
    assert departements_around(Point(-20.88, 55.45), 35) == ("974",)


def test_regions_have_their_departements() -> None:
    assert departements_of_region("53") == ("22", "29", "35", "56")
    assert departements_of_region("xx") == ()
    assert departements_of(Place(type="region", name="Corse", code="94")) == ("2A", "2B")
    assert departements_of(Place(type="commune", name="Lyon", code="69123", departement="69")) == ("69",)


def test_the_committed_file_is_what_the_script_makes() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "build_points.py"))
    assert POINTS_FILE.read_bytes() == script["build_points"]()
