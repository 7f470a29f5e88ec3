"""Each cause that hides a mission or closes it, one by one and together."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.platform_client.mission_opening import MissionOpening
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.visibility import ClosedCause, HiddenCause, closed_because, hidden_because

TODAY = date(2026, 11, 24)
VISIBLE = MissionOpening(
    mission_state=MissionState.VALIDATED,
    organisation_state=StructureState.VALIDATED,
    is_online=True,
    has_open_registrations=True,
    places_left=3,
    ends_at=None,
)


def evening(day: date) -> datetime:
    """The end of that day, in Paris."""
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=ZoneInfo("Europe/Paris"))


def test_a_visible_mission_has_no_cause() -> None:
    assert hidden_because(VISIBLE, True, TODAY) == ()
    assert closed_because(VISIBLE) == ()


@pytest.mark.parametrize("state", [state for state in MissionState if state is not MissionState.VALIDATED])
def test_only_a_validated_mission_is_shown(state: MissionState) -> None:
    opening = replace(VISIBLE, mission_state=state)
    assert hidden_because(opening, True, TODAY) == (HiddenCause.MISSION_NOT_VALIDATED,)


@pytest.mark.parametrize("state", [state for state in StructureState if state is not StructureState.VALIDATED])
def test_only_a_validated_organisation_shows_its_missions(state: StructureState) -> None:
    opening = replace(VISIBLE, organisation_state=state)
    assert hidden_because(opening, True, TODAY) == (HiddenCause.ORGANISATION_NOT_VALIDATED,)


def test_a_mission_put_offline_is_hidden() -> None:
    assert hidden_because(replace(VISIBLE, is_online=False), True, TODAY) == (HiddenCause.OFFLINE,)


@pytest.mark.parametrize(
    ("opening", "cause"),
    [
        (replace(VISIBLE, mission_state=MissionState.WAITING), HiddenCause.MISSION_NOT_VALIDATED),
        (replace(VISIBLE, organisation_state=StructureState.IN_PROGRESS), HiddenCause.ORGANISATION_NOT_VALIDATED),
    ],
)
def test_being_offline_is_no_cause_while_something_else_puts_it_offline(
    opening: MissionOpening, cause: HiddenCause
) -> None:
    assert hidden_because(replace(opening, is_online=False), True, TODAY) == (cause,)


def test_a_mission_without_department_is_hidden() -> None:
    assert hidden_because(VISIBLE, False, TODAY) == (HiddenCause.NO_DEPARTMENT,)


@pytest.mark.parametrize(
    ("last_day", "causes"),
    [(date(2026, 11, 23), (HiddenCause.ENDED,)), (TODAY, ()), (date(2026, 11, 25), ())],
)
def test_a_mission_is_shown_until_its_last_day(last_day: date, causes: tuple[HiddenCause, ...]) -> None:
    assert hidden_because(replace(VISIBLE, ends_at=evening(last_day)), True, TODAY) == causes


def test_dates_are_no_cause_for_a_mission_that_is_not_validated() -> None:
    opening = replace(VISIBLE, mission_state=MissionState.FINISHED, ends_at=evening(date(2026, 11, 1)))
    assert hidden_because(opening, True, TODAY) == (HiddenCause.MISSION_NOT_VALIDATED,)


def test_causes_are_told_together_in_the_order_to_settle_them() -> None:
    ended = replace(VISIBLE, is_online=False, ends_at=evening(date(2026, 11, 1)))
    assert hidden_because(ended, False, TODAY) == (HiddenCause.ENDED, HiddenCause.NO_DEPARTMENT, HiddenCause.OFFLINE)
    draft = replace(ended, mission_state=MissionState.DRAFT, organisation_state=StructureState.DRAFT)
    assert hidden_because(draft, False, TODAY) == (
        HiddenCause.ORGANISATION_NOT_VALIDATED,
        HiddenCause.MISSION_NOT_VALIDATED,
        HiddenCause.NO_DEPARTMENT,
    )


@pytest.mark.parametrize(
    ("opening", "causes"),
    [
        (replace(VISIBLE, has_open_registrations=False), (ClosedCause.REGISTRATIONS_CLOSED,)),
        (replace(VISIBLE, places_left=0), (ClosedCause.FULL,)),
        (
            replace(VISIBLE, has_open_registrations=False, places_left=0),
            (ClosedCause.REGISTRATIONS_CLOSED, ClosedCause.FULL),
        ),
    ],
)
def test_a_visible_mission_may_take_no_application(opening: MissionOpening, causes: tuple[ClosedCause, ...]) -> None:
    assert hidden_because(opening, True, TODAY) == ()
    assert closed_because(opening) == causes
