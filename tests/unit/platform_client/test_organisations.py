"""A responsable reads their own organisation, what its file lacks and who moderates it; nobody else reads it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.organisations import MissingField, OwnOrganisation, find_own_organisation
from bot.platform_client.referents import ModeratedDepartment
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import StructureState
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
CAMILLE, NATHALIE, KARIM, SOPHIE, CLAIRE, ANTOINE = 1, 7, 8, 9, 11, 12
READERS, GARDENERS = 2, 3


async def seen_by(engine: AsyncEngine, user_id: int) -> OwnOrganisation | None:
    """What the person sees."""
    async with platform_connection(engine) as connection:
        return await find_own_organisation(connection, ResponsableScope(user_id))


async def organisation_of(engine: AsyncEngine, user_id: int) -> OwnOrganisation:
    """The organisation, which must be there."""
    found = await seen_by(engine, user_id)
    assert found is not None
    return found


async def test_a_member_sees_their_organisation_and_since_when(engine: AsyncEngine) -> None:
    assert await seen_by(engine, KARIM) == OwnOrganisation(
        structure_id=READERS,
        name="Lire et grandir à Villeurbanne",
        state=StructureState.WAITING,
        state_since=datetime(2026, 11, 19, 7, tzinfo=PARIS),
        department=ModeratedDepartment("69", "Rhône", has_referent=True),
        missing=(),
    )


async def test_a_state_entered_twice_counts_from_the_last_time(engine: AsyncEngine, sql: Sql) -> None:
    sql("INSERT INTO activity_log (id, subject_type, subject_id, properties, created_at) VALUES"
        " (900001, 'App\\Models\\Structure', 2, '{\"attributes\": {\"state\": \"En attente de validation\"}}',"
        " '2026-11-21 09:00:00.000000')")  # fmt: skip
    assert (await organisation_of(engine, KARIM)).state_since == datetime(2026, 11, 21, 9, tzinfo=PARIS)


async def test_without_a_journal_the_last_change_then_the_creation_counts(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM activity_log WHERE subject_type LIKE '%Structure'")
    sql("UPDATE structures SET updated_at = '2026-11-20 08:00:00.000000' WHERE id = ?", READERS)
    assert (await organisation_of(engine, KARIM)).state_since == datetime(2026, 11, 20, 8, tzinfo=PARIS)
    sql("UPDATE structures SET updated_at = NULL WHERE id = ?", READERS)
    assert (await organisation_of(engine, KARIM)).state_since == datetime(2026, 11, 18, 7, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ("zip = NULL, description = 'Assez long'", (MissingField.ZIP,)),
        ("city = ' ', description = 'Assez long'", (MissingField.CITY,)),
        ("description = NULL", (MissingField.DESCRIPTION,)),
        ("zip = '', city = NULL, description = ''", (MissingField.ZIP, MissingField.CITY, MissingField.DESCRIPTION)),
        ("description = NULL, statut_juridique = 'Collectivité'", ()),
        ("description = NULL, statut_juridique = 'Organisation publique'", ()),
        ("description = NULL, statut_juridique = NULL", (MissingField.DESCRIPTION,)),
    ],
)
async def test_what_a_file_lacks_is_told(
    engine: AsyncEngine, sql: Sql, change: str, missing: tuple[MissingField, ...]
) -> None:
    sql(f"UPDATE structures SET {change} WHERE id = ?", GARDENERS)
    assert (await organisation_of(engine, SOPHIE)).missing == missing


@pytest.mark.parametrize(
    ("change", "department"),
    [
        ("department = NULL", None),
        ("department = ''", None),
        ("department = '988'", ModeratedDepartment("988", None, has_referent=False)),
        ("department = '38'", ModeratedDepartment("38", "Isère", has_referent=True)),
    ],
)
async def test_who_moderates_follows_the_department(
    engine: AsyncEngine, sql: Sql, change: str, department: ModeratedDepartment | None
) -> None:
    sql(f"UPDATE structures SET {change} WHERE id = ?", READERS)
    assert (await organisation_of(engine, KARIM)).department == department


async def test_a_state_that_we_do_not_know_is_not_hidden(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE structures SET state = 'En pause' WHERE id = ?", READERS)
    assert (await organisation_of(engine, KARIM)).state is StructureState.UNKNOWN


@pytest.mark.parametrize("user_id", [CAMILLE, CLAIRE, ANTOINE, 999_999])
async def test_who_belongs_to_no_organisation_sees_none(engine: AsyncEngine, user_id: int) -> None:
    assert await seen_by(engine, user_id) is None


async def test_a_role_on_something_else_of_the_same_id_opens_nothing(engine: AsyncEngine, sql: Sql) -> None:
    for role_id, kind in ((6, "Territoire"), (5, "Reseau"), (3, "Structure"), (2, "Territoire")):
        sql("INSERT INTO rolables (role_id, user_id, rolable_type, rolable_id) VALUES (?, ?, ?, ?)",
            role_id, CAMILLE, f"App\\Models\\{kind}", READERS)  # fmt: skip
    assert await seen_by(engine, CAMILLE) is None


async def test_every_member_sees_exactly_their_organisation(engine: AsyncEngine, sql: Sql) -> None:
    expected = dict(sql("SELECT user_id, rolable_id FROM rolables WHERE role_id = 2 ORDER BY rolable_id DESC"))
    allowed = {row[0] for row in sql(
        "SELECT id FROM users WHERE archived_at IS NULL AND anonymous_at IS NULL AND banned_at IS NULL"
    )}  # fmt: skip
    assert len(expected) > 30
    for user_id, structure_id in expected.items():
        found = await seen_by(engine, user_id)
        assert (None if found is None else found.structure_id) == (structure_id if user_id in allowed else None)


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_sees_none(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", KARIM)
    assert await seen_by(engine, KARIM) is None


async def test_a_deleted_organisation_is_not_seen(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE structures SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = ?", READERS)
    assert await seen_by(engine, KARIM) is None


async def test_who_has_left_sees_it_no_longer(engine: AsyncEngine, sql: Sql) -> None:
    assert (await organisation_of(engine, NATHALIE)).structure_id == 1
    sql("DELETE FROM rolables WHERE user_id = ?", NATHALIE)
    assert await seen_by(engine, NATHALIE) is None
