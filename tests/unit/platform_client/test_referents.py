"""Whether a département has a référent, and the conversations on moderation that a responsable takes part in."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.organisations import find_own_organisation
from bot.platform_client.referents import (
    ModeratedDepartment,
    ModerationConversation,
    list_moderation_conversations,
)
from bot.platform_client.scopes import ResponsableScope
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
NATHALIE, KARIM, CLAIRE = 7, 8, 11
ON_ORGANISATION, ON_MISSION, ON_ANOTHER = 90_001, 90_002, 90_003


@pytest.fixture
def opened(sql: Sql) -> None:
    """Claire, référente, wrote to Nathalie on her organisation and a mission, and to Karim on his organisation."""
    for id, kind, object_id, user_id, updated_at in (
        (ON_ORGANISATION, "Structure", 1, NATHALIE, "2026-11-20 09:00:00.000000"),
        (ON_MISSION, "Mission", 6, NATHALIE, "2026-11-22 09:00:00.000000"),
        (ON_ANOTHER, "Structure", 2, KARIM, None),
    ):
        sql(
            "INSERT INTO conversations (id, conversable_type, conversable_id, created_at, updated_at)"
            " VALUES (?, ?, ?, '2026-11-19 09:00:00.000000', ?)",
            id, f"App\\Models\\{kind}", object_id, updated_at,
        )  # fmt: skip
        for rank, member in enumerate((user_id, CLAIRE)):
            sql(
                "INSERT INTO conversations_users (id, user_id, conversation_id) VALUES (?, ?, ?)",
                id * 10 + rank, member, id,
            )  # fmt: skip


async def seen_by(engine: AsyncEngine, user_id: int, limit: int = 3) -> list[ModerationConversation]:
    """What the person sees."""
    async with platform_connection(engine) as connection:
        return await list_moderation_conversations(connection, ResponsableScope(user_id), limit)


async def department_of(engine: AsyncEngine) -> ModeratedDepartment | None:
    """Who moderates Nathalie's organisation."""
    async with platform_connection(engine) as connection:
        found = await find_own_organisation(connection, ResponsableScope(NATHALIE))
    assert found is not None
    return found.department


@pytest.mark.parametrize(
    ("department", "label"),
    [
        (ModeratedDepartment("69", "Rhône", has_referent=True), "Rhône (69)"),
        (ModeratedDepartment("988", None, has_referent=False), "988"),
    ],
)
def test_a_department_is_named(department: ModeratedDepartment, label: str) -> None:
    assert department.label == label


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM rolables WHERE user_id = 11",
        "UPDATE rolables SET role_id = 4 WHERE user_id = 11",
        "UPDATE rolables SET rolable_id = 1 WHERE user_id = 11",
        "UPDATE rolables SET rolable_type = 'App\\Models\\Region' WHERE user_id = 11",
        "UPDATE users SET archived_at = '2026-11-01 10:00:00.000000' WHERE id = 11",
        "UPDATE users SET anonymous_at = '2026-11-01 10:00:00.000000' WHERE id = 11",
        "UPDATE users SET banned_at = '2026-11-01 10:00:00.000000' WHERE id = 11",
    ],
)
async def test_a_department_may_have_no_referent(engine: AsyncEngine, sql: Sql, change: str) -> None:
    assert await department_of(engine) == ModeratedDepartment("69", "Rhône", has_referent=True)
    sql(change)
    assert await department_of(engine) == ModeratedDepartment("69", "Rhône", has_referent=False)


@pytest.mark.usefixtures("opened")
async def test_own_conversations_are_listed_the_last_written_in_first(engine: AsyncEngine) -> None:
    on_mission, on_organisation = await seen_by(engine, NATHALIE)
    assert on_mission == ModerationConversation(
        conversation_id=ON_MISSION,
        mission_id=6,
        mission_title="Je téléphone à des personnes isolées",
        last_written_at=datetime(2026, 11, 22, 9, tzinfo=PARIS),
    )
    assert on_organisation == ModerationConversation(
        conversation_id=ON_ORGANISATION,
        mission_id=None,
        mission_title=None,
        last_written_at=datetime(2026, 11, 20, 9, tzinfo=PARIS),
    )
    assert await seen_by(engine, NATHALIE, limit=1) == [on_mission]


@pytest.mark.usefixtures("opened")
async def test_nobody_sees_the_conversations_of_another_organisation(engine: AsyncEngine) -> None:
    (own,) = await seen_by(engine, KARIM)
    assert (own.conversation_id, own.last_written_at) == (ON_ANOTHER, None)
    assert await seen_by(engine, 1) == []
    assert await seen_by(engine, CLAIRE) == []  # She moderates; no organisation is hers.


@pytest.mark.usefixtures("opened")
async def test_a_colleague_who_takes_no_part_sees_nothing(engine: AsyncEngine, sql: Sql) -> None:
    ((colleague,),) = sql("SELECT user_id FROM rolables WHERE role_id = 2 AND rolable_id = 1 AND user_id <> 7")
    assert await seen_by(engine, colleague) == []


@pytest.mark.usefixtures("opened")
async def test_who_has_left_the_organisation_sees_nothing(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM rolables WHERE user_id = ?", NATHALIE)
    assert await seen_by(engine, NATHALIE) == []


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_sees_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    assert await seen_by(engine, NATHALIE) == []


@pytest.mark.usefixtures("opened")
@pytest.mark.parametrize(("table", "id", "left"), [("missions", 6, [ON_ORGANISATION]), ("structures", 1, [])])
async def test_what_is_deleted_is_not_seen(engine: AsyncEngine, sql: Sql, table: str, id: int, left: list[int]) -> None:
    sql(f"UPDATE {table} SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = ?", id)
    assert [each.conversation_id for each in await seen_by(engine, NATHALIE)] == left


async def test_conversations_on_applications_are_others(engine: AsyncEngine, sql: Sql) -> None:
    ((number,),) = sql("SELECT count(*) FROM conversations_users WHERE user_id = ?", NATHALIE)
    assert number > 0
    assert await seen_by(engine, NATHALIE) == []
