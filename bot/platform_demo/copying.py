"""How rows of a demo are copied within PostgreSQL, with ids of their own: numbers of copies, ids, statements. Pure.

Copy `k` of a row has the id `id + k × stride`. Copy `k` of an application is that of copy `k mod people` of its
volunteer to copy `k mod missions` of its mission; both numbers having no common divisor, no pair comes twice. Copy `m`
of a mission belongs to copy `m mod structures` of its organisation, whose members are copied along.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Table

from bot.platform_client.identifiers import PhpClass
from bot.platform_demo.world import FIRST_FREE_ID

STAFF_TABLE = "demo_staff"
"""A temporary table of the `user_id` of those who are never copied: référents, leaders of réseaux."""


@dataclass(frozen=True)
class Copies:
    """How many times each family of rows is there in the end, the original included."""

    people: int
    structures: int
    missions: int
    exchanges: int
    """Applications, and all that is said about them."""

    @classmethod
    def to_reach(cls, *, people: float, structures: float, missions: float, exchanges: float) -> "Copies":
        """At least so many of each: more people, if need be, so that no pair of person and mission repeats.

        Nor are there fewer people than organisations, whose members they are.
        """
        whole_structures, whole_missions = max(1, math.ceil(structures)), max(1, math.ceil(missions))
        whole_people = max(whole_structures, math.ceil(people))
        while math.gcd(whole_people, whole_missions) > 1:
            whole_people += 1
        return cls(
            people=whole_people,
            structures=whole_structures,
            missions=whole_missions,
            exchanges=min(max(1, math.ceil(exchanges)), whole_people * whole_missions),
        )


@dataclass(frozen=True)
class Rule:
    """How the rows of a table are copied: the columns that change, as SQL on `original` and `k`."""

    table: Table
    copies: int
    where: str
    changed: Mapping[str, str] = field(default_factory=dict)
    joins: str = ""

    def statement(self) -> str:
        """The statement that writes copies 1 and up."""
        columns = list(self.table.c.keys())
        values = [self.changed.get(name, f"original.{name}") for name in columns]
        return (
            f"INSERT INTO {self.table.name} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
            f" FROM {self.table.name} AS original {self.joins}"
            f" CROSS JOIN generate_series(1, {self.copies - 1}) AS k WHERE {self.where}"
        )


@dataclass(frozen=True)
class CopiedIds:
    """SQL for the ids that a copy holds and refers to. What belongs to personas and staff is referred to as it is."""

    copies: Copies
    strides: Mapping[str, int]
    """What one more copy adds to the ids of each table."""

    @property
    def person_copy(self) -> str:
        """Which copy of its volunteer the copy `k` of an application is of."""
        return f"k % {self.copies.people}"

    @property
    def mission_copy(self) -> str:
        """Which copy of its mission it is for."""
        return f"k % {self.copies.missions}"

    @property
    def member_copy(self) -> str:
        """Which copy of the organisation, hence of its members, the copy `k` of a mission or application is of."""
        return f"k % {self.copies.missions} % {self.copies.structures}"

    def own(self, table: Table) -> str:
        """The id of the copied row itself."""
        return f"original.id + k * {self.strides[table.name]}"

    def moved(self, column: str, family: Table, copy: str = "k") -> str:
        """A reference to the copy `copy` of a row of `family`."""
        moved = f"original.{column} + ({copy}) * {self.strides[family.name]}"
        return f"CASE WHEN original.{column} < {FIRST_FREE_ID} THEN original.{column} ELSE {moved} END"

    def person(self, column: str, copy: str = "k") -> str:
        """A reference to a user who may be of the staff."""
        moved = f"original.{column} + ({copy}) * {self.strides['users']}"
        return f"CASE WHEN {is_copied_person(f'original.{column}')} THEN {moved} ELSE original.{column} END"

    def speaker(self, column: str) -> str:
        """A user of a conversation: its volunteer (`applicant`), or a responsable of the mission."""
        as_volunteer, as_member = self.person(column, self.person_copy), self.person(column, self.member_copy)
        return f"CASE WHEN original.{column} = applicant.user_id THEN {as_volunteer} ELSE {as_member} END"


def is_copied_person(user_id: str) -> str:
    """Neither a persona nor of the staff."""
    return f"{user_id} >= {FIRST_FREE_ID} AND {user_id} NOT IN (SELECT user_id FROM {STAFF_TABLE})"  # noqa: S608


def is_copied(subject: str, kind: PhpClass, row: str = "original") -> str:
    """A polymorphic reference to a row of that kind that is copied."""
    return f"{row}.{subject}_type = '{kind.value}' AND {row}.{subject}_id >= {FIRST_FREE_ID}"
