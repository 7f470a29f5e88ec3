"""Everything that one demo database will hold, while it is being made."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from bot.platform_demo.dice import Dice
from bot.platform_demo.entities import Application, Mission, Organisation, Person, Template

FIRST_FREE_ID = 1000
"""Ids below are those of the personas and of what belongs to them."""

Row = dict[str, Any]
"""Values of one row by column name."""


def free_ids() -> Iterator[int]:
    """Count the ids that are left to chance."""
    return count(FIRST_FREE_ID)


@dataclass(frozen=True)
class Territory:
    """A row of `territoires`, made for a validated collectivité."""

    id: int
    organisation: Organisation
    is_validated: bool


@dataclass(frozen=True)
class Network:
    """A row of `reseaux`, who leads it, and the organisations that belong to it."""

    id: int
    name: str
    leader: Person
    members: list[Organisation]


@dataclass
class World:
    """The demo as it stands on the morning of `today`; nothing in it happened later than `now`."""

    today: date
    dice: Dice
    user_ids: Iterator[int] = field(default_factory=free_ids)
    people: list[Person] = field(default_factory=list)
    referents: dict[str, Person] = field(default_factory=dict)
    """The main contact of each département, by its number."""
    networks: list[Network] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    territories: list[Territory] = field(default_factory=list)
    missions: list[Mission] = field(default_factory=list)

    @property
    def now(self) -> datetime:
        """Seven in the morning of `today`, in the platform's zone."""
        return datetime.combine(self.today, time(7))

    def days_ago(self, days: float) -> datetime:
        """Return the instant that many days before `now`."""
        return self.now - timedelta(days=days)

    @property
    def volunteers(self) -> list[Person]:
        """Those whose doings are left to chance; what personas do is told by hand."""
        return [each for each in self.people if each.is_volunteer and each.user_id >= FIRST_FREE_ID]

    @property
    def applications(self) -> Iterator[Application]:
        """Every participation, mission by mission."""
        return (application for mission in self.missions for application in mission.applications)
