"""Each person reads their own account: roles with their objects, the active one, what stops our e-mails."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client.account import AccountSummary, HeldRole, find_account, list_roles
from bot.platform_client.engine import platform_connection
from bot.platform_client.identifiers import RoleId
from bot.platform_client.scopes import ReferentScope, ResponsableScope, VolunteerScope
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
CAMILLE, NATHALIE, CLAIRE, ANTOINE = 1, 7, 11, 12
RHONE = HeldRole(RoleId.REFERENT, 26, "Rhône (69)")
NEIGHBOURS = HeldRole(RoleId.RESPONSABLE, 1, "Les Voisins solidaires de Lyon")


async def account_of(engine: AsyncEngine, user_id: int) -> AccountSummary:
    """The account, which must be there."""
    async with platform_connection(engine) as connection:
        found = await find_account(connection, VolunteerScope(user_id))
    assert found is not None
    return found


def grant(sql: Sql, user_id: int, role: RoleId, php_class: str, object_id: int) -> None:
    """Give one more role."""
    sql(
        "INSERT INTO rolables (role_id, user_id, rolable_type, rolable_id) VALUES (?, ?, ?, ?)",
        int(role), user_id, f"App\\Models\\{php_class}", object_id,
    )  # fmt: skip


async def test_a_volunteer_holds_no_role(connection: AsyncConnection) -> None:
    found = await find_account(connection, VolunteerScope(CAMILLE))
    assert found is not None
    assert (found.first_name, found.roles, found.active.role) == ("Camille", (), None)
    assert found.member_since is not None and found.member_since.tzinfo == PARIS
    assert found.mail_bounced_at is None
    assert (found.active_held, found.is_active_role_lost) == (None, False)


@pytest.mark.parametrize(
    ("user_id", "held"),
    [
        (NATHALIE, NEIGHBOURS),
        (CLAIRE, RHONE),
        (ANTOINE, HeldRole(RoleId.TETE_DE_RESEAU, 1, "Réseau des Voisins solidaires")),
    ],
)
async def test_a_role_is_told_with_its_object(engine: AsyncEngine, user_id: int, held: HeldRole) -> None:
    found = await account_of(engine, user_id)
    assert found.roles == (held,)
    assert found.active_held == held
    assert not found.is_active_role_lost


async def test_several_roles_of_every_kind_are_told(engine: AsyncEngine, sql: Sql) -> None:
    sql("INSERT INTO territoires (id, name, suffix_title, slug, type) VALUES (70, 'Bron', 'à Bron', 'bron', 'city')")
    grant(sql, NATHALIE, RoleId.RESPONSABLE_TERRITOIRE, "Territoire", 70)
    grant(sql, NATHALIE, RoleId.REFERENT_REGIONAL, "Region", 3)
    assert (await account_of(engine, NATHALIE)).roles == (
        NEIGHBOURS,
        HeldRole(RoleId.REFERENT_REGIONAL, 3, "Bretagne"),
        HeldRole(RoleId.RESPONSABLE_TERRITOIRE, 70, "Bron"),
    )


async def test_ids_of_another_kind_of_object_name_nothing(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE rolables SET rolable_type = 'App\\Models\\Autre' WHERE user_id = ?", NATHALIE)
    assert (await account_of(engine, NATHALIE)).roles == (HeldRole(RoleId.RESPONSABLE, 1, None),)


async def test_a_deleted_organisation_has_no_name(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE structures SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = 1")
    assert (await account_of(engine, NATHALIE)).roles == (HeldRole(RoleId.RESPONSABLE, 1, None),)


async def test_a_role_that_we_do_not_know_is_left_out(engine: AsyncEngine, sql: Sql) -> None:
    sql("INSERT INTO roles (id, name) VALUES (99, 'analyste')")
    sql("INSERT INTO rolables (role_id, user_id) VALUES (99, ?)", NATHALIE)
    assert (await account_of(engine, NATHALIE)).roles == (NEIGHBOURS,)


@pytest.mark.parametrize(
    ("context_role", "contextable_id", "is_lost"),
    [
        ("responsable", 1, False),
        ("responsable", None, False),
        ("volontaire", None, False),
        (None, None, False),
        ("responsable", 2, True),
        ("referent", 26, True),
        ("admin", None, True),
    ],
)
async def test_an_active_role_that_is_not_held_is_lost(
    engine: AsyncEngine, sql: Sql, context_role: str | None, contextable_id: int | None, is_lost: bool
) -> None:
    sql("UPDATE users SET context_role = ?, contextable_id = ? WHERE id = ?", context_role, contextable_id, NATHALIE)
    assert (await account_of(engine, NATHALIE)).is_active_role_lost is is_lost


async def test_bounce_and_summaries_are_told(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE users SET hard_bounced_at = '2026-11-02 09:30:00.000000' WHERE id = ?", NATHALIE)
    sql(
        "UPDATE profiles SET notification__responsable_frequency = 'summary',"
        " notification__referent_frequency = 'realtime' WHERE user_id = ?",
        NATHALIE,
    )
    found = await account_of(engine, NATHALIE)
    assert found.mail_bounced_at == datetime(2026, 11, 2, 9, 30, tzinfo=PARIS)
    assert (found.has_responsable_summary, found.has_referent_summary) == (True, False)


async def test_an_account_without_a_profile_is_an_account(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE profiles SET user_id = NULL WHERE user_id = ?", CAMILLE)
    found = await account_of(engine, CAMILLE)
    assert (found.first_name, found.has_responsable_summary, found.has_referent_summary) == ("", False, False)


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    async with platform_connection(engine) as connection:
        assert await find_account(connection, VolunteerScope(NATHALIE)) is None
        assert await list_roles(connection, VolunteerScope(NATHALIE)) == ()


async def test_everyone_reads_their_own_name_and_roles(connection: AsyncConnection, sql: Sql) -> None:
    for user_id, first_name in sql("SELECT user_id, first_name FROM profiles WHERE user_id IN (1, 5, 7, 8, 11, 12)"):
        held = {row[0] for row in sql("SELECT rolable_id FROM rolables WHERE user_id = ?", user_id)}
        for scope in (VolunteerScope(user_id), ResponsableScope(user_id), ReferentScope(user_id)):
            found = await find_account(connection, scope)
            assert found is not None
            assert found.first_name == first_name
            assert {role.object_id for role in found.roles} == held


async def test_an_unknown_person_has_no_account(connection: AsyncConnection) -> None:
    assert await find_account(connection, VolunteerScope(999_999)) is None
