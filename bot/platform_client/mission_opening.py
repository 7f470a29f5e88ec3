"""Whether a mission accepts applications now, and if not, why (platform facts §2.3, « available »)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.engine import Row
from sqlalchemy.sql import ColumnElement

from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.tables import missions, structures
from bot.platform_client.zone import in_platform_zone


class Obstacle(Enum):
    """What keeps anybody from applying to a mission; the most lasting come first."""

    MISSION_NOT_VALIDATED = "mission_not_validated"
    """In a state other than « Validée »: ended, cancelled, reported, or not published yet."""
    DATES_PASSED = "dates_passed"
    ORGANISATION_NOT_VALIDATED = "organisation_not_validated"
    OFFLINE = "offline"
    REGISTRATIONS_CLOSED = "registrations_closed"
    FULL = "full"


@dataclass(frozen=True)
class MissionOpening:
    """What decides whether a mission accepts applications."""

    mission_state: MissionState
    organisation_state: StructureState
    is_online: bool
    has_open_registrations: bool
    """« Ouvrir / Fermer les inscriptions », by a responsable."""
    places_left: int
    ends_at: datetime | None
    """In the platform's zone; `None` for a mission without end."""

    def obstacle(self, today: date) -> Obstacle | None:
        """The first thing in the way on that day, in Paris; `None` when the mission accepts applications."""
        in_the_way = {
            Obstacle.MISSION_NOT_VALIDATED: self.mission_state is not MissionState.VALIDATED,
            Obstacle.DATES_PASSED: self.ends_at is not None and self.ends_at.date() < today,
            Obstacle.ORGANISATION_NOT_VALIDATED: self.organisation_state is not StructureState.VALIDATED,
            Obstacle.OFFLINE: not self.is_online,
            Obstacle.REGISTRATIONS_CLOSED: not self.has_open_registrations,
            Obstacle.FULL: self.places_left <= 0,
        }
        return next((obstacle for obstacle, is_there in in_the_way.items() if is_there), None)


def opening_columns() -> tuple[ColumnElement[Any], ...]:
    """What a query on missions and their structures selects for `opening_in`."""
    return (
        missions.c.state.label("mission_state"),
        structures.c.state.label("organisation_state"),
        missions.c.is_online,
        missions.c.is_registration_open,
        missions.c.places_left,
        missions.c.end_date,
    )


def opening_in(row: Row) -> MissionOpening:
    """The opening of the mission of a row that has the `opening_columns`."""
    return MissionOpening(
        mission_state=MissionState(row.mission_state),
        organisation_state=StructureState(row.organisation_state),
        is_online=row.is_online,
        has_open_registrations=row.is_registration_open,
        places_left=row.places_left,
        ends_at=in_platform_zone(row.end_date),
    )
