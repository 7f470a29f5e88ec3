"""Each person sees the waiting lists that they joined, once each, and nobody else's."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.waiting_lists import WaitingListPlace, list_waiting_lists_of
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
INES, THOMAS = 3, 2
FULL, FROM_A_MODELE = 5, 1


@pytest.fixture
def joined(sql: Sql) -> None:
    """Inès waits for two missions, for one of them twice; Thomas for one."""
    for id, user_id, mission_id, created_at in (
        (9001, INES, FULL, "2026-11-20 10:00:00.000000"),
        (9002, INES, FROM_A_MODELE, "2026-11-21 10:00:00.000000"),
        (9003, INES, FULL, "2026-11-22 10:00:00.000000"),
        (9004, THOMAS, FROM_A_MODELE, None),
    ):
        sql(
            "INSERT INTO missions_users_waiting_list (id, user_id, mission_id, created_at) VALUES (?, ?, ?, ?)",
            id, user_id, mission_id, created_at,
        )  # fmt: skip


async def seen_by(engine: AsyncEngine, user_id: int, limit: int = 10) -> list[WaitingListPlace]:
    """What the person sees."""
    async with platform_connection(engine) as connection:
        return await list_waiting_lists_of(connection, VolunteerScope(user_id), limit)


@pytest.mark.usefixtures("joined")
async def test_each_mission_is_listed_once_the_last_joined_first(engine: AsyncEngine) -> None:
    full, free = await seen_by(engine, INES)
    assert (full.mission_id, full.mission_title) == (FULL, "Je conduis des aînés à leurs rendez-vous")
    assert full.organisation_name == "Les Voisins solidaires de Lyon"
    assert full.mission_slug == "benevolat-les-voisins-solidaires-de-lyon"
    assert full.joined_at == datetime(2026, 11, 22, 10, tzinfo=PARIS)
    assert (full.opening.mission_state, full.opening.organisation_state) == (
        MissionState.VALIDATED,
        StructureState.VALIDATED,
    )
    assert (full.opening.places_left, full.opening.is_online, full.opening.ends_at) == (0, True, None)
    assert free.mission_title == "Je rends visite à une personne âgée isolée"
    assert await seen_by(engine, INES, limit=1) == [full]


@pytest.mark.usefixtures("joined")
async def test_nobody_sees_the_lists_of_another(engine: AsyncEngine) -> None:
    (own,) = await seen_by(engine, THOMAS)
    assert (own.mission_id, own.joined_at) == (FROM_A_MODELE, None)
    assert FROM_A_MODELE not in {place.mission_id for place in await seen_by(engine, 1)}
    assert await seen_by(engine, 999_999) == []


async def test_everyone_sees_exactly_the_lists_that_they_have_not_left(engine: AsyncEngine, sql: Sql) -> None:
    expected: dict[int, set[int]] = {}
    for user_id, mission_id in sql(
        "SELECT user_id, mission_id FROM missions_users_waiting_list WHERE deleted_at IS NULL"
    ):
        expected.setdefault(user_id, set()).add(mission_id)
    allowed = {
        row[0]
        for row in sql("SELECT id FROM users WHERE archived_at IS NULL AND anonymous_at IS NULL AND banned_at IS NULL")
    }
    left = {row[0] for row in sql("SELECT user_id FROM missions_users_waiting_list WHERE deleted_at IS NOT NULL")}
    assert left - set(expected)
    for user_id in set(expected) | left:
        found = {place.mission_id for place in await seen_by(engine, user_id, limit=100)}
        assert found == (expected.get(user_id, set()) if user_id in allowed else set()), user_id


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", INES)
    assert await seen_by(engine, INES) == []


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize("table", ["missions", "structures"])
async def test_a_deleted_mission_or_organisation_is_not_shown(engine: AsyncEngine, sql: Sql, table: str) -> None:
    sql(f"UPDATE {table} SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = 1")
    assert FROM_A_MODELE not in {place.mission_id for place in await seen_by(engine, INES)}
