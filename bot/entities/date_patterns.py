"""How dates are said, and what each way of saying them means. Where two patterns meet, the first of the list is right.

A pattern is searched in folded letters; its group « said » is the date, when the words around it are not part of it.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot.entities import periods
from bot.entities.date_words import (
    COUNT,
    DAY,
    DAYS_AWAY,
    FEASTS,
    MONTH,
    PART_OF_DAY,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
    count_of,
    number_of_day,
    number_of_month,
    number_of_year,
)
from bot.entities.periods import Period

Match = re.Match[str]
Meaning = Callable[[Match, date], Period | None]

_SHIFTS = {"prochain": 1, "suivant": 1, "qui vient": 1, "qui arrive": 1, "dernier": -1, "passe": -1}
_SHIFT = r"(?P<shift>prochaine?|suivante?|qui vient|qui arrive|derniere?|passee?(?! (?:a|au|en|de)\b))"
_WEEKEND = r"(?:week[- ]?end|wk|we)"
SIGN = re.compile(
    rf"\d|{MONTH}|ete|hiver|automne|printemps|\b(?:{WEEKDAY}|{_WEEKEND}|{'|'.join(DAYS_AWAY)}|{'|'.join(FEASTS)}|paques"
    r"|semaines?|mois|annee|an|jours?)\b"
)
"""Every pattern asks for one of these. Most messages have none: they need not be searched for each pattern."""
# Before a name of month or feast; « de mars » and « mars » alone in a sentence would be too little.
_WHEN = r"(?:en|courant|debut|mi|fin|pour|des|avant|apres|jusqu'en|jusqu'a|a partir de|mois de|mois d'|vacances de)"


def _shift(match: Match) -> int:
    said = match["shift"] or ""
    return next((shift for word, shift in _SHIFTS.items() if said.startswith(word)), 0)


def _numeric(match: Match, today: date) -> Period | None:
    return periods.day_of(int(match["month"]), int(match["day"]), number_of_year(match["year"]), today)


def _numeric_without_year(match: Match, today: date) -> Period | None:
    return periods.day_of(int(match["month"]), int(match["day"]), None, today)


def _day_and_month(match: Match, today: date) -> Period | None:
    month, day = number_of_month(match["month"]), number_of_day(match["day"])
    return periods.day_of(month, day, number_of_year(match["year"]), today)


def _range(match: Match, today: date) -> Period | None:
    last = (number_of_month(match["month"]), number_of_day(match["day"]))
    first_month = number_of_month(match["first_month"]) if match["first_month"] else last[0]
    return periods.days_of((first_month, number_of_day(match["first_day"])), last, number_of_year(match["year"]), today)


def _months(match: Match, today: date) -> Period | None:
    return periods.months_of(
        number_of_month(match["first"]), number_of_month(match["month"]), number_of_year(match["year"]), today
    )


def _month(match: Match, today: date) -> Period | None:
    month = number_of_month(match["month"])
    return periods.months_of(month, month, number_of_year(match["year"]), today)


def _weekday(match: Match, today: date) -> Period:
    return periods.weekday(WEEKDAYS[match["name"]], today, shift=_shift(match))


def _in_some_time(match: Match, today: date) -> Period:
    count, unit = count_of(match["count"]), match["unit"]
    days = count * 7 if unit.startswith("semaine") else count
    end = periods.months_later(today, count) if unit == "mois" else today + timedelta(days=days)
    return (today, end) if match["until"] else (end, end)


def _season(match: Match, today: date) -> Period | None:
    return periods.season(match["name"], number_of_year(match["year"]), today)


def _days_away(count: int) -> Meaning:
    return lambda match, today: periods.day(today + timedelta(days=count))


def _feast(first: tuple[int, int], last: tuple[int, int]) -> Meaning:
    return lambda match, today: periods.days_of(first, last, None, today)


PATTERNS: list[tuple["re.Pattern[str]", Meaning]] = [
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"\b(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)\b", _numeric),
        (
            rf"(?<![\d./-])(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)(?P<year>{YEAR}|\d\d)(?![\d/-]|\.\d)",
            _numeric,
        ),
        (r"\b(?:le|du|au) (?P<said>(?P<day>\d{1,2})/(?P<month>\d\d))(?![\d/])", _numeric_without_year),
        (
            rf"\b(?:(?:du|entre le) )?(?:{WEEKDAY} )?(?P<first_day>{DAY})(?: (?P<first_month>{MONTH}))?(?: {YEAR})?"
            rf" ?(?:au|et(?: le)?|ou(?: le)?|jusqu'au|-) ?(?:{WEEKDAY} )?(?P<day>{DAY}) (?P<month>{MONTH})"
            rf"(?: (?P<year>{YEAR}))?\b",
            _range,
        ),
        (rf"\b(?:{WEEKDAY} )?(?P<day>{DAY}) (?P<month>{MONTH})(?: (?P<year>{YEAR}))?\b", _day_and_month),
        (
            rf"\b(?:en|de|d'|entre) ?(?P<said>(?P<first>{MONTH})(?: (?:et|a|ou|jusqu'a|jusqu'en) |[-/])"
            rf"(?P<month>{MONTH})(?: (?P<year>{YEAR}))?)\b",
            _months,
        ),
        (rf"\b{_WHEN}[ -]?(?P<said>(?P<month>{MONTH})(?: (?P<year>{YEAR}))?)\b", _month),
        (rf"\b(?P<month>{MONTH}) (?P<year>{YEAR})\b", _month),
        (rf"^ ?(?P<said>(?P<month>{MONTH})(?P<year>)) ?[.!?]? ?$", _month),
        *((rf"\b(?:{words})\b{PART_OF_DAY}", _days_away(count)) for words, count in DAYS_AWAY.items()),
        (rf"\b(?:ce |le |un )?{_WEEKEND} {_SHIFT}\b", lambda match, today: periods.weekend(today, shift=_shift(match))),
        (rf"\bce {_WEEKEND}\b", lambda match, today: periods.weekend(today)),
        (rf"\b(?:le |ce )?(?P<name>{WEEKDAY}){PART_OF_DAY} {_SHIFT}\b", _weekday),
        # « le samedi », « du lundi au vendredi » are habits.
        (
            r"(?<!\ble )(?<!\bles )(?<!\bun )(?<!\bdu )(?<!\bau )(?<!\bchaque )(?<!\ba )(?<!\bmon )(?<!\bbon )"
            rf"\b(?:ce )?(?P<name>{WEEKDAY})(?P<shift>)"
            rf"{PART_OF_DAY}\b(?! (?:(?:au|a) {WEEKDAY}|gras))",
            _weekday,
        ),
        (rf"\bsemaine {_SHIFT}\b", lambda match, today: periods.week(today, offset=_shift(match))),
        (r"\bcette semaine\b", lambda match, today: periods.week(today)),
        (rf"\bmois {_SHIFT}\b", lambda match, today: periods.month(today, offset=_shift(match))),
        (r"\bce mois(?:[- ]ci)?\b", lambda match, today: periods.month(today)),
        (rf"\b(?:annee|an) {_SHIFT}\b", lambda match, today: periods.year(today.year + _shift(match))),
        (r"\bcette annee\b", lambda match, today: periods.year(today.year)),
        (
            rf"\b(?:cet|ce|(?:pendant|durant|pour|avant|apres) (?:l'|le )) ?(?P<name>ete|hiver|automne|printemps)"
            rf"(?: (?P<year>{YEAR}))?\b",
            _season,
        ),
        (r"\b(?:l'|le )(?P<said>(?P<name>ete|hiver|automne|printemps)(?P<year>) prochain)\b", _season),
        *(
            (rf"\b(?:a|au|de|pour|avant|apres|vers|pendant)(?: (?:la|le))? (?P<said>{words})\b", _feast(*days))
            for words, days in FEASTS.items()
        ),
        (r"\b(?:a|de|pour|avant|apres|vers|pendant) (?P<said>paques)\b", lambda match, today: periods.easter(today)),
        (
            rf"\b(?:(?P<until>d'ici)(?: a)?|dans) (?P<count>{COUNT}) (?P<unit>jours?|semaines?|mois)\b",
            _in_some_time,
        ),
    )
]
