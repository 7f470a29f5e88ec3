"""What a visitor looks for, as the conversation remembers it, and how a new message changes it. Pure."""

from datetime import date
from typing import Literal

import msgspec

DEFAULT_DISTANCE_KM = 35
"""The platform's own radius when a place is given (platform facts §4.11)."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place of the official list, as `bot.entities` finds it in a message."""

    type: Literal["commune", "departement", "region", "code_postal"]
    name: str
    code: str
    """INSEE code of a commune, number of a département, code of a region, postal code."""
    departement: str | None = None
    """`'69'`; `None` for a region."""
    postal_codes: tuple[str, ...] = ()
    """Of a commune; five at most."""
    alternatives: int = 0
    """How many other places have that name."""


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Days, both included."""

    begins: date
    ends: date


class Criteria(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A search. What is left empty is not filtered on."""

    place: Place | None = None
    near_home: bool = False
    """Around the address of the visitor's profile, when they are identified; `place` is then empty."""
    anywhere: bool = False
    """In the whole of France: the place is not to be asked for."""
    distance_km: int = DEFAULT_DISTANCE_KM
    """Around a commune or a postal code, in person."""
    beyond_km: int = 0
    """What is nearer was shown before: « plus loin » asks for the others."""
    is_remote: bool = False
    """À distance; otherwise en présentiel, as the platform searches by default."""
    domain: str | None = None
    """Name of a « domaine d'action » (platform facts §2.10)."""
    period: Period | None = None
    for_minors: bool = False
    at_some_moment: bool = False
    """On some days of the week, at some hours: no source can filter on that, which must be said."""
    page: int = 0
    """0 for the first results, 1 for those after them…"""

    def reaches(self, distance_km: float) -> bool:
        """Whether something that far is wanted."""
        return self.beyond_km <= distance_km <= self.distance_km

    @property
    def lacks_a_place(self) -> bool:
        """Whether one must ask « Où ? » before searching."""
        return self.place is None and not (self.near_home or self.anywhere or self.is_remote)


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What one message says of a search. `None`, or `False`: says nothing of it."""

    place: Place | None = None
    near_home: bool = False
    anywhere: bool = False
    distance_km: int | None = None
    farther: bool = False
    is_remote: bool | None = None
    domain: str | None = None
    any_domain: bool = False
    period: Period | None = None
    any_date: bool = False
    for_minors: bool = False
    at_some_moment: bool = False
    more: bool = False

    @property
    def says_nothing(self) -> bool:
        """Whether the message does not speak of a search."""
        return self == NO_WISHES

    @property
    def is_about_a_search(self) -> bool:
        """Whether it can be about nothing else than a search: a place, a date or a moment can."""
        return bool(self.farther or self.distance_km or self.more or self.any_domain or self.any_date or self.anywhere)

    @property
    def names_where(self) -> bool:
        """Whether it answers « Où ? »."""
        return bool(self.place or self.near_home or self.anywhere or self.is_remote)


NO_WISHES = Wishes()
_FARTHER_KM = (35, 60, 100, 200)


def refine(criteria: Criteria, wishes: Wishes) -> Criteria:
    """The search after the message: what it says replaces, what it does not say stays."""
    replace = msgspec.structs.replace
    if wishes == Wishes(more=True):
        return replace(criteria, page=criteria.page + 1)
    refined = replace(criteria, page=0, beyond_km=0, at_some_moment=wishes.at_some_moment)
    if wishes.names_where and not wishes.is_remote:
        refined = replace(
            refined,
            place=wishes.place,
            near_home=wishes.near_home and wishes.place is None,
            anywhere=wishes.anywhere,
            is_remote=False,
        )
    if wishes.is_remote is not None:
        refined = replace(refined, is_remote=wishes.is_remote)
    if wishes.farther:
        refined = replace(refined, distance_km=_farther_than(criteria.distance_km), beyond_km=criteria.distance_km)
    if wishes.distance_km is not None:
        refined = replace(refined, distance_km=wishes.distance_km)
    if wishes.domain or wishes.any_domain:
        refined = replace(refined, domain=wishes.domain)
    if wishes.period or wishes.any_date:
        refined = replace(refined, period=wishes.period)
    return replace(refined, for_minors=refined.for_minors or wishes.for_minors)


def _farther_than(distance_km: int) -> int:
    return next((farther for farther in _FARTHER_KM if farther > distance_km), _FARTHER_KM[-1])
