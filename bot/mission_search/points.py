"""Where the places of France are, read once from `points.tsv.gz` (made by `scripts/build_points.py`)."""

import gzip
from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import NamedTuple

from bot.mission_search.criteria import Place

POINTS_FILE = Path(__file__).parent / "points.tsv.gz"
_EARTH_RADIUS_KM = 6371.0
_KM_PER_DEGREE = 111.2
_TYPES = {"commune": "c", "code_postal": "p", "departement": "d", "region": "r"}


class Point(NamedTuple):
    """Degrees, WGS 84."""

    latitude: float
    longitude: float


class _Box(NamedTuple):
    south: float
    north: float
    west: float
    east: float


def find_point(place: Place) -> Point | None:
    """The middle of the place; `None` for the few that the list does not locate."""
    return _points().get(_TYPES[place.type] + place.code)


def distance_km(one: Point, other: Point) -> float:
    """As the crow flies."""
    south, north = radians(one.latitude), radians(other.latitude)
    half_height = sin((north - south) / 2) ** 2
    half_width = sin(radians(other.longitude - one.longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(half_height + cos(south) * cos(north) * half_width))


def departements_around(point: Point, reach_km: float) -> tuple[str, ...]:
    """Numbers of the départements that may have something within reach: all of those, and a few more."""
    height = reach_km / _KM_PER_DEGREE
    width = height / max(0.1, cos(radians(point.latitude)))
    return tuple(
        number
        for number, box in _boxes().items()
        if box.south - height <= point.latitude <= box.north + height
        and box.west - width <= point.longitude <= box.east + width
    )


@lru_cache(maxsize=1)
def _points() -> dict[str, Point]:
    points: dict[str, Point] = {}
    for line in gzip.decompress(POINTS_FILE.read_bytes()).decode().split("\n"):
        key, latitude, longitude = line.split("\t")
        points[key] = Point(float(latitude), float(longitude))
    return points


@lru_cache(maxsize=1)
def _boxes() -> dict[str, _Box]:
    """The box around the communes of each département; a commune's code begins with its département's number."""
    corners: dict[str, _Box] = {}
    for key, point in _points().items():
        if key[0] != "c":
            continue
        number = key[1:4] if key[1:3] in ("97", "98") else key[1:3]
        box = corners.get(number, _Box(90.0, -90.0, 180.0, -180.0))
        corners[number] = _Box(
            min(box.south, point.latitude),
            max(box.north, point.latitude),
            min(box.west, point.longitude),
            max(box.east, point.longitude),
        )
    return corners
