"""The public list of missions: those that may be found and applied to, and no others; and where a person lives."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.home import Home, find_home
from bot.platform_client.mission_listing import ListedMission, ListingFilter, list_open_missions
from bot.platform_client.scopes import PublicScope, ReferentScope, ResponsableScope, VolunteerScope
from tests.unit.platform_client.conftest import TODAY, Sql

IN_LYON = ListingFilter(today=TODAY, is_remote=False, departments=("69",))
PUBLIC = PublicScope()
AT_THE_MARKET = 2
"""« J'accompagne des aînés au marché »: one day, in eleven days, in Lyon."""


async def listed(engine: AsyncEngine, wanted: ListingFilter = IN_LYON, limit: int = 1000) -> dict[int, ListedMission]:
    async with platform_connection(engine) as connection:
        return {each.mission_id: each for each in await list_open_missions(connection, PUBLIC, wanted, limit)}


async def test_a_mission_is_listed_with_what_anybody_may_read(engine: AsyncEngine) -> None:
    mission = (await listed(engine))[AT_THE_MARKET]
    assert (mission.title, mission.organisation_name) == (
        "J'accompagne des aînés au marché",
        "Les Voisins solidaires de Lyon",
    )
    assert (mission.is_remote, mission.department, mission.begins) == (False, "69", date(2026, 12, 5))
    assert mission.addresses[0].city == "Lyon"
    assert mission.addresses[0].latitude == pytest.approx(45.75, abs=0.2)
    assert 0 < mission.places_left <= 6


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("missions", "state = 'En attente de validation'"),
        ("missions", "state = 'Terminée'"),
        ("missions", "is_online = 0"),
        ("missions", "is_registration_open = 0"),
        ("missions", "places_left = 0"),
        ("missions", "department = NULL"),
        ("missions", "end_date = '2026-11-01 12:00:00.000000'"),
        ("missions", "deleted_at = '2026-11-01 12:00:00.000000'"),
        ("missions", "type = 'Mission à distance'"),
        ("structures", "state = 'En cours de traitement'"),
        ("structures", "deleted_at = '2026-11-01 12:00:00.000000'"),
    ],
)
async def test_what_cannot_be_applied_to_is_not_listed(engine: AsyncEngine, sql: Sql, table: str, change: str) -> None:
    assert AT_THE_MARKET in await listed(engine)
    sql(f"UPDATE {table} SET {change} WHERE id = ?", AT_THE_MARKET if table == "missions" else 1)
    assert AT_THE_MARKET not in await listed(engine)


async def test_the_département_the_place_and_the_number_are_those_asked_for(engine: AsyncEngine) -> None:
    assert {mission.department for mission in (await listed(engine)).values()} == {"69"}
    assert len(await listed(engine, limit=2)) == 2
    remote = await listed(engine, ListingFilter(today=TODAY, is_remote=True))
    assert remote and all(mission.is_remote and not mission.addresses for mission in remote.values())
    everywhere = await listed(engine, ListingFilter(today=TODAY, is_remote=False))
    assert len({mission.department for mission in everywhere.values()}) > 5


async def test_a_domain_is_the_missions_own_or_that_of_its_modèle(engine: AsyncEngine, sql: Sql) -> None:
    wanted = replace(IN_LYON, domain="Sport pour tous")
    before = set(await listed(engine, wanted))
    assert AT_THE_MARKET not in before
    sql("UPDATE missions SET domaine_secondary_id = 4 WHERE id = ?", AT_THE_MARKET)
    assert set(await listed(engine, wanted)) == before | {AT_THE_MARKET}
    template_id = sql("SELECT template_id FROM missions WHERE id = 1")[0][0]
    sql("UPDATE mission_templates SET domaine_id = 4 WHERE id = ?", template_id)
    assert 1 in await listed(engine, wanted)
    assert await listed(engine, replace(IN_LYON, domain="Domaine inconnu")) == {}


@pytest.mark.parametrize(
    ("begins", "ends", "takes_place"),
    [
        (date(2026, 12, 5), date(2026, 12, 5), True),
        (date(2026, 12, 1), date(2026, 12, 31), True),
        (date(2026, 12, 6), date(2026, 12, 7), False),
        (date(2026, 11, 28), date(2026, 12, 4), False),
    ],
)
async def test_a_mission_of_one_day_is_listed_for_that_day(
    engine: AsyncEngine, begins: date, ends: date, takes_place: bool
) -> None:
    assert (AT_THE_MARKET in await listed(engine, replace(IN_LYON, begins=begins, ends=ends))) is takes_place


async def test_a_mission_without_end_is_listed_for_any_day_after_its_beginning(engine: AsyncEngine) -> None:
    later = replace(IN_LYON, begins=date(2027, 6, 1), ends=date(2027, 6, 1))
    assert 1 in await listed(engine, later)


async def test_minors_are_shown_what_is_open_to_them(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET publics_volontaires = ?", '["Jeunes volontaires du Service National Universel"]')
    assert await listed(engine, replace(IN_LYON, for_minors=True)) == {}
    sql("UPDATE missions SET publics_volontaires = ? WHERE id = 2", '["Mineurs"]')
    assert set(await listed(engine, replace(IN_LYON, for_minors=True))) == {AT_THE_MARKET}


@pytest.mark.parametrize("stored", ["null", '"Lyon"', "[1, null]", '[{"latitude": "nord"}]', '[{"city": ""}]'])
async def test_odd_addresses_do_not_hide_a_mission(engine: AsyncEngine, sql: Sql, stored: str) -> None:
    sql("UPDATE missions SET addresses = ? WHERE id = ?", stored, AT_THE_MARKET)
    mission = (await listed(engine))[AT_THE_MARKET]
    assert all((address.city, address.latitude) == (None, None) for address in mission.addresses)


@pytest.mark.parametrize("scope", [VolunteerScope, ResponsableScope, ReferentScope])
async def test_a_home_is_the_persons_own(engine: AsyncEngine, sql: Sql, scope: Any) -> None:
    sql("UPDATE profiles SET zip = '69003', city = 'Lyon' WHERE user_id = 1")
    sql("UPDATE profiles SET zip = NULL WHERE user_id = 2")
    sql("UPDATE users SET banned_at = '2026-11-01 12:00:00.000000' WHERE id = 3")
    async with platform_connection(engine) as connection:
        homes = [await find_home(connection, scope(user_id)) for user_id in (1, 2, 3, 99_999)]
    assert homes == [Home("69003", "Lyon"), None, None, None]
