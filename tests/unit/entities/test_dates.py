"""Dates mean the same days to us as to the person who writes them."""

from datetime import date

import pytest

from bot.entities.dates import find_dates
from bot.entities.periods import easter_sunday

TUESDAY = date(2026, 11, 24)

SAID = [
    ("aujourd'hui", "aujourd'hui", "2026-11-24", "2026-11-24"),
    ("c'est pour aujourd’hui", "aujourd’hui", "2026-11-24", "2026-11-24"),
    ("une maraude ce soir", "ce soir", "2026-11-24", "2026-11-24"),
    ("demain", "demain", "2026-11-25", "2026-11-25"),
    ("libre demain soir", "demain soir", "2026-11-25", "2026-11-25"),
    ("après-demain", "après-demain", "2026-11-26", "2026-11-26"),
    ("apres demain", "apres demain", "2026-11-26", "2026-11-26"),
    ("j'ai postulé hier", "hier", "2026-11-23", "2026-11-23"),
    ("avant-hier", "avant-hier", "2026-11-22", "2026-11-22"),
    ("Ce week-end ?", "Ce week-end", "2026-11-28", "2026-11-29"),
    ("ce weekend", "ce weekend", "2026-11-28", "2026-11-29"),
    ("dispo ce we", "ce we", "2026-11-28", "2026-11-29"),
    ("le week-end prochain", "le week-end prochain", "2026-11-28", "2026-11-29"),
    ("samedi", "samedi", "2026-11-28", "2026-11-28"),
    ("samedi prochain", "samedi prochain", "2026-11-28", "2026-11-28"),
    ("mardi", "mardi", "2026-11-24", "2026-11-24"),
    ("mardi prochain", "mardi prochain", "2026-12-01", "2026-12-01"),
    ("mardi dernier", "mardi dernier", "2026-11-17", "2026-11-17"),
    ("samedi matin", "samedi matin", "2026-11-28", "2026-11-28"),
    ("cette semaine", "cette semaine", "2026-11-23", "2026-11-29"),
    ("la semaine prochaine", "semaine prochaine", "2026-11-30", "2026-12-06"),
    ("la semaine dernière", "semaine dernière", "2026-11-16", "2026-11-22"),
    ("ce mois-ci", "ce mois-ci", "2026-11-01", "2026-11-30"),
    ("le mois prochain", "mois prochain", "2026-12-01", "2026-12-31"),
    ("l'année prochaine", "année prochaine", "2027-01-01", "2027-12-31"),
    ("en juillet", "juillet", "2027-07-01", "2027-07-31"),
    ("en novembre", "novembre", "2026-11-01", "2026-11-30"),
    ("en Février 2028", "Février 2028", "2028-02-01", "2028-02-29"),
    ("juillet", "juillet", "2027-07-01", "2027-07-31"),
    ("au mois d'août", "août", "2027-08-01", "2027-08-31"),
    ("en juillet-août", "juillet-août", "2027-07-01", "2027-08-31"),
    ("de novembre à février", "novembre à février", "2026-11-01", "2027-02-28"),
    ("le 12 mars", "12 mars", "2027-03-12", "2027-03-12"),
    ("le 12 mars 2028", "12 mars 2028", "2028-03-12", "2028-03-12"),
    ("le 24 novembre", "24 novembre", "2026-11-24", "2026-11-24"),
    ("samedi 28 novembre", "samedi 28 novembre", "2026-11-28", "2026-11-28"),
    ("le 1er mai", "1er mai", "2027-05-01", "2027-05-01"),
    ("29 février", "29 février", "2028-02-29", "2028-02-29"),
    ("du 3 au 5 mai", "du 3 au 5 mai", "2027-05-03", "2027-05-05"),
    ("du 3 au 5 mai 2028", "du 3 au 5 mai 2028", "2028-05-03", "2028-05-05"),
    ("entre le 3 et le 5 mai", "entre le 3 et le 5 mai", "2027-05-03", "2027-05-05"),
    ("du 28 décembre au 3 janvier", "du 28 décembre au 3 janvier", "2026-12-28", "2027-01-03"),
    ("du samedi 5 au dimanche 6 décembre", "du samedi 5 au dimanche 6 décembre", "2026-12-05", "2026-12-06"),
    ("les 5 et 6 décembre", "5 et 6 décembre", "2026-12-05", "2026-12-06"),
    ("12/03/2027", "12/03/2027", "2027-03-12", "2027-03-12"),
    ("le 12.03.27", "12.03.27", "2027-03-12", "2027-03-12"),
    ("le 12/03", "12/03", "2027-03-12", "2027-03-12"),
    ("2027-03-12", "2027-03-12", "2027-03-12", "2027-03-12"),
    ("cet été", "cet été", "2027-06-21", "2027-09-22"),
    ("cet hiver", "cet hiver", "2026-12-21", "2027-03-19"),
    ("l'été prochain", "été prochain", "2027-06-21", "2027-09-22"),
    ("à Noël", "Noël", "2026-12-24", "2026-12-25"),
    ("pour le nouvel an", "nouvel an", "2026-12-31", "2027-01-01"),
    ("à Pâques", "Pâques", "2027-03-28", "2027-03-29"),
    ("dans 15 jours", "dans 15 jours", "2026-12-09", "2026-12-09"),
    ("dans deux semaines", "dans deux semaines", "2026-12-08", "2026-12-08"),
    ("d'ici un mois", "d'ici un mois", "2026-11-24", "2026-12-24"),
]


@pytest.mark.parametrize(("text", "said", "first", "last"), SAID)
def test_a_date_is_understood(text: str, said: str, first: str, last: str) -> None:
    (found,) = find_dates(text, TUESDAY)
    assert (found.text, found.value) == (said, {"from": first, "to": last})


@pytest.mark.parametrize(
    "text",
    [
        "le samedi",
        "tous les mardis",
        "le mardi et le jeudi",
        "du lundi au vendredi",
        "le week-end",
        "j'ai mon samedi de libre",
        "bon dimanche",
        "24/7",
        "7j/7",
        "j'ai 12 ans",
        "il est 12 h",
        "01.02.03.04.05",
        "le 30 février",
        "30/02/2027",
        "12/13/2027",
        "depuis mars",
        "depuis le 3 mars",
        "depuis lundi",
        "vous avez été gentils",
        "mai 68",
        "la mission de mars",
        "il faut que ça marche",
        "3 missions sur 4",
        "",
    ],
)
def test_habits_ages_and_the_past_that_lasts_are_no_dates(text: str) -> None:
    assert find_dates(text, TUESDAY) == []


def test_several_dates_come_in_their_order() -> None:
    found = find_dates("pas demain mais samedi ou le 12 mars", TUESDAY)
    assert [one.text for one in found] == ["demain", "samedi", "12 mars"]


@pytest.mark.parametrize(
    ("today", "text", "first", "last"),
    [
        (date(2026, 11, 28), "ce week-end", "2026-11-28", "2026-11-29"),
        (date(2026, 11, 29), "ce week-end", "2026-11-28", "2026-11-29"),
        (date(2026, 11, 28), "le week-end prochain", "2026-12-05", "2026-12-06"),
        (date(2026, 11, 29), "le week-end prochain", "2026-12-05", "2026-12-06"),
        (date(2026, 11, 28), "samedi prochain", "2026-12-05", "2026-12-05"),
        (date(2026, 12, 31), "demain", "2027-01-01", "2027-01-01"),
        (date(2026, 12, 15), "le mois prochain", "2027-01-01", "2027-01-31"),
        (date(2027, 1, 31), "d'ici un mois", "2027-01-31", "2027-02-28"),
        (date(2027, 1, 10), "cet hiver", "2026-12-21", "2027-03-19"),
        (date(2027, 7, 14), "cet été", "2027-06-21", "2027-09-22"),
        (date(2027, 1, 2), "du 28 décembre au 3 janvier", "2026-12-28", "2027-01-03"),
        (date(2027, 3, 30), "à Pâques", "2028-04-16", "2028-04-17"),
    ],
)
def test_the_day_that_is_counted_from_matters(today: date, text: str, first: str, last: str) -> None:
    (found,) = find_dates(text, today)
    assert found.value == {"from": first, "to": last}


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2038, date(2038, 4, 25))]
)
def test_easter(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday
