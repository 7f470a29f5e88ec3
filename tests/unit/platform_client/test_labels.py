"""What people read for a stored reason."""

import pytest

from bot.platform_client.labels import (
    CANCELLATION_LABELS,
    DAY_PERIOD_LABELS,
    REFUSAL_LABELS,
    reason_label,
)
from bot.platform_client.states import ContextualReason, ContextualState, DayPeriod

ACCOUNT_REASONS = (
    "user_unsubscribed",
    "user_archived",
    "not_regular_resident",
    "younger_than_16",
    "inappropriate_behavior",
)


def test_the_same_key_blames_the_other_side_by_who_decided() -> None:
    assert reason_label("Refusée", "no_response") == "Le bénévole ne répond pas."
    assert reason_label("Annulée par bénévole", "no_response") == "L'organisation ne répond pas."


@pytest.mark.parametrize("reason", list(REFUSAL_LABELS))
def test_a_responsable_and_the_platform_refuse_with_the_same_words(reason: ContextualReason) -> None:
    by_responsable = reason_label(ContextualState.REFUSED, reason)
    by_platform = reason_label(ContextualState.REFUSED_BY_PLATFORM, reason)
    assert by_responsable == by_platform == REFUSAL_LABELS[reason]


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("Refusée", "not_available"),  # Only a volunteer gives it.
        ("Annulée par bénévole", "change_mind"),  # Only a responsable gives it.
        ("Annulée", "no_response"),  # Nobody knows whose silence is meant.
        ("Validée", "other"),
        ("Refusée", None),
        (None, "other"),
        (None, None),
        ("Mise en pause", "other"),
        ("Refusée", "alien_invasion"),
    ],
)
def test_no_label_rather_than_a_wrong_one(state: str | None, reason: str | None) -> None:
    assert reason_label(state, reason) is None


@pytest.mark.parametrize("state", list(ContextualState))
@pytest.mark.parametrize("reason", ACCOUNT_REASONS)
def test_what_happened_to_an_account_is_never_told(state: ContextualState, reason: str) -> None:
    assert reason_label(state, reason) is None


def test_every_known_period_of_the_day_has_a_label() -> None:
    assert set(DAY_PERIOD_LABELS) == set(DayPeriod) - {DayPeriod.UNKNOWN}


def test_every_reason_of_a_volunteer_has_a_label() -> None:
    assert len(CANCELLATION_LABELS) == 4
