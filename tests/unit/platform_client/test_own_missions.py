"""Members of an organisation read its missions, all of them, and those of no other."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.mission_opening import MissionOpening
from bot.platform_client.own_missions import OwnMission, find_own_mission, list_own_missions
from bot.platform_client.referents import ModeratedDepartment
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import MissionState, StructureState
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
CAMILLE, NATHALIE, KARIM, CLAIRE = 1, 7, 8, 11
RHONE = ModeratedDepartment("69", "Rhône", has_referent=True)


async def ids_seen_by(engine: AsyncEngine, user_id: int) -> list[int]:
    """The ids of all the missions that the person sees, in their order."""
    async with platform_connection(engine) as connection:
        return [each.mission_id for each in await list_own_missions(connection, ResponsableScope(user_id), 1_000)]


async def found_by(engine: AsyncEngine, user_id: int, mission_id: int) -> OwnMission | None:
    """That mission, if the person may see it."""
    async with platform_connection(engine) as connection:
        return await find_own_mission(connection, ResponsableScope(user_id), mission_id)


async def test_what_is_over_comes_last_then_the_last_changed_first(connection: AsyncConnection) -> None:
    found = await list_own_missions(connection, ResponsableScope(NATHALIE))
    assert [each.mission_id for each in found] == [6, 2, 5, 1, 4, 3]
    assert [each.state for each in found[-2:]] == [MissionState.CANCELLED, MissionState.FINISHED]
    assert await list_own_missions(connection, ResponsableScope(NATHALIE), limit=2) == found[:2]


async def test_a_mission_is_told_with_what_decides_on_its_visibility(engine: AsyncEngine) -> None:
    assert await found_by(engine, NATHALIE, 6) == OwnMission(
        mission_id=6,
        mission_title="Je téléphone à des personnes isolées",
        mission_slug="benevolat-les-voisins-solidaires-de-lyon",
        organisation_name="Les Voisins solidaires de Lyon",
        state_since=datetime(2026, 11, 20, 7, tzinfo=PARIS),
        opening=MissionOpening(
            mission_state=MissionState.WAITING,
            organisation_state=StructureState.VALIDATED,
            is_online=False,
            has_open_registrations=True,
            places_left=10,
            ends_at=None,
        ),
        department=RHONE,
        is_remote=False,
        is_from_template=False,
    )


async def test_the_title_of_a_modele_is_that_of_its_missions(engine: AsyncEngine) -> None:
    found = await found_by(engine, NATHALIE, 1)
    assert found is not None
    assert (found.mission_title, found.is_from_template) == ("Je rends visite à une personne âgée isolée", True)


async def test_a_remote_mission_and_one_without_department_are_told(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET type = 'Mission à distance', department = NULL WHERE id = 6")
    found = await found_by(engine, NATHALIE, 6)
    assert found is not None
    assert (found.is_remote, found.department) == (True, None)


async def test_only_the_states_asked_for_are_listed(connection: AsyncConnection) -> None:
    states = [MissionState.WAITING, MissionState.DRAFT]
    found = await list_own_missions(connection, ResponsableScope(KARIM), states=states)
    assert [(each.mission_id, each.state) for each in found] == [(18, MissionState.DRAFT), (17, MissionState.WAITING)]
    assert await list_own_missions(connection, ResponsableScope(KARIM), states=[MissionState.VALIDATED]) == []


async def test_members_see_what_their_colleagues_manage(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM missions_responsables WHERE mission_id = 6")
    assert 6 in await ids_seen_by(engine, NATHALIE)


@pytest.mark.parametrize("mission_id", [7, 17, 999_999])
async def test_a_typed_id_opens_no_mission_of_others(engine: AsyncEngine, mission_id: int) -> None:
    assert await found_by(engine, NATHALIE, mission_id) is None


async def test_managing_a_mission_of_another_organisation_does_not_show_it(engine: AsyncEngine, sql: Sql) -> None:
    sql("INSERT INTO missions_responsables SELECT 17, id FROM profiles WHERE user_id = ?", NATHALIE)
    assert await found_by(engine, NATHALIE, 17) is None
    assert 17 not in await ids_seen_by(engine, NATHALIE)


async def test_every_member_sees_exactly_the_missions_of_their_organisation(engine: AsyncEngine, sql: Sql) -> None:
    expected: dict[int, set[int]] = {}
    for user_id, mission_id in sql(
        "SELECT rolables.user_id, missions.id FROM rolables JOIN missions ON structure_id = rolable_id"
        " AND rolable_type = 'App\\Models\\Structure' WHERE role_id = 2 AND missions.deleted_at IS NULL"
    ):
        expected.setdefault(user_id, set()).add(mission_id)
    allowed = {row[0] for row in sql(
        "SELECT id FROM users WHERE archived_at IS NULL AND anonymous_at IS NULL AND banned_at IS NULL"
    )}  # fmt: skip
    assert len(expected) > 20
    for user_id in [*expected, CAMILLE, CLAIRE]:
        seen = set(await ids_seen_by(engine, user_id))
        assert seen == (expected.get(user_id, set()) if user_id in allowed else set()), user_id


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_sees_none(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    assert await ids_seen_by(engine, NATHALIE) == []
    assert await found_by(engine, NATHALIE, 6) is None


@pytest.mark.parametrize(("table", "id"), [("missions", 6), ("structures", 1)])
async def test_what_is_deleted_is_not_seen(engine: AsyncEngine, sql: Sql, table: str, id: int) -> None:
    sql(f"UPDATE {table} SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = ?", id)
    assert await found_by(engine, NATHALIE, 6) is None
    assert 6 not in await ids_seen_by(engine, NATHALIE)
