"""Dates as French people write them."""

from datetime import date, timedelta

import pytest

from bot.text.french_dates import french_date


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 5, 1), "1er mai 2026"),
        (date(2026, 11, 3), "3 novembre 2026"),
        (date(2026, 8, 31), "31 août 2026"),
        (date(2024, 2, 29), "29 février 2024"),
        (date(2026, 12, 21), "21 décembre 2026"),
        (date(2027, 1, 11), "11 janvier 2027"),
    ],
)
def test_french_dates(day: date, written: str) -> None:
    assert french_date(day) == written


def test_the_days_of_a_year_are_all_written_differently() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert len({french_date(day) for day in days}) == 365
