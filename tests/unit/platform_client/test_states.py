"""Stored strings that the platform may add before we know them."""

import pytest

from bot.platform_client import states


@pytest.mark.parametrize(
    "enumeration",
    [
        states.StructureState,
        states.MissionState,
        states.ParticipationState,
        states.ContextualState,
        states.ContextualReason,
        states.DayPeriod,
    ],
)
def test_an_unexpected_string_reads_as_unknown(enumeration: type[states.ParticipationState]) -> None:
    assert enumeration("Mise en pause") is enumeration.UNKNOWN


def test_a_known_string_reads_as_itself() -> None:
    assert states.ParticipationState("Refusée") is states.ParticipationState.REFUSED
