"""Reading lines of JSON given by people: each mistake names its line."""

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from bot.errors import ConfigurationError

_T = TypeVar("_T")


def read_lines(lines: Iterable[str], type_: type[_T], source: str) -> list[_T]:
    """The typed lines, blank ones left out. Raises `ConfigurationError` naming the source and the line."""
    rows = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                rows.append(msgspec.json.decode(line, type=type_))
            except (msgspec.DecodeError, msgspec.ValidationError) as error:
                raise ConfigurationError(f"{source}, ligne {number} : {error}") from None
    return rows
