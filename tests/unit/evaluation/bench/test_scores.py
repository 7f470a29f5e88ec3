"""Shares of right guesses, and the calibration error, on cases small enough to count by hand."""

import pytest

from bot.evaluation.bench.scores import Guess, calibration_error, score


def guess(*topics: str, sure: float = 0.5) -> Guess:
    return Guess(topics=topics, confidence=sure)


def test_first_and_among_three_count_any_right_topic() -> None:
    guesses = [guess("a", "b", "c"), guess("b", "c", "a"), guess("c", "d", "e"), guess("z", "y", "x")]
    scores = score(guesses, [{"a"}, {"a"}, {"d", "q"}, {"a"}])
    assert (scores.first, scores.among_three) == (0.25, 0.75)


def test_no_guess_at_all_is_wrong() -> None:
    assert score([guess(sure=0.0)], [{"a"}]).first == 0


def test_confidence_that_means_what_it_says_has_no_error() -> None:
    assert calibration_error([0.75] * 4, [True, True, True, False]) == 0
    assert calibration_error([1.0, 1.0, 0.0], [True, True, False]) == 0


def test_error_is_the_mean_gap_weighted_by_bin() -> None:
    # Three at 0.9, one right (gap 0.57); one at 0.1, right (gap 0.9): in their bins, not together.
    error = calibration_error([0.9, 0.9, 0.9, 0.1], [True, False, False, True])
    assert error == pytest.approx((3 * (0.9 - 1 / 3) + 0.9) / 4)
