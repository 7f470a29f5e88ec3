"""Dates and periods as French people say them: « samedi prochain », « du 3 au 5 mai », « cet été »."""

import re
from datetime import date

from bot.entities.date_patterns import PATTERNS, SIGN
from bot.entities.folded import fold_message
from bot.entities.found import EntityKind, Found

# « depuis mars »: a beginning in the past, while what has no year is looked for ahead.
_SINCE = re.compile(r"\bdepuis(?: le| la| l'| ce| cet| cette)? ?$")


def find_dates(text: str, today: date) -> list[Found]:
    """The dates and periods that the text names, in order; each value is {"from": ISO day, "to": ISO day}."""
    folded = fold_message(text)
    if not SIGN.search(folded.text):
        return []
    found: list[Found] = []
    for pattern, meaning in PATTERNS:
        for match in pattern.finditer(folded.text):
            group = "said" if "said" in pattern.groupindex else 0
            period = None if _SINCE.search(folded.text[: match.start(group)]) else meaning(match, today)
            if period is None:
                continue
            value = {"from": period[0].isoformat(), "to": period[1].isoformat()}
            candidate = folded.found(EntityKind.DATE, match, value, group)
            if not any(candidate.overlaps(other) for other in found):
                found.append(candidate)
    return sorted(found, key=lambda one: one.start)
