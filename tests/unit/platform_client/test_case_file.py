"""Agents learn of the visitor's own case, and of nobody else's; of a blocked account, that it is blocked."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client import case_file
from bot.platform_client.case_file import Block, BlockKind, CaseFile, find_case_file
from bot.platform_client.engine import platform_connection
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.states import MissionState, StructureState
from tests.unit.platform_client.conftest import Sql

PARIS = ZoneInfo("Europe/Paris")
CAMILLE, INES, NATHALIE, KARIM, CLAIRE = 1, 3, 7, 8, 11
PLATFORM_MOMENT = "2026-11-01 10:00:00.000000"


async def case_of(engine: AsyncEngine, user_id: int) -> CaseFile:
    """The case file, which must be there."""
    async with platform_connection(engine) as connection:
        found = await find_case_file(connection, VolunteerScope(user_id))
    assert found is not None
    return found


async def test_a_volunteers_case_is_the_account_and_the_last_three_applications(engine: AsyncEngine) -> None:
    case = await case_of(engine, CAMILLE)
    assert case.account is not None and case.account.first_name == "Camille"
    assert [each.participation_id for each in case.last_applications] == [1, 2, 3]
    assert (case.block, case.organisation, case.missions, case.received_waiting) == (None, None, {}, 0)


async def test_a_newcomer_has_no_application(engine: AsyncEngine) -> None:
    assert (await case_of(engine, INES)).last_applications == ()


async def test_a_responsables_case_is_also_the_organisation(engine: AsyncEngine, sql: Sql) -> None:
    case = await case_of(engine, NATHALIE)
    organisation = case.organisation
    assert organisation is not None
    assert (organisation.structure_id, organisation.name) == (1, "Les Voisins solidaires de Lyon")
    assert organisation.state is StructureState.VALIDATED
    assert organisation.department is not None and organisation.department.label == "Rhône (69)"
    assert organisation.state_since is not None and organisation.state_since.tzinfo == PARIS
    assert case.missions == {
        MissionState.VALIDATED: 3,
        MissionState.CANCELLED: 1,
        MissionState.WAITING: 1,
        MissionState.FINISHED: 1,
    }
    waiting = sql(
        "SELECT COUNT(*) FROM participations JOIN missions ON missions.id = mission_id"
        " WHERE structure_id = 1 AND participations.state = 'En attente de validation'"
    )
    assert case.received_waiting == waiting[0][0] > 1


async def test_applications_to_missions_managed_by_others_are_not_counted(engine: AsyncEngine, sql: Sql) -> None:
    sql(
        "DELETE FROM missions_responsables WHERE responsable_id = (SELECT id FROM profiles WHERE user_id = ?)", NATHALIE
    )
    assert (await case_of(engine, NATHALIE)).received_waiting == 0


async def test_the_count_of_what_waits_is_bounded(engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_file, "MOST_COUNTED", 2)
    assert (await case_of(engine, NATHALIE)).received_waiting == 2


async def test_deleted_missions_and_organisations_are_not_told(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET deleted_at = ? WHERE id IN (1, 2, 4)", PLATFORM_MOMENT)
    case = await case_of(engine, NATHALIE)
    assert case.missions == {MissionState.VALIDATED: 1, MissionState.WAITING: 1, MissionState.FINISHED: 1}
    assert case.received_waiting == 0
    sql("UPDATE structures SET deleted_at = ? WHERE id = 1", PLATFORM_MOMENT)
    assert (await case_of(engine, NATHALIE)).organisation is None


async def test_the_state_dates_from_the_journal_else_from_the_row(engine: AsyncEngine, sql: Sql) -> None:
    sql(
        "UPDATE activity_log SET created_at = '2026-11-20 08:00:00.000000' WHERE subject_type = ? AND subject_id = 2",
        "App\\Models\\Structure",
    )
    organisation = (await case_of(engine, KARIM)).organisation
    assert organisation is not None
    assert (organisation.state, organisation.state_since) == (
        StructureState.WAITING,
        datetime(2026, 11, 20, 8, tzinfo=PARIS),
    )
    sql("DELETE FROM activity_log")
    sql("UPDATE structures SET updated_at = ? WHERE id = 2", PLATFORM_MOMENT)
    organisation = (await case_of(engine, KARIM)).organisation
    assert organisation is not None and organisation.state_since == datetime(2026, 11, 1, 10, tzinfo=PARIS)


async def test_states_and_departments_that_we_do_not_know_are_told_as_they_can(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE structures SET department = '975' WHERE id = 1")
    sql("UPDATE missions SET state = 'Mise en pause' WHERE id = 1")
    sql("UPDATE missions SET state = 'Oubliée' WHERE id = 2")
    case = await case_of(engine, NATHALIE)
    assert case.organisation is not None and case.organisation.department is not None
    assert case.organisation.department.label == "975"
    assert case.missions[MissionState.UNKNOWN] == 2


async def test_a_referents_case_names_the_department(engine: AsyncEngine) -> None:
    account = (await case_of(engine, CLAIRE)).account
    assert account is not None
    assert [held.object_name for held in account.roles] == ["Rhône (69)"]


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("banned_at", BlockKind.BANNED),
        ("archived_at", BlockKind.ARCHIVED),
        ("anonymous_at", BlockKind.DELETED),
    ],
)
async def test_of_a_blocked_account_only_the_block_is_told(
    engine: AsyncEngine, sql: Sql, column: str, kind: BlockKind
) -> None:
    sql(f"UPDATE users SET {column} = ?, banned_reason = 'younger_than_16' WHERE id = ?", PLATFORM_MOMENT, NATHALIE)
    assert await case_of(engine, NATHALIE) == CaseFile(
        block=Block(kind, datetime(2026, 11, 1, 10, tzinfo=PARIS)),
        account=None,
        organisation=None,
        missions={},
        received_waiting=0,
        last_applications=(),
    )


async def test_an_unknown_person_has_no_case(connection: AsyncConnection) -> None:
    assert await find_case_file(connection, VolunteerScope(999_999)) is None
