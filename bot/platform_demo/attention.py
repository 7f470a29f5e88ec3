"""Favourites, waiting lists and testimonies: the traces of interest around missions, directly as rows."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.platform_client.states import MissionState, ParticipationState
from bot.platform_demo.entities import Application, Mission, Person
from bot.platform_demo.vocabulary import DISAPPOINTED_TESTIMONIES, TESTIMONIES
from bot.platform_demo.world import FIRST_FREE_ID, Row, World, free_ids

_BEST_GRADES = {5: 60, 4: 30, 3: 7, 2: 2, 1: 1}
_LOWEST_PUBLISHED_GRADE = 4


def favourite_rows(world: World) -> list[Row]:
    """Let one active volunteer in ten like one to four missions."""
    shown = [mission for mission in world.missions if mission.is_online]
    fans = [person for person in _active_volunteers(world) if world.dice.chance(0.1)]
    ids = free_ids()
    return [
        _interest(next(ids), person, mission, _seen_at(world, person, mission))
        for person in fans
        for mission in world.dice.several(shown, world.dice.between(1, 4))
    ]


def waiting_list_rows(world: World) -> list[Row]:
    """Queue up to six people on full or closed missions; lists of missions that have ended are deleted."""
    ids = free_ids()
    return [row for mission in world.missions for row in _waiting_list_of(world, ids, mission)]


def _waiting_list_of(world: World, ids: Iterator[int], mission: Mission) -> list[Row]:
    is_over = mission.state in (MissionState.FINISHED, MissionState.REPORTED)
    is_shut = not mission.is_registration_open or mission.places_left == 0
    if not (is_over or (mission.is_online and is_shut)):
        return []
    applicants = {application.person.user_id for application in mission.applications}
    candidates = mission.awaited_by + world.dice.several(_active_volunteers(world), world.dice.between(0, 6))
    rows = []
    for person in candidates:
        if person.user_id not in applicants:
            joined_at = _seen_at(world, person, mission)
            row = _interest(next(ids), person, mission, joined_at)
            row["deleted_at"] = max(joined_at, mission.steps[-1].at) if is_over else None
            rows.append(row)
    return rows


def _active_volunteers(world: World) -> list[Person]:
    return [person for person in world.volunteers if person.block is None]


def _seen_at(world: World, person: Person, mission: Mission) -> datetime:
    opened_at = mission.entered_at(MissionState.VALIDATED) or mission.steps[0].at
    latest = world.now if mission.is_online else mission.steps[-1].at
    return world.dice.moment(max(opened_at, person.joined_at), latest)


def _interest(id: int, person: Person, mission: Mission, at: datetime) -> Row:
    return {
        "id": id,
        "user_id": person.user_id,
        "mission_id": mission.id,
        "created_at": at,
        "updated_at": at,
    }


def testimony_rows(world: World) -> tuple[list[Row], list[Row]]:
    """Return the testimonies given, and the invitations to testify that are not answered yet."""
    given: list[Row] = []
    invited: list[Row] = []
    ids = free_ids()
    for application in world.applications:
        if not _may_testify(application):
            continue
        # Personas have yet to testify, so that the demo can show how.
        if application.id >= FIRST_FREE_ID and world.dice.chance(0.4):
            given.append(_testimony(world, next(ids), application))
        else:
            invited.append(_invitation(world, next(ids), application))
    return given, invited


def _may_testify(application: Application) -> bool:
    is_over = application.mission.state is MissionState.FINISHED
    return is_over and application.state is ParticipationState.VALIDATED


def _testimony(world: World, id: int, application: Application) -> Row:
    grade = world.dice.weighted(_BEST_GRADES)
    is_publishable = grade >= _LOWEST_PUBLISHED_GRADE
    at = world.dice.moment(application.mission.steps[-1].at, world.now)
    return {
        "id": id,
        "participation_id": application.id,
        "grade": grade,
        "testimony": world.dice.pick(TESTIMONIES if is_publishable else DISAPPOINTED_TESTIMONIES),
        "is_published": is_publishable and world.dice.chance(0.7),
        "created_at": at,
        "updated_at": at,
    }


def _invitation(world: World, id: int, application: Application) -> Row:
    sent_at = min(application.mission.steps[-1].at + timedelta(hours=1), world.now)
    return {
        "id": id,
        "token": world.dice.token(),
        "participation_id": application.id,
        "reminders_sent": 0,
        "last_sent_at": sent_at,
        "created_at": sent_at,
        "updated_at": sent_at,
    }
