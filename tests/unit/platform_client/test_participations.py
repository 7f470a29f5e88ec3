"""Each person sees their own applications, all that the platform says of them, and nobody else's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.platform_client.engine import platform_connection
from bot.platform_client.mission_opening import Obstacle
from bot.platform_client.participations import ChosenSlot, list_participations_of
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.states import ContextualState, DayPeriod, MissionState, ParticipationState, StructureState
from tests.unit.platform_client.conftest import TODAY, Sql

PARIS = ZoneInfo("Europe/Paris")
CAMILLE, NEWCOMER, FATIMA = VolunteerScope(1), VolunteerScope(3), VolunteerScope(5)
PEOPLE_COMPARED = 500


async def test_each_person_gets_their_own_rows_and_no_others(connection: AsyncConnection, sql: Sql) -> None:
    user_ids = [row[0] for row in sql("SELECT id FROM users ORDER BY id LIMIT ?", PEOPLE_COMPARED)]
    seen = 0
    for user_id in user_ids:
        expected = {
            row[0]
            for row in sql(
                "SELECT participations.id FROM participations, profiles, users"
                " WHERE participations.profile_id = profiles.id AND profiles.user_id = users.id AND users.id = ?"
                " AND archived_at IS NULL AND anonymous_at IS NULL AND banned_at IS NULL",
                user_id,
            )
        }
        found = await list_participations_of(connection, VolunteerScope(user_id), limit=1000)
        assert {each.participation_id for each in found} == expected, user_id
        assert len(found) == len(expected)
        seen += len(found)
    assert seen > PEOPLE_COMPARED


async def test_nobody_sees_an_application_of_another(connection: AsyncConnection, sql: Sql) -> None:
    owners: dict[int, int] = {}
    for (user_id,) in sql("SELECT id FROM users"):
        for found in await list_participations_of(connection, VolunteerScope(user_id), limit=1000):
            assert owners.setdefault(found.participation_id, user_id) == user_id


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", CAMILLE.user_id)
    async with platform_connection(engine) as connection:
        assert await list_participations_of(connection, CAMILLE) == []


@pytest.mark.parametrize("user_id", [0, -1, 999_999])
async def test_an_unknown_person_is_an_empty_list(connection: AsyncConnection, user_id: int) -> None:
    assert await list_participations_of(connection, VolunteerScope(user_id)) == []


async def test_a_newcomer_has_none(connection: AsyncConnection) -> None:
    assert await list_participations_of(connection, NEWCOMER) == []


async def test_says_all_about_an_application_in_each_state(connection: AsyncConnection) -> None:
    found = await list_participations_of(connection, CAMILLE)
    assert {each.state for each in found} == set(ParticipationState) - {ParticipationState.UNKNOWN}
    assert len(found) == 5
    waiting = next(each for each in found if each.state is ParticipationState.WAITING)
    assert waiting.mission_title == "J'accompagne des aînés au marché"
    assert waiting.mission_slug == "benevolat-les-voisins-solidaires-de-lyon"
    assert waiting.opening.mission_state is MissionState.VALIDATED
    assert waiting.organisation_name == "Les Voisins solidaires de Lyon"
    assert waiting.applied_at is not None and waiting.applied_at.date() == date(2026, 11, 21)
    assert waiting.applied_at.tzinfo == PARIS
    assert waiting.state_since == waiting.applied_at
    assert waiting.mission_starts_at == datetime(2026, 12, 5, 12, tzinfo=PARIS)
    assert waiting.conversation_id is not None
    assert waiting.reason_label is None
    assert [slot.day for slot in waiting.slots] == [date(2026, 12, 5)]


async def test_reasons_are_told_in_the_platforms_words(connection: AsyncConnection) -> None:
    reasons = {each.state: each.reason_label for each in await list_participations_of(connection, CAMILLE)}
    assert reasons == {
        ParticipationState.WAITING: None,
        ParticipationState.IN_PROGRESS: None,
        ParticipationState.VALIDATED: None,
        ParticipationState.REFUSED: "Le bénévole ne correspond pas aux besoins.",
        ParticipationState.CANCELLED: "L'organisation ne répond pas.",
    }


async def test_an_application_ended_with_its_mission_says_so(connection: AsyncConnection) -> None:
    found = await list_participations_of(connection, FATIMA)
    (ended,) = [each for each in found if each.participation_id == 17]
    assert (ended.state, ended.opening.mission_state) == (ParticipationState.REFUSED, MissionState.FINISHED)
    assert ended.reason_label == "La mission est terminée."


async def test_a_mission_made_from_a_modele_has_its_title(connection: AsyncConnection) -> None:
    (found,) = await list_participations_of(connection, VolunteerScope(2))
    assert found.mission_title == "Je rends visite à une personne âgée isolée"


async def test_the_last_decision_counts(engine: AsyncEngine, sql: Sql) -> None:
    sql(
        "INSERT INTO messages (id, conversation_id, type, contextual_state, contextual_reason)"
        " SELECT 900000, conversations.id, 'contextual', 'Refusée', 'change_mind' FROM conversations"
        " WHERE conversable_type = ? AND conversable_id = 4",
        "App\\Models\\Participation",
    )
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    assert [each.reason_label for each in found if each.participation_id == 4] == ["Le bénévole a changé d'avis."]


async def test_the_most_recently_updated_comes_first_and_the_limit_holds(connection: AsyncConnection) -> None:
    everything = await list_participations_of(connection, FATIMA)
    assert len(everything) == 12
    moments = [each.state_since for each in everything if each.state_since is not None]
    assert moments == sorted(moments, reverse=True)
    assert await list_participations_of(connection, FATIMA, limit=3) == everything[:3]


async def test_without_a_journal_the_state_dates_from_the_last_change(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM activity_log")
    sql("UPDATE participations SET updated_at = '2026-11-22 18:30:00.000000' WHERE id = 1")
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    assert found[0].participation_id == 1
    assert found[0].state_since == datetime(2026, 11, 22, 18, 30, tzinfo=PARIS)


async def test_the_journal_of_something_else_with_the_same_id_is_not_read(engine: AsyncEngine, sql: Sql) -> None:
    sql(
        "UPDATE activity_log SET subject_type = ?, created_at = '2030-01-01 00:00:00.000000' WHERE subject_type = ?",
        "App\\Models\\Mission",
        "App\\Models\\Participation",
    )
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    assert {each.state_since.year for each in found if each.state_since} == {2026}


async def test_an_unexpected_state_does_not_hide_the_rest(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE participations SET state = 'Mise en pause' WHERE id = 1")
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    assert len(found) == 5
    assert [each.state for each in found if each.participation_id == 1] == [ParticipationState.UNKNOWN]


async def test_sparse_rows_are_listed_too(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE participations SET created_at = NULL, updated_at = NULL WHERE id = 1")
    sql("UPDATE missions SET slug = NULL, start_date = NULL WHERE id = 2")
    sql("DELETE FROM conversations WHERE conversable_id = 1")
    sql("DELETE FROM activity_log")
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    (sparse,) = [each for each in found if each.participation_id == 1]
    assert (sparse.applied_at, sparse.state_since, sparse.mission_slug) == (None, None, None)
    assert (sparse.mission_starts_at, sparse.conversation_id) == (None, None)


async def test_a_deleted_mission_is_not_shown(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET deleted_at = '2026-11-22 00:00:00.000000' WHERE id = 2")
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    assert 2 not in {each.mission_id for each in found}


@pytest.mark.parametrize(
    ("stored", "expected"),
    [
        (
            '[{"date": "2026-12-05T00:00:00.000Z", "slots": ["morning", "evening"]}]',
            (ChosenSlot(date(2026, 12, 5), (DayPeriod.MORNING, DayPeriod.EVENING)),),
        ),
        ('[{"date": "2026-12-05"}]', (ChosenSlot(date(2026, 12, 5), ()),)),
        ('[{"date": "2026-12-05", "slots": ["siesta"]}]', (ChosenSlot(date(2026, 12, 5), (DayPeriod.UNKNOWN,)),)),
        ('[{"slots": ["morning"]}, "monday", null, 7]', ()),
        ('{"date": "2026-12-05"}', ()),
        ("[]", ()),
        ("null", ()),
        (None, ()),
    ],
)
async def test_slots_of_any_shape_are_read(
    engine: AsyncEngine, sql: Sql, stored: str | None, expected: tuple[ChosenSlot, ...]
) -> None:
    sql("UPDATE participations SET slots = ? WHERE id = 1", stored)
    async with platform_connection(engine) as connection:
        found = await list_participations_of(connection, CAMILLE)
    assert [each.slots for each in found if each.participation_id == 1] == [expected]


async def test_says_who_decided_and_whether_the_mission_is_open(connection: AsyncConnection) -> None:
    found = {each.participation_id: each for each in await list_participations_of(connection, CAMILLE)}
    assert (found[1].decided_as, found[4].decided_as) == (None, ContextualState.REFUSED)
    assert found[5].decided_as is ContextualState.CANCELLED_BY_VOLUNTEER
    assert (found[1].opening.obstacle(TODAY), found[5].opening.obstacle(TODAY)) == (None, Obstacle.OFFLINE)
    assert found[1].opening.organisation_state is StructureState.VALIDATED
    assert not any(each.has_account_reason for each in found.values())


@pytest.mark.parametrize(
    "reason",
    ["user_unsubscribed", "user_archived", "not_regular_resident", "younger_than_16", "inappropriate_behavior"],
)
async def test_a_reason_tied_to_the_account_is_not_told(engine: AsyncEngine, sql: Sql, reason: str) -> None:
    sql("UPDATE messages SET contextual_reason = ? WHERE contextual_reason IS NOT NULL", reason)
    async with platform_connection(engine) as connection:
        found = {each.participation_id: each for each in await list_participations_of(connection, CAMILLE)}
    assert (found[4].has_account_reason, found[4].reason_label) == (True, None)
    assert reason not in repr(found)
    assert not found[3].has_account_reason


async def test_a_mission_asked_for_comes_first_among_ones_own(connection: AsyncConnection) -> None:
    own = await list_participations_of(connection, FATIMA)
    (last,) = await list_participations_of(connection, FATIMA, limit=1, first_mission_id=own[-1].mission_id)
    assert last == own[-1]
    assert await list_participations_of(connection, FATIMA, first_mission_id=15) == own  # Somebody else's.
