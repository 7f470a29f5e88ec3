"""The places of France by name, read once from `places.tsv.gz` (made by `scripts/build_places.py`).

A line stays text until it is asked for: 44 000 places are there in some 50 ms.
"""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

PLACES_FILE = Path(__file__).parent / "places.tsv.gz"
ORDINARY_FILE = Path(__file__).parent / "ordinary_words.txt"
_WELL_KNOWN_INHABITANTS = 10_000

COMMUNE, DEPARTEMENT, REGION, POSTAL_CODE = "c", "d", "r", "p"


class Record(NamedTuple):
    """One place. `size` is its inhabitants; of a postal code, the number of its communes."""

    type: str
    name: str
    code: str
    departement: str
    size: int
    postal_codes: tuple[str, ...]

    @property
    def is_well_known(self) -> bool:
        """Large enough for its name alone to mean it, even when the name is a word."""
        return self.size >= _WELL_KNOWN_INHABITANTS


def find_records(key: str, type_: str) -> list[Record]:
    """The places of this type that have this key (`words.place_key`), the most populated first."""
    lines = _lines_by_key().get(key)
    if lines is None:
        return []
    return [_record(line) for line in lines.split("\n") if line[0] == type_]


def is_known(key: str) -> bool:
    """Whether any place has this key."""
    return key in _lines_by_key()


def is_ordinary(key: str) -> bool:
    """Whether the name of the place is also a word, a first name, or too short to mean anything by itself."""
    return key in _ordinary_words()


def load_places() -> None:
    """Read the files now, rather than at the first message."""
    _lines_by_key()
    _ordinary_words()


@lru_cache(maxsize=1)
def _lines_by_key() -> dict[str, str]:
    lines: dict[str, str] = {}
    for row in gzip.decompress(PLACES_FILE.read_bytes()).decode().split("\n"):
        key, _, line = row.partition("\t")
        lines[key] = f"{lines[key]}\n{line}" if key in lines else line
    return lines


@lru_cache(maxsize=1)
def _ordinary_words() -> frozenset[str]:
    lines = ORDINARY_FILE.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _record(line: str) -> Record:
    type_, name, code, departement, size, postal_codes = line.split("\t")
    return Record(type_, name, code, departement, int(size or 0), tuple(postal_codes.split()))
