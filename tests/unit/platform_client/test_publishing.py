"""Each responsable's own conditions to publish: mobile, charte, missions put offline."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.publishing import PublishingConditions, find_publishing_conditions
from bot.platform_client.scopes import ResponsableScope
from tests.unit.platform_client.conftest import Sql

NATHALIE, MARC = 7, 10
ALL_FULFILLED = PublishingConditions(has_mobile=True, has_agreed_terms=True, offline_missions=0)


async def seen_by(engine: AsyncEngine, user_id: int) -> PublishingConditions | None:
    """What the person sees."""
    async with platform_connection(engine) as connection:
        return await find_publishing_conditions(connection, ResponsableScope(user_id))


async def offline_of(engine: AsyncEngine, user_id: int) -> int:
    """How many of the person's missions are validated and offline."""
    found = await seen_by(engine, user_id)
    assert found is not None
    return found.offline_missions


async def test_validated_missions_that_are_offline_are_counted(engine: AsyncEngine) -> None:
    assert await seen_by(engine, MARC) == PublishingConditions(
        has_mobile=True, has_agreed_terms=True, offline_missions=2
    )


@pytest.mark.parametrize(
    "change",
    ["state = 'En attente de validation'", "is_online = 1", "deleted_at = '2026-11-22 00:00:00.000000'"],
)
async def test_others_are_not(engine: AsyncEngine, sql: Sql, change: str) -> None:
    sql(f"UPDATE missions SET {change} WHERE id = 15")
    assert await offline_of(engine, MARC) == 1


async def test_missions_that_a_colleague_manages_are_not(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM missions_responsables WHERE mission_id = 15")
    assert await offline_of(engine, MARC) == 1


async def test_missions_of_an_organisation_that_was_left_are_not(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM rolables WHERE user_id = ?", MARC)
    assert await offline_of(engine, MARC) == 0


@pytest.mark.parametrize("mobile", [None, "", " "])
async def test_a_mobile_may_be_missing(engine: AsyncEngine, sql: Sql, mobile: str | None) -> None:
    sql("UPDATE users SET has_agreed_responsable_terms_at = '2026-01-01 00:00:00.000000' WHERE id = ?", NATHALIE)
    assert await seen_by(engine, NATHALIE) == ALL_FULFILLED
    sql("UPDATE profiles SET mobile = ? WHERE user_id = ?", mobile, NATHALIE)
    assert await seen_by(engine, NATHALIE) == PublishingConditions(False, True, 0)


async def test_the_charte_may_not_be_accepted(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE users SET has_agreed_responsable_terms_at = NULL WHERE id = ?", NATHALIE)
    assert await seen_by(engine, NATHALIE) == PublishingConditions(True, False, 0)


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", MARC)
    assert await seen_by(engine, MARC) is None
