"""A mission accepts applications when nothing is in the way; each obstacle is told, the most lasting first."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.platform_client.mission_opening import MissionOpening, Obstacle
from bot.platform_client.states import MissionState, StructureState

PARIS = ZoneInfo("Europe/Paris")
TODAY = date(2026, 11, 24)
OPEN = MissionOpening(
    mission_state=MissionState.VALIDATED,
    organisation_state=StructureState.VALIDATED,
    is_online=True,
    has_open_registrations=True,
    places_left=1,
    ends_at=None,
)


@pytest.mark.parametrize(
    "ends_at", [None, datetime(2026, 11, 24, 0, 0, tzinfo=PARIS), datetime(2027, 1, 1, tzinfo=PARIS)]
)
def test_accepts_applications_until_the_end_of_its_last_day(ends_at: datetime | None) -> None:
    assert replace(OPEN, ends_at=ends_at).obstacle(TODAY) is None


@pytest.mark.parametrize(
    ("change", "obstacle"),
    [
        *(
            ({"mission_state": state}, Obstacle.MISSION_NOT_VALIDATED)
            for state in set(MissionState) - {MissionState.VALIDATED}
        ),
        ({"ends_at": datetime(2026, 11, 23, 23, 59, tzinfo=PARIS)}, Obstacle.DATES_PASSED),
        *(
            ({"organisation_state": state}, Obstacle.ORGANISATION_NOT_VALIDATED)
            for state in set(StructureState) - {StructureState.VALIDATED}
        ),
        ({"is_online": False}, Obstacle.OFFLINE),
        ({"has_open_registrations": False}, Obstacle.REGISTRATIONS_CLOSED),
        ({"places_left": 0}, Obstacle.FULL),
        ({"places_left": 0, "is_online": False}, Obstacle.OFFLINE),
        ({"is_online": False, "mission_state": MissionState.REPORTED}, Obstacle.MISSION_NOT_VALIDATED),
    ],
)
def test_each_obstacle_is_told(change: dict[str, Any], obstacle: Obstacle) -> None:
    assert replace(OPEN, **change).obstacle(TODAY) is obstacle
