"""A demo enlarged by copies is as coherent as the small one, and keeps its personas."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from bot.platform_demo import PERSONAS, NotADemoDatabase, generate
from bot.platform_demo.copying import Copies
from bot.platform_demo.real_size import REAL_SIZE, Size, generate_at_size
from bot.platform_demo.world import FIRST_FREE_ID
from tests.unit.platform_demo.conftest import TODAY

pytestmark = pytest.mark.slow

BASE = 300
SIZE = Size(volunteers=1_500, organisations=100, missions=200, participations=5_000)
_enlarged: dict[str, dict[str, int]] = {}


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection to the enlarged demo."""
    if postgres_url not in _enlarged:
        _enlarged[postgres_url] = await generate_at_size(
            postgres_url, SIZE, today=TODAY, say=lambda line: None, base_volunteers=BASE
        )
    address = make_url(postgres_url)
    connection = await asyncpg.connect(host=address.query["host"], user=address.username, database=address.database)
    yield connection
    await connection.close()


async def _count(database: asyncpg.Connection, source: str) -> int:
    return int(await database.fetchval(f"SELECT count(*) FROM {source}"))


async def test_each_kind_reaches_the_size_asked_for(database: asyncpg.Connection, postgres_url: str) -> None:
    volunteers = "users WHERE id NOT IN (SELECT user_id FROM rolables)"
    wanted = {
        volunteers: SIZE.volunteers,
        "structures": SIZE.organisations,
        "missions": SIZE.missions,
        "participations": SIZE.participations,
    }
    found = {source: await _count(database, source) for source in wanted}
    assert all(wanted[source] <= found[source] < 2 * wanted[source] for source in wanted), found
    assert _enlarged[postgres_url]["participations"] == found["participations"]


async def test_keys_and_indexes_are_back(database: asyncpg.Connection, postgres_server: Any) -> None:
    query = (
        "SELECT conrelid::regclass::text AS place, pg_get_constraintdef(oid) AS definition FROM pg_constraint"
        " WHERE connamespace = 'public'::regnamespace AND convalidated"
        " UNION SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    )
    enlarged = {tuple(row) for row in await database.fetch(query)}
    small = await _small_demo(postgres_server)
    try:
        assert enlarged == {tuple(row) for row in await small.fetch(query)}
    finally:
        await small.close()


async def _small_demo(server: Any) -> asyncpg.Connection:
    connection = await asyncpg.connect(host=server.query["host"], user=server.username, database="postgres")
    await connection.execute("CREATE DATABASE small_demo")
    await connection.close()
    await generate(str(server.set(database="small_demo")), today=TODAY, volunteers=BASE)
    return await asyncpg.connect(host=server.query["host"], user=server.username, database="small_demo")


async def test_personas_stay_as_they_were(database: asyncpg.Connection) -> None:
    rows = await database.fetch(
        f"SELECT user_id, first_name FROM profiles WHERE user_id < {FIRST_FREE_ID} ORDER BY user_id"
    )
    assert [tuple(row) for row in rows] == [(persona.user_id, persona.first_name) for persona in PERSONAS]
    own = f"participations WHERE id < {FIRST_FREE_ID}"
    assert await _count(database, own) == await _count(
        database, f"{own} AND mission_id IN (SELECT id FROM missions WHERE id < {FIRST_FREE_ID})"
    )


async def test_nobody_applies_twice_to_a_mission(database: asyncpg.Connection) -> None:
    pairs = await _count(database, "(SELECT DISTINCT profile_id, mission_id FROM participations) AS pairs")
    assert pairs == await _count(database, "participations")


async def test_the_people_of_a_conversation_are_those_of_its_application(database: asyncpg.Connection) -> None:
    strangers = (
        "{table} AS spoken JOIN conversations ON conversations.id = spoken.conversation_id"
        " JOIN participations ON participations.id = conversations.conversable_id"
        " JOIN profiles AS applicant ON applicant.id = participations.profile_id"
        " WHERE conversable_type = 'App\\Models\\Participation' AND spoken.{person} <> applicant.user_id"
        " AND NOT EXISTS (SELECT FROM missions_responsables JOIN profiles ON profiles.id = responsable_id"
        " WHERE missions_responsables.mission_id = participations.mission_id AND profiles.user_id = spoken.{person})"
    )
    for table, person in (("messages", "from_id"), ("conversations_users", "user_id")):
        assert await _count(database, strangers.format(table=table, person=person)) == 0
        assert await _count(database, table) > SIZE.participations


async def test_each_copy_has_its_conversation_and_its_journal(database: asyncpg.Connection) -> None:
    alone = (
        "participations WHERE NOT EXISTS (SELECT FROM conversations WHERE conversable_id = participations.id"
        " AND conversable_type = 'App\\Models\\Participation')"
    )
    assert await _count(database, alone) == 0
    for table, kind in (("participations", "Participation"), ("missions", "Mission"), ("structures", "Structure")):
        untold = (
            f"{table} WHERE NOT EXISTS (SELECT FROM activity_log WHERE subject_id = {table}.id"
            f" AND subject_type = 'App\\Models\\{kind}' AND properties #>> '{{attributes,state}}' = {table}.state)"
        )
        assert await _count(database, untold) == 0, table


async def test_who_answers_for_a_mission_is_a_member_of_its_organisation(database: asyncpg.Connection) -> None:
    # Members of an organisation that has left are detached.
    outsiders = (
        "missions_responsables JOIN missions ON missions.id = mission_id JOIN profiles ON profiles.id = responsable_id"
        " JOIN structures ON structures.id = missions.structure_id"
        " WHERE structures.state <> 'Désinscrite' AND NOT EXISTS (SELECT FROM rolables WHERE role_id = 2"
        " AND rolables.user_id = profiles.user_id AND rolable_id = missions.structure_id)"
    )
    assert await _count(database, outsiders) == 0


async def test_one_organisation_a_person_and_nobody_wears_a_lost_hat(database: asyncpg.Connection) -> None:
    twice = "(SELECT user_id FROM rolables WHERE role_id = 2 GROUP BY user_id HAVING count(*) > 1) AS twice"
    assert await _count(database, twice) == 0
    lost = (
        f"users WHERE id >= {FIRST_FREE_ID} AND context_role = 'responsable' AND NOT EXISTS"
        " (SELECT FROM rolables WHERE role_id = 2 AND user_id = users.id AND rolable_id = users.contextable_id)"
    )
    assert await _count(database, lost) == 0


async def test_a_database_that_is_no_demo_is_left_alone(postgres_server: Any) -> None:
    connection = await asyncpg.connect(
        host=postgres_server.query["host"], user=postgres_server.username, database="postgres"
    )
    await connection.execute("CREATE DATABASE precious")
    await connection.close()
    precious = await asyncpg.connect(
        host=postgres_server.query["host"], user=postgres_server.username, database="precious"
    )
    await precious.execute("CREATE TABLE users AS SELECT 7 AS id")
    with pytest.raises(NotADemoDatabase):
        await generate_at_size(str(postgres_server.set(database="precious")), SIZE, today=TODAY, say=lambda line: None)
    assert await precious.fetchval("SELECT id FROM users") == 7
    await precious.close()


async def test_a_demo_enlarged_before_is_replaced(database: asyncpg.Connection, postgres_url: str) -> None:
    smaller = Size(volunteers=400, organisations=40, missions=80, participations=1_000)
    await generate_at_size(postgres_url, smaller, today=date(2026, 11, 25), say=lambda line: None, base_volunteers=BASE)
    del _enlarged[postgres_url]
    assert await _count(database, "participations") < SIZE.participations


def test_copies_of_people_and_missions_have_no_common_divisor() -> None:
    copies = Copies.to_reach(people=231.2, structures=35, missions=28.4, exchanges=250)
    assert copies == Copies(people=233, structures=35, missions=29, exchanges=250)


def test_no_pair_can_repeat_however_many_applications_are_asked_for() -> None:
    assert Copies.to_reach(people=2, structures=1, missions=3, exchanges=1000).exchanges == 6


def test_members_are_copied_as_often_as_their_organisations() -> None:
    assert Copies.to_reach(people=2, structures=7, missions=3, exchanges=5).people == 7


def test_a_part_of_the_real_size() -> None:
    assert REAL_SIZE.scaled(0.05) == Size(volunteers=35_000, organisations=700, missions=1_000, participations=100_000)


def test_lines_tell_how_far_it_is(postgres_url: str) -> None:
    lines: list[str] = []
    size = Size(volunteers=400, organisations=40, missions=80, participations=1_000)
    asyncio.run(generate_at_size(postgres_url, size, today=TODAY, say=lines.append, base_volunteers=BASE))
    _enlarged.pop(postgres_url, None)
    assert [line for line in lines if line.startswith(("participations", "index", "statistiques"))] != []
    assert lines[-1] == "statistiques : prêtes"
