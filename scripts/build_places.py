"""Makes `bot/entities/places.tsv.gz` from the official list of communes, départements, regions and postal codes.

The list is the package `@etalab/decoupage-administratif` of `web/node_modules`. After a change of its version:
`.venv/bin/python scripts/build_places.py`. A test compares the committed file with what is made here.
"""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.entities.gazetteer import PLACES_FILE
from bot.entities.words import place_key

SOURCE = Path(__file__).parent.parent / "web" / "node_modules" / "@etalab" / "decoupage-administratif" / "data"
# Paris, Lyon and Marseille: their postal codes are those of their arrondissements.
CITIES_IN_PARTS = {"75056", "69123", "13055"}
NOBODY_LIVES_THERE = {"984", "989"}
# The regions that were merged in 2016, and short names that everybody uses. To a region's code.
REGION_ALIASES = {
    "paca": "93",
    "provence": "93",
    "region sud": "93",
    "idf": "11",
    "alsace": "44",
    "lorraine": "44",
    "champagne ardenne": "44",
    "champagne ardennes": "44",
    "picardie": "32",
    "nord pas de calais": "32",
    "aquitaine": "75",
    "limousin": "75",
    "poitou charentes": "75",
    "poitou": "75",
    "auvergne": "84",
    "rhone alpes": "84",
    "bourgogne": "27",
    "franche comte": "27",
    "haute normandie": "28",
    "basse normandie": "28",
    "languedoc roussillon": "76",
    "midi pyrenees": "76",
    "languedoc": "76",
    "centre val de loire": "24",
    "pays de loire": "52",
}
# What people write for a commune, to its code.
COMMUNE_ALIASES = {
    "aix": "13001",
    "boulogne": "92012",
    "clermont": "63113",
    "clermont fd": "63113",
    "issy": "92040",
    "levallois": "92044",
    "evry": "91228",
    "cherbourg": "50129",
    "cergy pontoise": "95127",
    "saint denis de la reunion": "97411",
    "saint pierre de la reunion": "97416",
    "saint paul de la reunion": "97415",
}
# People say « la Réunion » and « Réunion ».
DEPARTEMENT_ALIASES = {"reunion": "974", "ile de la reunion": "974", "polynesie": "987"}

Row = tuple[str, str, str, str, str, str, str]


def build_lines() -> list[str]:
    """The lines of the file, the best place of a key first.

    Columns: key, type, name, code, département, size (inhabitants; of a postal code, communes), postal codes.
    """
    communes = _read("communes")
    rows = [*_areas(), *_communes(communes), *_former_communes(communes), *_postal_codes(communes)]
    rows.sort(key=lambda row: (row[0], row[1], -int(row[5] or 0), row[3]))
    return ["\t".join(row) for row in rows]


def build_bytes() -> bytes:
    """The same bytes each time: no date inside."""
    return gzip.compress("\n".join(build_lines()).encode(), mtime=0)


def _read(name: str) -> list[dict[str, Any]]:
    places = json.loads((SOURCE / f"{name}.json").read_text("utf-8"))
    return [place for place in places if place.get("departement", place["code"]) not in NOBODY_LIVES_THERE]


def _areas() -> Iterator[Row]:
    # Overseas a region is also a département, and the platform routes by the latter.
    regions = [place for place in _read("regions") if place["zone"] == "metro"]
    for places, aliases, type_ in ((_read("departements"), DEPARTEMENT_ALIASES, "d"), (regions, REGION_ALIASES, "r")):
        for place in places:
            code = place["code"]
            keys = [place_key(place["nom"]), *(alias for alias, target in aliases.items() if target == code)]
            if type_ == "d":
                keys.append(f"departement {code.lower()}")
            for key in keys:
                yield key, type_, place["nom"], code, code if type_ == "d" else "", "", ""


def _communes(communes: list[dict[str, Any]]) -> Iterator[Row]:
    for place in communes:
        if place["type"] in ("commune-actuelle", "arrondissement-municipal"):
            # « Paris 11e Arrondissement » is written « Paris 11 », « paris 11e », « Paris 11ème ».
            key = place_key(place["nom"]).removesuffix(" arrondissement")
            for name in (key, *(alias for alias, code in COMMUNE_ALIASES.items() if code == place["code"])):
                yield _commune_row(name, place, place)


def _former_communes(communes: list[dict[str, Any]]) -> Iterator[Row]:
    """Those that were merged and keep a town hall: they have the postal codes of the commune they are part of."""
    present = {place["code"]: place for place in communes if place["type"] == "commune-actuelle"}
    taken = {(place_key(place["nom"]), place["departement"]) for place in present.values()}
    for place in communes:
        known = (place_key(place["nom"]), place["departement"])
        if place["type"] in ("commune-deleguee", "commune-associee") and known not in taken:
            taken.add(known)
            yield _commune_row(known[0], {**place, "population": 0}, present[place["chefLieu"]])


def _commune_row(key: str, place: dict[str, Any], whole: dict[str, Any]) -> Row:
    postal_codes = " ".join(whole.get("codesPostaux", []))
    population = str(place.get("population", 0))
    return key, "c", place["nom"], place["code"], place["departement"], population, postal_codes


def _postal_codes(communes: list[dict[str, Any]]) -> Iterator[Row]:
    """A postal code under the name of its largest commune, or arrondissement."""
    shared = defaultdict(list)
    for place in communes:
        if place["type"] in ("commune-actuelle", "arrondissement-municipal") and place["code"] not in CITIES_IN_PARTS:
            for postal_code in place.get("codesPostaux", []):
                shared[postal_code].append(place)
    for postal_code, places in shared.items():
        largest = max(places, key=lambda place: (place.get("population", 0), place["code"]))
        yield postal_code, "p", largest["nom"], postal_code, largest["departement"], str(len(places)), ""


if __name__ == "__main__":
    PLACES_FILE.write_bytes(build_bytes())
    print(f"{PLACES_FILE} : {PLACES_FILE.stat().st_size} octets")
