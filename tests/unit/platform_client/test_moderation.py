"""What waits for moderation, and single cases: within the référent's own départements, and nowhere else."""

from datetime import datetime

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.moderated_item import ModeratedItem, find_mission, find_organisation, list_named
from bot.platform_client.moderation import Kind, ModerationQueue, find_moderation_queue
from bot.platform_client.moderation_criteria import (
    Concern,
    Written,
    concerns_of_mission,
    concerns_of_organisation,
)
from bot.platform_client.scopes import ReferentScope
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.zone import PLATFORM_ZONE
from tests.unit.platform_client.conftest import Sql

CLAIRE, NATHALIE, CAMILLE = ReferentScope(11), ReferentScope(7), ReferentScope(1)
NOW = datetime(2026, 11, 24, 12, tzinfo=PLATFORM_ZONE)
PHONE_MISSION, GRENOBLE_MISSION = 6, 15
LYON_NEIGHBOURS, VILLEURBANNE_READERS, GRENOBLE_DIGITAL = 1, 2, 4


async def queue_of(engine: AsyncEngine, scope: ReferentScope, limit: int = 100) -> ModerationQueue | None:
    async with platform_connection(engine) as connection:
        return await find_moderation_queue(connection, scope, limit)


async def mission(engine: AsyncEngine, scope: ReferentScope, mission_id: int) -> ModeratedItem | None:
    async with platform_connection(engine) as connection:
        return await find_mission(connection, scope, mission_id, NOW)


async def organisation(engine: AsyncEngine, scope: ReferentScope, structure_id: int) -> ModeratedItem | None:
    async with platform_connection(engine) as connection:
        return await find_organisation(connection, scope, structure_id)


async def test_all_that_waits_in_the_département_is_counted_and_the_oldest_come_first(
    engine: AsyncEngine, sql: Sql
) -> None:
    queue = await queue_of(engine, CLAIRE)
    assert queue is not None and queue.departments == ("Rhône (69)",)
    waiting = " FROM {} WHERE department = '69' AND deleted_at IS NULL AND state IN ('En attente de validation',"
    waiting = "SELECT id" + waiting + " 'En cours de traitement')"
    expected = {
        *((Kind.ORGANISATION, row[0]) for row in sql(waiting.format("structures"))),
        *((Kind.MISSION, row[0]) for row in sql(waiting.format("missions"))),
    }
    assert {(item.kind, item.id) for item in queue.oldest} == expected
    assert queue.organisations + queue.missions == len(expected) > 2
    since = [item.since for item in queue.oldest if item.since is not None]
    assert since == sorted(since)
    readers = next(item for item in queue.oldest if item.id == VILLEURBANNE_READERS)
    assert (readers.name, readers.state) == ("Lire et grandir à Villeurbanne", StructureState.WAITING)
    by_id = {item.id: item for item in queue.oldest if item.kind is Kind.MISSION}
    assert by_id[PHONE_MISSION].is_organisation_validated
    assert not by_id[17].is_organisation_validated


async def test_no_more_than_asked_are_listed_and_all_are_counted(engine: AsyncEngine) -> None:
    whole, some = await queue_of(engine, CLAIRE), await queue_of(engine, CLAIRE, limit=1)
    assert whole is not None and some is not None
    assert (some.organisations, some.missions) == (whole.organisations, whole.missions)
    assert some.oldest == tuple(
        next(item for item in whole.oldest if item.kind is kind) for kind in _kinds_by_age(whole)
    )


def _kinds_by_age(queue: ModerationQueue) -> tuple[Kind, ...]:
    return tuple(dict.fromkeys(item.kind for item in queue.oldest))


async def test_what_is_counted_is_what_is_listed(engine: AsyncEngine, sql: Sql) -> None:
    before = await queue_of(engine, CLAIRE)
    sql("UPDATE structures SET deleted_at = '2026-11-01 10:00:00.000000' WHERE id = ?", LYON_NEIGHBOURS)
    after = await queue_of(engine, CLAIRE)
    assert before is not None and after is not None
    assert after.missions < before.missions
    assert after.organisations + after.missions == len(after.oldest)


async def test_old_organisations_do_not_hide_missions(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE structures SET department = '69', state = 'En attente de validation'")
    queue = await queue_of(engine, CLAIRE, limit=2)
    assert queue is not None
    assert sorted(item.kind.value for item in queue.oldest) == ["mission", "mission", "organisation", "organisation"]


@pytest.mark.parametrize("scope", [NATHALIE, CAMILLE, ReferentScope(99_999)])
async def test_who_moderates_nothing_sees_nothing(engine: AsyncEngine, scope: ReferentScope) -> None:
    assert await queue_of(engine, scope) is None
    assert await mission(engine, scope, PHONE_MISSION) is None
    assert await organisation(engine, scope, LYON_NEIGHBOURS) is None
    async with platform_connection(engine) as connection:
        assert await list_named(connection, scope) == []


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_référent_sees_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = 11")
    assert await queue_of(engine, CLAIRE) is None


async def test_a_role_on_something_else_with_the_same_number_opens_nothing(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE rolables SET rolable_type = ? WHERE user_id = 11", "App\\Models\\Structure")
    assert await queue_of(engine, CLAIRE) is None


async def test_a_regional_référent_sees_the_départements_of_the_region_but_the_marne(
    engine: AsyncEngine, sql: Sql
) -> None:
    region_id = sql("SELECT region_id FROM departments WHERE number = '67'")[0][0]
    sql(
        "UPDATE rolables SET role_id = 4, rolable_type = ?, rolable_id = ? WHERE user_id = 11",
        "App\\Models\\Region",
        region_id,
    )
    queue = await queue_of(engine, CLAIRE)
    assert queue is not None
    assert any("(67)" in label for label in queue.departments)
    assert not any("(51)" in label for label in queue.departments)


async def test_a_mission_is_told_with_its_history(engine: AsyncEngine) -> None:
    item = await mission(engine, CLAIRE, PHONE_MISSION)
    assert item is not None
    assert (item.kind, item.name, item.state) == (
        Kind.MISSION,
        "Je téléphone à des personnes isolées",
        MissionState.WAITING,
    )
    assert (item.organisation_name, item.organisation_state) == (
        "Les Voisins solidaires de Lyon",
        StructureState.VALIDATED,
    )
    assert [change.state for change in item.history] == ["Brouillon", "En attente de validation"]
    assert all(change.at is not None and change.at.tzinfo == PLATFORM_ZONE for change in item.history)


async def test_what_is_routed_elsewhere_is_not_found(engine: AsyncEngine, sql: Sql) -> None:
    assert await mission(engine, CLAIRE, GRENOBLE_MISSION) is None
    assert await organisation(engine, CLAIRE, GRENOBLE_DIGITAL) is None
    sql("UPDATE missions SET department = '38' WHERE id = ?", PHONE_MISSION)
    assert await mission(engine, CLAIRE, PHONE_MISSION) is None
    async with platform_connection(engine) as connection:
        names = {(named.kind, named.id) for named in await list_named(connection, CLAIRE)}
    assert (Kind.MISSION, PHONE_MISSION) not in names
    assert (Kind.ORGANISATION, LYON_NEIGHBOURS) in names


async def test_an_organisation_elsewhere_is_seen_for_its_mission_here(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET department = '69' WHERE id = ?", GRENOBLE_MISSION)
    item = await organisation(engine, CLAIRE, GRENOBLE_DIGITAL)
    own = await organisation(engine, CLAIRE, LYON_NEIGHBOURS)
    assert item is not None and own is not None
    assert (item.department, item.is_moderated_here) == ("38", False)
    assert (own.department, own.is_moderated_here) == ("69", True)


@pytest.mark.parametrize("table", ["missions", "structures"])
async def test_what_is_deleted_is_gone(engine: AsyncEngine, sql: Sql, table: str) -> None:
    sql(f"UPDATE {table} SET deleted_at = '2026-11-01 10:00:00.000000'")
    assert await mission(engine, CLAIRE, PHONE_MISSION) is None
    if table == "structures":
        assert await organisation(engine, CLAIRE, LYON_NEIGHBOURS) is None


async def test_duplicates_are_seen(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE structures SET rna = 'W691234567' WHERE id IN (1, 4)")
    sql("UPDATE structures SET name = 'Les Voisins solidaires de Lyon' WHERE id = 2")
    item = await organisation(engine, CLAIRE, LYON_NEIGHBOURS)
    assert item is not None
    assert {Concern.RNA_DUPLICATE, Concern.SAME_NAME} <= set(item.concerns)


@pytest.mark.parametrize(
    ("change", "concern"),
    [
        ({"title": "Aide aux devoirs"}, Concern.NOT_FIRST_PERSON),
        ({"text": "Un CDD de trois mois."}, Concern.PAID_WORK),
        ({"text": "Nous préparons la messe."}, Concern.RELIGION),
        ({"starts_at": datetime(2026, 11, 1, tzinfo=PLATFORM_ZONE)}, Concern.STARTS_IN_THE_PAST),
        ({"places": 71}, Concern.MANY_PLACES),
        ({"hours": 1_092}, Concern.MANY_HOURS),
    ],
)
def test_each_criterion_is_seen_alone(change: dict[str, object], concern: Concern) -> None:
    fine: dict[str, object] = {
        "title": "J'aide aux devoirs",
        "text": "Une heure par semaine.",
        "starts_at": datetime(2026, 12, 1, tzinfo=PLATFORM_ZONE),
        "places": 70,
        "hours": 1_091,
    }

    def concerns(values: dict[str, object]) -> tuple[Concern, ...]:
        written = Written(str(values["title"]), str(values["text"]))
        starts_at, places, hours = values["starts_at"], values["places"], values["hours"]
        assert isinstance(starts_at, datetime) and isinstance(places, int) and isinstance(hours, int)
        return concerns_of_mission(written, starts_at, places, hours, NOW)

    assert concerns(fine) == ()
    assert concerns(fine | change) == (concern,)


@pytest.mark.parametrize(
    ("is_association", "is_alsace_moselle", "rna", "is_missing"),
    [
        (True, False, None, True),
        (True, False, "N/A", True),
        (True, False, "W691234567", False),
        (True, True, None, False),
        (False, False, None, False),
    ],
)
def test_the_rna_is_asked_of_associations_outside_alsace_moselle(
    is_association: bool, is_alsace_moselle: bool, rna: str | None, is_missing: bool
) -> None:
    concerns = concerns_of_organisation(
        Written("Les Voisins", ""),
        is_association=is_association,
        is_alsace_moselle=is_alsace_moselle,
        rna=rna,
        same_rna=0,
        same_name=0,
    )
    assert (Concern.RNA_MISSING in concerns) is is_missing
