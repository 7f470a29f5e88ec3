"""Days and periods of the calendar, as (first day, last day). Without a year: the first that is not over."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

Period = tuple[date, date]

_DAYS_OF_A_WEEK = 7
_SATURDAY, _SUNDAY = 5, 6
# First day and last day of each, as (month, day); winter ends in the next year.
_SEASONS = {
    "printemps": ((3, 20), (6, 20)),
    "ete": ((6, 21), (9, 22)),
    "automne": ((9, 23), (12, 20)),
    "hiver": ((12, 21), (3, 19)),
}


def day(when: date) -> Period:
    """One day."""
    return when, when


def day_of(month_: int, number: int, year_: int | None, today: date) -> Period | None:
    """« le 12 mars », with or without its year; `None` when there is no such day."""
    return _first_not_over(lambda y: day(date(y, month_, number)), year_, today)


def days_of(first: tuple[int, int], last: tuple[int, int], year_: int | None, today: date) -> Period | None:
    """« du 28 décembre au 3 janvier », both ends as (month, day); the year is that of the last day."""

    def in_year(y: int) -> Period:
        return date(y - 1 if first > last else y, *first), date(y, *last)

    return _first_not_over(in_year, year_, today)


def months_of(first: int, last: int, year_: int | None, today: date) -> Period | None:
    """« en juillet », « de juin à septembre »."""

    def in_year(y: int) -> Period:
        begin = date(y - 1 if first > last else y, first, 1)
        return begin, date(y, last, monthrange(y, last)[1])

    return _first_not_over(in_year, year_, today)


def weekday(number: int, today: date, *, shift: int = 0) -> Period:
    """« samedi » (today, if today is one), « samedi prochain » (not today), « samedi dernier »."""
    ahead = (number - today.weekday()) % _DAYS_OF_A_WEEK
    if shift > 0 and ahead == 0:
        ahead = _DAYS_OF_A_WEEK
    if shift < 0:
        ahead -= _DAYS_OF_A_WEEK
    return day(today + timedelta(days=ahead))


def weekend(today: date, *, shift: int = 0) -> Period:
    """This week's Saturday and Sunday; « prochain » is the first that begins after today."""
    saturday = _monday(today) + timedelta(days=_SATURDAY)
    if shift < 0 or (shift > 0 and saturday <= today):
        saturday += timedelta(days=shift * _DAYS_OF_A_WEEK)
    return saturday, saturday + timedelta(days=1)


def week(today: date, *, offset: int = 0) -> Period:
    """From Monday to Sunday; 1 is the next week."""
    monday = _monday(today) + timedelta(days=offset * _DAYS_OF_A_WEEK)
    return monday, monday + timedelta(days=_SUNDAY)


def month(today: date, *, offset: int = 0) -> Period:
    """A whole month; 1 is the next one."""
    first = months_later(today.replace(day=1), offset)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def year(number: int) -> Period:
    """A whole year."""
    return date(number, 1, 1), date(number, 12, 31)


def months_later(when: date, count: int) -> date:
    """The same day of another month, or that month's last day."""
    index = when.year * 12 + when.month - 1 + count
    year_, month_ = divmod(index, 12)
    return date(year_, month_ + 1, min(when.day, monthrange(year_, month_ + 1)[1]))


def season(name: str, year_: int | None, today: date) -> Period | None:
    """« cet été », « l'hiver 2027 » (the one that ends in that year)."""
    return days_of(*_SEASONS[name], year_, today)


def easter_sunday(year_: int) -> date:
    """By the rule of Gauss as completed by Butcher, good for every year of the Gregorian calendar."""
    century, rest = divmod(year_, 100)
    moon = (19 * (year_ % 19) + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = moon + sunday - 7 * ((year_ % 19 + 11 * moon + 22 * sunday) // 451) + 114
    return date(year_, shift // 31, shift % 31 + 1)


def easter(today: date) -> Period | None:
    """Sunday and Monday."""
    return _first_not_over(lambda y: (easter_sunday(y), easter_sunday(y) + timedelta(days=1)), None, today)


def _monday(when: date) -> date:
    return when - timedelta(days=when.weekday())


def _first_not_over(in_year: Callable[[int], Period], year_: int | None, today: date) -> Period | None:
    for candidate in (year_,) if year_ is not None else range(today.year, today.year + 9):
        try:
            period = in_year(candidate)
        except ValueError:  # 30 février; 29 février of most years.
            continue
        if year_ is not None or period[1] >= today:
            return period
    return None
