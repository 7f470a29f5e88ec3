"""What the platform's moderation helper would have a moderator look at, from what may be read (platform facts §4.18).

Signs, not verdicts: a moderator decides. Its « AI score » is not in the database, so it is not told.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.text.folding import fold

_MOST_PLACES = 70
_MOST_HOURS = 1_091
"""A year of commitment."""
_PAID_WORK = re.compile(
    r"\b(jobs?|salaires?|salarie\w*|cdi|cdd|stages?|stagiaires?|35 ?h(?:eures)?|service civique|snu|adhesions?)\b"
)
_RELIGION = re.compile(r"\b(messes?|prieres?|evangelis\w*|paroiss\w*|culte|catechisme|proselyt\w*)\b")
_FIRST_PERSON = re.compile(r"^(?:je |j['’])", re.IGNORECASE)
_NO_RNA = {"", "n/a"}


class Concern(Enum):
    """Something to look at."""

    PAID_WORK = "paid_work"
    RELIGION = "religion"
    NOT_FIRST_PERSON = "not_first_person"
    STARTS_IN_THE_PAST = "starts_in_the_past"
    MANY_PLACES = "many_places"
    MANY_HOURS = "many_hours"
    RNA_MISSING = "rna_missing"
    RNA_DUPLICATE = "rna_duplicate"
    SAME_NAME = "same_name"


@dataclass(frozen=True)
class Written:
    """What was written by an organisation."""

    title: str
    text: str


def concerns_of_mission(
    written: Written, starts_at: datetime | None, places: int | None, hours: int | None, now: datetime
) -> tuple[Concern, ...]:
    """`hours` of commitment in all, a year if recurring; instants are aware."""
    seen = {
        Concern.NOT_FIRST_PERSON: not _FIRST_PERSON.match(written.title.strip()),
        **_in_words(written),
        Concern.STARTS_IN_THE_PAST: starts_at is not None and starts_at < now,
        Concern.MANY_PLACES: (places or 0) > _MOST_PLACES,
        Concern.MANY_HOURS: (hours or 0) > _MOST_HOURS,
    }
    return tuple(concern for concern, is_seen in seen.items() if is_seen)


def concerns_of_organisation(
    written: Written,
    *,
    is_association: bool,
    is_alsace_moselle: bool,
    rna: str | None,
    same_rna: int,
    same_name: int,
) -> tuple[Concern, ...]:
    """`same_rna`, `same_name`: how many other organisations have them, the name in the same département."""
    has_rna = fold(rna or "") not in _NO_RNA
    seen = {
        **_in_words(written),
        # Associations of droit local, in Alsace-Moselle, have none.
        Concern.RNA_MISSING: is_association and not is_alsace_moselle and not has_rna,
        Concern.RNA_DUPLICATE: has_rna and same_rna > 0,
        Concern.SAME_NAME: same_name > 0,
    }
    return tuple(concern for concern, is_seen in seen.items() if is_seen)


def _in_words(written: Written) -> dict[Concern, bool]:
    said = fold(f"{written.title} {written.text}")
    return {
        Concern.PAID_WORK: bool(_PAID_WORK.search(said)),
        Concern.RELIGION: bool(_RELIGION.search(said)),
    }
