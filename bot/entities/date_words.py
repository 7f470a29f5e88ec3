"""The words of French dates, in folded letters, and what they count."""

MONTHS = {
    name: number
    for number, names in enumerate(
        "janvier janv|fevrier fevr fev|mars|avril avr|mai|juin|juillet juil|aout|septembre sept|octobre oct|"
        "novembre nov|decembre dec".split("|"),
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = {name: number for number, name in enumerate("lundi mardi mercredi jeudi vendredi samedi dimanche".split())}
NUMBERS = {
    name: number
    for number, names in {
        1: "un une",
        2: "deux",
        3: "trois",
        4: "quatre",
        5: "cinq",
        6: "six",
        7: "sept",
        8: "huit",
        10: "dix",
        15: "quinze",
    }.items()
    for name in names.split()
}
# In days; « the day before yesterday » must be tried before « yesterday ».
DAYS_AWAY = {
    r"avant[- ]hier": -2,
    r"apres[- ]demain": 2,
    r"hier": -1,
    r"demain": 1,
    r"aujourd ?'? ?hui|ajd|auj|ce soir|ce matin|cet? (?:apres[- ]midi|aprem)|cette nuit": 0,
}
# First and last day, as (month, day).
FEASTS = {
    "noel": ((12, 24), (12, 25)),
    r"nouvel an|jour de l'an|saint[- ]sylvestre": ((12, 31), (1, 1)),
    "toussaint": ((11, 1), (11, 1)),
}

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
DAY = r"\d{1,2}(?:er)?"
YEAR = r"20\d\d"
COUNT = rf"(?:\d{{1,2}}|{'|'.join(NUMBERS)})"
PART_OF_DAY = r"(?: (?:matin|midi|apres[- ]midi|aprem|soir|toute la journee))?"


def number_of_month(name: str) -> int:
    """« mars » is 3."""
    return MONTHS[name]


def number_of_day(written: str) -> int:
    """« 1er » is 1."""
    return int(written.removesuffix("er"))


def number_of_year(written: str | None) -> int | None:
    """« 2027 », « 27 »."""
    if not written:
        return None
    return int(written) if len(written) > 2 else 2000 + int(written)


def count_of(written: str) -> int:
    """« trois », « 15 »."""
    return NUMBERS[written] if written in NUMBERS else int(written)
