"""What was found in a message: its kind, where it is written, and what it means."""

from enum import Enum
from typing import Any

import msgspec


class EntityKind(str, Enum):
    """Also the name of the entity for Rasa."""

    PLACE = "place"
    DOMAIN = "domain"
    DATE = "date"
    MISSION_ID = "mission_id"
    ORGANISATION = "organisation"
    EMAIL = "email"
    ROLE = "role"


class Found(msgspec.Struct, frozen=True):
    """`text` is `message[start:end]`; `value` can be written as JSON."""

    kind: EntityKind
    start: int
    end: int
    text: str
    value: dict[str, Any] | str

    def overlaps(self, other: "Found") -> bool:
        """Whether both stand on a same letter."""
        return self.start < other.end and other.start < self.end


def found(kind: EntityKind, message: str, start: int, end: int, value: dict[str, Any] | str) -> Found:
    """A `Found` whose text is cut from the message."""
    return Found(kind, start, end, message[start:end], value)
