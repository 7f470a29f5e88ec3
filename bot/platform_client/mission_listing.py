"""The missions that anybody may find on the site and apply to (platform facts §2.3, §4.11, §6.4)."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import String, and_, cast, func, or_, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement, Select

from bot.platform_client.scopes import PublicScope
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.tables import domaines, mission_templates, missions, structures

REMOTE, IN_PERSON = "Mission à distance", "Mission en présentiel"
_FOR_MINORS = '%"Mineurs"%'


@dataclass(frozen=True)
class ListingFilter:
    """What to list. `None`: whatever it is."""

    today: date
    is_remote: bool
    departments: Sequence[str] | None = None
    """Numbers, `'69'`."""
    domain: str | None = None
    """Name of a « domaine d'action »."""
    begins: date | None = None
    ends: date | None = None
    for_minors: bool = False
    before_id: int | None = None
    """Id of the last mission listed, to go on after it."""


@dataclass(frozen=True)
class Address:
    """One of the places of a mission."""

    city: str | None
    zip: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class ListedMission:
    """A mission as the public search shows it."""

    mission_id: int
    title: str
    slug: str | None
    organisation_name: str
    is_remote: bool
    department: str | None
    addresses: tuple[Address, ...]
    places_left: int
    begins: date | None
    ends: date | None
    days: tuple[date, ...] = ()
    """Of its « créneaux »; empty when it has none: then any day between both dates."""


async def list_open_missions(
    connection: AsyncConnection, _scope: PublicScope, wanted: ListingFilter, limit: int
) -> list[ListedMission]:
    """List the missions that may be found and still accept applications, the newest first."""
    rows = await connection.execute(_open_missions(wanted).limit(limit))
    return [_listed(row) for row in rows]


def _open_missions(wanted: ListingFilter) -> Select:
    conditions = [
        missions.c.deleted_at.is_(None),
        missions.c.state == MissionState.VALIDATED.value,
        missions.c.is_online.is_(True),
        missions.c.is_registration_open.is_(True),
        missions.c.places_left > 0,
        missions.c.department.is_not(None),
        or_(missions.c.end_date.is_(None), missions.c.end_date >= _start_of(wanted.today)),
        structures.c.state == StructureState.VALIDATED.value,
        structures.c.deleted_at.is_(None),
        missions.c.type == (REMOTE if wanted.is_remote else IN_PERSON),
    ]
    if wanted.departments is not None:
        conditions.append(missions.c.department.in_(list(wanted.departments)))
    if wanted.domain is not None:
        conditions.append(_is_of_domain(wanted.domain))
    if wanted.for_minors:
        # The column is `json`, which PostgreSQL cannot search: its text is short.
        conditions.append(cast(missions.c.publics_volontaires, String).like(_FOR_MINORS))
    if wanted.before_id is not None:
        conditions.append(missions.c.id < wanted.before_id)
    if wanted.begins is not None and wanted.ends is not None:
        conditions.append(_takes_place_between(wanted.begins, wanted.ends))
    return (
        select(
            missions.c.id,
            func.coalesce(mission_templates.c.title, missions.c.name, "").label("title"),
            missions.c.slug,
            structures.c.name.label("organisation_name"),
            missions.c.type,
            missions.c.department,
            missions.c.addresses,
            missions.c.places_left,
            missions.c.start_date,
            missions.c.end_date,
            missions.c.dates,
        )
        .join(structures, structures.c.id == missions.c.structure_id)
        .outerjoin(mission_templates, mission_templates.c.id == missions.c.template_id)
        .where(and_(*conditions))
        .order_by(missions.c.id.desc())
    )


def _is_of_domain(name: str) -> ColumnElement[Any]:
    asked = select(domaines.c.id).where(domaines.c.name == name)
    # With a modèle, the mission's own domaines are empty and those of the modèle count.
    return or_(
        missions.c.domaine_id.in_(asked),
        missions.c.domaine_secondary_id.in_(asked),
        mission_templates.c.domaine_id.in_(asked),
        mission_templates.c.domaine_secondary_id.in_(asked),
    )


def _takes_place_between(begins: date, ends: date) -> ColumnElement[Any]:
    return and_(
        or_(missions.c.start_date.is_(None), missions.c.start_date < _start_of(ends + timedelta(days=1))),
        or_(missions.c.end_date.is_(None), missions.c.end_date >= _start_of(begins)),
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min)


def _listed(row: Row) -> ListedMission:
    return ListedMission(
        mission_id=row.id,
        title=row.title,
        slug=row.slug,
        organisation_name=row.organisation_name,
        is_remote=row.type == REMOTE,
        department=row.department,
        addresses=tuple(_addresses(row.addresses)),
        places_left=row.places_left,
        begins=row.start_date.date() if row.start_date else None,
        ends=row.end_date.date() if row.end_date else None,
        days=tuple(_days(row.dates)),
    )


def _days(stored: Any) -> Iterator[date]:
    # Free JSON as well: an entry without a day that can be read is left out.
    for entry in stored if isinstance(stored, list) else ():
        if isinstance(entry, dict):
            with suppress(ValueError):
                yield date.fromisoformat(str(entry.get("date"))[:10])


def _addresses(stored: Any) -> list[Address]:
    # Free JSON: what does not read as an address is left out.
    entries = stored if isinstance(stored, list) else []
    return [
        Address(_text(entry, "city"), _text(entry, "zip"), _degrees(entry, "latitude"), _degrees(entry, "longitude"))
        for entry in entries
        if isinstance(entry, dict)
    ]


def _text(entry: dict[str, Any], name: str) -> str | None:
    value = entry.get(name)
    return str(value) if value else None


def _degrees(entry: dict[str, Any], name: str) -> float | None:
    try:
        return float(entry[name])
    except (KeyError, TypeError, ValueError):
        return None
