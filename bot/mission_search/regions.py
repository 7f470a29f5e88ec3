"""The départements of an area, by the official codes (`@etalab/decoupage-administratif`)."""

from bot.mission_search.criteria import Place

_DEPARTEMENTS = {
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "32": "02 59 60 62 80",
    "93": "04 05 06 13 83 84",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "28": "14 27 50 61 76",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90",
    "53": "22 29 35 56",
    "94": "2A 2B",
    "52": "44 49 53 72 85",
    "11": "75 77 78 91 92 93 94 95",
    "01": "971",
    "02": "972",
    "03": "973",
    "04": "974",
    "06": "976",
}


def departements_of_region(code: str) -> tuple[str, ...]:
    """Numbers of the départements; empty for a code that is none."""
    return tuple(_DEPARTEMENTS.get(code, "").split())


def departements_of(place: Place) -> tuple[str, ...]:
    """Numbers of the départements that the place is made of, or is in."""
    if place.type == "region":
        return departements_of_region(place.code)
    return (place.departement,) if place.departement else ()
