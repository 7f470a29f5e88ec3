"""A responsable sees which applications to treat first, on the missions that they manage and no other."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.received_applications import (
    ApplicationsToTreat,
    ReceivedApplication,
    find_applications_to_treat,
)
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import ParticipationState
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=PARIS)
CAMILLE, NATHALIE, CLAIRE = 1, 7, 11
NOTHING = ApplicationsToTreat(priority_number=0, oldest=(), other_waiting_number=0)


async def seen_by(
    engine: AsyncEngine, user_id: int = NATHALIE, now: datetime = NOW, limit: int = 5
) -> ApplicationsToTreat:
    """What the person has to treat."""
    async with platform_connection(engine) as connection:
        return await find_applications_to_treat(connection, ResponsableScope(user_id), now, limit)


def priority_ids(found: ApplicationsToTreat) -> list[int]:
    """The applications told in detail."""
    return [application.participation_id for application in found.oldest]


def set_application(sql: Sql, id: int, state: str, applied_at: datetime) -> None:
    """Give an application another state and age."""
    stored = applied_at.strftime("%Y-%m-%d %H:%M:%S.%f")
    sql("UPDATE participations SET state = ?, created_at = ? WHERE id = ?", state, stored, id)


async def test_the_oldest_come_first_with_a_first_name_and_the_others_are_counted(connection: AsyncConnection) -> None:
    found = await find_applications_to_treat(connection, ResponsableScope(NATHALIE), NOW)
    assert (found.priority_number, found.other_waiting_number) == (2, 3)
    assert priority_ids(found) == [6, 23]
    assert found.oldest[0] == ReceivedApplication(
        participation_id=6,
        state=ParticipationState.WAITING,
        applied_at=datetime(2026, 11, 12, 10, 42, tzinfo=PARIS),
        mission_id=1,
        mission_title="Je rends visite à une personne âgée isolée",
        volunteer_first_name="Thomas",
    )


async def test_a_few_are_told_in_detail_and_all_are_counted(engine: AsyncEngine) -> None:
    found = await seen_by(engine, limit=1)
    assert (priority_ids(found), found.priority_number) == ([6], 2)


@pytest.mark.parametrize(
    ("state", "applied_at", "is_priority"),
    [
        ("En attente de validation", NOW - timedelta(days=7, seconds=1), True),
        ("En attente de validation", NOW - timedelta(days=7), False),
        ("En cours de traitement", datetime(2026, 9, 24, 14, 59, 59), True),
        ("En cours de traitement", datetime(2026, 9, 24, 15, 0), False),
        ("Validée", NOW - timedelta(days=400), False),
        ("Refusée", NOW - timedelta(days=400), False),
        ("Annulée", NOW - timedelta(days=400), False),
    ],
)
async def test_seven_days_of_waiting_or_two_months_in_progress_make_it_a_priority(
    engine: AsyncEngine, sql: Sql, state: str, applied_at: datetime, is_priority: bool
) -> None:
    set_application(sql, 6, state, applied_at)
    assert (6 in priority_ids(await seen_by(engine))) is is_priority


@pytest.mark.parametrize(
    ("now", "limit"),
    [(datetime(2026, 4, 30, 12), datetime(2026, 2, 28, 12)), (datetime(2026, 1, 15, 12), datetime(2025, 11, 15, 12))],
)
async def test_two_months_are_counted_on_the_calendar(
    engine: AsyncEngine, sql: Sql, now: datetime, limit: datetime
) -> None:
    for applied_at, is_priority in ((limit - timedelta(seconds=1), True), (limit, False)):
        set_application(sql, 6, "En cours de traitement", applied_at)
        assert (6 in priority_ids(await seen_by(engine, now=now.replace(tzinfo=PARIS)))) is is_priority


async def test_the_hour_is_that_of_paris(engine: AsyncEngine, sql: Sql) -> None:
    set_application(sql, 6, "En attente de validation", datetime(2026, 11, 17, 14, 30))
    assert 6 in priority_ids(await seen_by(engine, now=NOW.astimezone(ZoneInfo("America/Cayenne"))))


async def test_applications_to_the_missions_of_a_colleague_are_not_theirs_to_treat(
    engine: AsyncEngine, sql: Sql
) -> None:
    sql("DELETE FROM missions_responsables WHERE mission_id = 1")
    found = await seen_by(engine)
    assert found.priority_number == 0
    assert found.other_waiting_number == 2  # To mission 2, which they still manage.


async def test_who_has_left_the_organisation_sees_nothing(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM rolables WHERE user_id = ?", NATHALIE)
    assert await seen_by(engine) == NOTHING


async def test_being_listed_on_a_mission_of_another_organisation_shows_nothing(engine: AsyncEngine, sql: Sql) -> None:
    before = await seen_by(engine)
    sql("INSERT INTO missions_responsables SELECT 15, id FROM profiles WHERE user_id = ?", NATHALIE)
    assert await seen_by(engine) == before


@pytest.mark.parametrize("user_id", [CAMILLE, CLAIRE, 999_999])
async def test_volunteers_and_referents_have_nothing_to_treat(engine: AsyncEngine, user_id: int) -> None:
    assert await seen_by(engine, user_id) == NOTHING


async def test_every_responsable_sees_exactly_what_they_manage(engine: AsyncEngine, sql: Sql) -> None:
    expected: dict[int, set[int]] = {}
    for user_id, participation_id in sql(
        "SELECT rolables.user_id, participations.id FROM participations"
        " JOIN missions ON missions.id = participations.mission_id AND missions.deleted_at IS NULL"
        " JOIN missions_responsables ON missions_responsables.mission_id = missions.id"
        " JOIN profiles ON profiles.id = responsable_id"
        " JOIN rolables ON rolables.user_id = profiles.user_id AND role_id = 2 AND rolable_id = structure_id"
        " WHERE participations.state = 'En attente de validation'"
        " AND participations.created_at < '2026-11-17 15:00:00.000000'"
    ):
        expected.setdefault(user_id, set()).add(participation_id)
    allowed = {row[0] for row in sql(
        "SELECT id FROM users WHERE archived_at IS NULL AND anonymous_at IS NULL AND banned_at IS NULL"
    )}  # fmt: skip
    sql("UPDATE participations SET state = 'Validée' WHERE state = 'En cours de traitement'")
    assert len(expected) > 3
    for user_id in expected:
        found = await seen_by(engine, user_id, limit=1_000)
        assert set(priority_ids(found)) == (expected[user_id] if user_id in allowed else set()), user_id


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_sees_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    assert await seen_by(engine) == NOTHING


@pytest.mark.parametrize("table", ["missions", "structures"])
async def test_what_is_deleted_is_not_to_be_treated(engine: AsyncEngine, sql: Sql, table: str) -> None:
    sql(f"UPDATE {table} SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = 1")
    assert priority_ids(await seen_by(engine)) == []
