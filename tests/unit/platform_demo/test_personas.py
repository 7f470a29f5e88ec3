"""The personas are the same people, with the same cases, in every demo database."""

from datetime import date
from pathlib import Path

import pytest

from bot.platform_client.engine import create_platform_engine, platform_connection
from bot.platform_client.moderation import Kind, find_moderation_queue
from bot.platform_client.participations import ParticipationSummary, list_participations_of
from bot.platform_client.scopes import ReferentScope, VolunteerScope
from bot.platform_client.states import MissionState, ParticipationState
from bot.platform_demo import PERSONAS, Persona, generate
from bot.platform_demo.world import FIRST_FREE_ID
from tests.unit.platform_demo.conftest import TODAY, Sql

BY_KEY = {persona.key: persona for persona in PERSONAS}


async def _applications_of(path: Path, key: str) -> list[ParticipationSummary]:
    engine = create_platform_engine(f"sqlite:///{path}", timeout_seconds=5)
    async with platform_connection(engine) as connection:
        return await list_participations_of(connection, VolunteerScope(BY_KEY[key].user_id))


def test_each_is_there_once() -> None:
    assert len(PERSONAS) == len(BY_KEY) == len({persona.user_id for persona in PERSONAS}) == 14


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_the_database_knows_them(sql: Sql, persona: Persona) -> None:
    assert sql(
        "SELECT first_name, last_name, context_role FROM users JOIN profiles ON user_id = users.id"
        " WHERE users.id = ? AND coalesce(archived_at, anonymous_at, banned_at) IS NULL",
        persona.user_id,
    ) == [(persona.first_name, persona.last_name, persona.context_role)]


@pytest.mark.parametrize("persona", PERSONAS, ids=lambda persona: persona.key)
def test_descriptions_fit_a_chooser(persona: Persona) -> None:
    assert 20 < len(persona.description) < 110
    assert not persona.description.endswith(".")


async def test_one_application_in_each_state(full_demo: Path) -> None:
    found = await _applications_of(full_demo, "benevole-candidatures")
    assert {each.state for each in found} == set(ParticipationState) - {ParticipationState.UNKNOWN}


@pytest.mark.parametrize(("key", "days"), [("benevole-candidatures", 3), ("benevole-sans-reponse", 12)])
async def test_waits_since_so_many_days(full_demo: Path, key: str, days: int) -> None:
    (waiting,) = [each for each in await _applications_of(full_demo, key) if each.state is ParticipationState.WAITING]
    assert waiting.applied_at is not None
    assert (TODAY - waiting.applied_at.date()).days == days


async def test_the_newcomer_and_the_busy_one(full_demo: Path) -> None:
    assert await _applications_of(full_demo, "benevole-nouveau") == []
    assert len(await _applications_of(full_demo, "benevole-assidue")) == 12


async def test_the_mission_was_cancelled(full_demo: Path) -> None:
    (found,) = await _applications_of(full_demo, "benevole-mission-annulee")
    assert (found.state, found.opening.mission_state) == (ParticipationState.CANCELLED, MissionState.CANCELLED)
    assert found.reason_label is None


async def test_may_testify(full_demo: Path, sql: Sql) -> None:
    (found,) = await _applications_of(full_demo, "benevole-temoignage")
    assert (found.state, found.opening.mission_state) == (ParticipationState.VALIDATED, MissionState.FINISHED)
    invited = "SELECT count(*) FROM notifications_temoignages WHERE participation_id = ?"
    assert sql(invited, found.participation_id) == [(1,)]


async def test_the_responsable_has_applications_to_treat_and_applies_elsewhere(full_demo: Path, sql: Sql) -> None:
    responsable = BY_KEY["responsable-association"].user_id
    waiting = sql(
        "SELECT count(*) FROM participations JOIN missions_responsables USING (mission_id)"
        " JOIN profiles ON profiles.id = responsable_id"
        " WHERE profiles.user_id = ? AND state = 'En attente de validation'",
        responsable,
    )
    assert waiting[0][0] >= 4
    assert len(await _applications_of(full_demo, "responsable-association")) == 2


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("responsable-association", "Validée"),
        ("responsable-en-attente", "En attente de validation"),
        ("responsable-brouillon", "Brouillon"),
        ("responsable-hors-ligne", "Validée"),
    ],
)
def test_the_organisation_is_in_its_state(sql: Sql, key: str, state: str) -> None:
    found = sql(
        "SELECT structures.state FROM rolables JOIN structures ON structures.id = rolable_id"
        " WHERE role_id = 2 AND rolables.user_id = ?",
        BY_KEY[key].user_id,
    )
    assert found == [(state,)]


def test_missions_put_offline(sql: Sql) -> None:
    found = sql(
        "SELECT DISTINCT missions.state, is_online FROM missions JOIN rolables ON rolable_id = structure_id"
        " WHERE role_id = 2 AND rolables.user_id = ?",
        BY_KEY["responsable-hors-ligne"].user_id,
    )
    assert found == [("Validée", 0)]


def test_the_referente_moderates_the_rhone(sql: Sql) -> None:
    found = sql(
        "SELECT number FROM departments JOIN rolables ON rolable_id = departments.id"
        " WHERE role_id = 3 AND rolables.user_id = ?",
        BY_KEY["referent-rhone"].user_id,
    )
    assert found == [("69",)]


async def test_the_referente_has_a_list_to_moderate(full_demo: Path) -> None:
    engine = create_platform_engine(f"sqlite:///{full_demo}", timeout_seconds=5)
    async with platform_connection(engine) as connection:
        scope = ReferentScope(BY_KEY["referent-rhone"].user_id)
        queue = await find_moderation_queue(connection, scope, 100)
    assert queue is not None
    ages = {
        (item.kind, item.id, item.state.value): (TODAY - item.since.date()).days
        for item in queue.oldest
        if item.since is not None and item.id < FIRST_FREE_ID
    }
    assert ages == {
        (Kind.ORGANISATION, 2, "En attente de validation"): 5,
        (Kind.ORGANISATION, 6, "En cours de traitement"): 18,
        (Kind.MISSION, 6, "En attente de validation"): 4,
        (Kind.MISSION, 17, "En attente de validation"): 4,
        (Kind.MISSION, 19, "En attente de validation"): 15,
    }


def test_the_network_has_members(sql: Sql) -> None:
    found = sql(
        "SELECT count(*) FROM reseau_structure JOIN rolables ON rolable_id = reseau_id"
        " WHERE role_id = 5 AND rolables.user_id = ?",
        BY_KEY["tete-de-reseau"].user_id,
    )
    assert found[0][0] >= 5


async def test_cases_do_not_depend_on_seed_day_or_size(full_demo: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite"
    await generate(f"sqlite:///{other}", seed=99, today=date(2027, 3, 1), volunteers=30)
    for persona in PERSONAS:
        here = await _applications_of(full_demo, persona.key)
        there = await _applications_of(other, persona.key)
        assert [(each.participation_id, each.state, each.mission_title) for each in here] == [
            (each.participation_id, each.state, each.mission_title) for each in there
        ]
