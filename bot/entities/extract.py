"""Everything a message names, in the order of the message and without overlaps."""

from datetime import date

from bot.entities.dates import find_dates
from bot.entities.domains import find_domains
from bot.entities.found import Found
from bot.entities.identifiers import find_emails, find_mission_ids
from bot.entities.organisations import find_organisations
from bot.entities.places import find_places
from bot.entities.roles import find_role_said


def find_entities(text: str, today: date) -> tuple[Found, ...]:
    """All entities of the text; `today` is the day that « demain » is counted from.

    Where two meet, the surest kind is kept: a number after « mission » is no postal code, a town in the name of an
    organisation is a part of that name.
    """
    role = find_role_said(text)
    kept: list[Found] = []
    for candidate in (
        *find_emails(text),
        *find_mission_ids(text),
        *find_organisations(text),
        *find_dates(text, today),
        *find_places(text),
        *find_domains(text),
        *([role] if role else []),
    ):
        if not any(candidate.overlaps(other) for other in kept):
            kept.append(candidate)
    return tuple(sorted(kept, key=lambda one: one.start))
