"""« Où en est ma candidature ? » and « puis-je recandidater ? », told from the demo platform and from any case."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from actions.participations import (
    ActionDejaCandidate,
    ActionStatutCandidature,
    describe,
    describe_chances,
    fact_of,
)
from actions.personal import Asked, PersonalAction, Said
from bot.platform_client.engine import platform_connection
from bot.platform_client.participations import ParticipationSummary, list_participations_of
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.waiting_lists import WaitingListPlace, list_waiting_lists_of
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import TODAY, Sql

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=ZoneInfo("Europe/Paris"))
CAMILLE, THOMAS, INES, FATIMA = 1, 2, 3, 5
FULL = 5


def question(user_id: int, text: str = "", **entities: Any) -> Asked:
    """What the action is asked."""
    found = tuple({"entity": entity, "value": value} for entity, value in entities.items())
    return Asked(Identity(user_id=user_id, role=Role.BENEVOLE), text, found)


async def told(engine: AsyncEngine, action: PersonalAction, asked: Asked) -> Said | None:
    """The action's answer."""
    async with platform_connection(engine) as connection:
        return await action.tell(connection, asked)


async def status(engine: AsyncEngine, asked: Asked) -> Said:
    """The answer to « Où en est ma candidature ? »."""
    said = await told(engine, ActionStatutCandidature(), asked)
    assert said is not None
    return said


async def own(connection: AsyncConnection, user_id: int) -> list[ParticipationSummary]:
    """The person's applications."""
    return await list_participations_of(connection, VolunteerScope(user_id))


async def chances(engine: AsyncEngine, user_id: int) -> str:
    """What is said of applying again, on the day of the demo."""
    async with platform_connection(engine) as connection:
        return describe_chances(await own(connection, user_id), TODAY)


async def waited_for(engine: AsyncEngine, sql: Sql) -> list[WaitingListPlace]:
    """The waiting lists of Inès, who joins that of the full mission."""
    sql("INSERT INTO missions_users_waiting_list (id, user_id, mission_id) VALUES (9001, ?, ?)", INES, FULL)
    async with platform_connection(engine) as connection:
        return await list_waiting_lists_of(connection, VolunteerScope(INES))


async def test_every_state_is_told_with_its_meaning_and_reason(connection: AsyncConnection) -> None:
    text = describe(await own(connection, CAMILLE), [], NOW)
    assert text.startswith("Vos 5 candidatures :\n\n- **J'accompagne des aînés au marché** (Les Voisins solidaires")
    assert "« En attente de validation » depuis le 21 novembre 2026, l'organisation n'a pas encore traité" in text
    assert "Motif indiqué : « Le bénévole ne correspond pas aux besoins »." in text
    assert text.endswith("ouvrez [Mes missions](/profile/missions) puis cliquez sur la candidature.")
    assert "rappel" not in text


async def test_an_application_without_answer_for_a_week_is_reminded(connection: AsyncConnection) -> None:
    text = describe(await own(connection, THOMAS), [], NOW)
    assert text.startswith("Votre candidature :")
    assert "l'organisation reçoit un rappel chaque lundi" in text
    assert "« Annuler ma participation »" in text


async def test_at_most_five_are_told(connection: AsyncConnection) -> None:
    text = describe(await own(connection, FATIMA), [], NOW)
    assert text.startswith("Vos 5 dernières candidatures :")
    assert text.count("\n- ") == 5


async def test_a_state_that_we_do_not_know_is_said_so(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE participations SET state = 'Mise en pause' WHERE id = 6")
    said = await status(engine, question(THOMAS))
    assert "(Les Voisins solidaires de Lyon) : dans un état que je ne sais pas lire" in said.text


@pytest.mark.parametrize(
    ("change", "news"),
    [
        ("places_left = 0", "elle est complète, vous recevrez un e-mail si des places se libèrent."),
        ("is_registration_open = 0", "ses inscriptions sont fermées, vous recevrez un e-mail"),
        (
            "places_left = 2",
            "elle accepte des candidatures en ce moment, ouvrez [sa page](/missions-benevolat/5/benevolat-",
        ),
        ("places_left = 2, slug = NULL", "en ce moment, ouvrez sa page pour proposer votre aide."),
        ("state = 'Terminée'", "elle n'accepte pas de candidatures, elle est « Terminée »."),
        ("state = 'Mise en pause'", "elle n'accepte pas de candidatures, elle n'est pas « Validée »."),
        ("end_date = '2026-11-01 12:00:00.000000'", "elle n'accepte pas de candidatures, ses dates sont passées."),
    ],
)
async def test_waiting_lists_are_told_with_what_the_mission_is_now(
    engine: AsyncEngine, sql: Sql, change: str, news: str
) -> None:
    sql(f"UPDATE missions SET {change} WHERE id = ?", FULL)
    text = describe([], await waited_for(engine, sql), NOW)
    assert text.startswith("Je ne vois aucune candidature sur votre compte.")
    assert "Vous avez aussi demandé à « Être informé par e-mail » pour :\n\n- **Je conduis des aînés" in text
    assert news in text


async def test_the_mission_named_is_told_first(engine: AsyncEngine) -> None:
    said = await status(engine, question(CAMILLE, "ma candidature pour les CV ?", mission_id="8"))
    assert "- **Je relis des CV" in said.text.split("\n")[2]
    assert said.facts[0].startswith("Candidature n° 4, mission n° 8 « Je relis des CV et des lettres de motivation »")


@pytest.mark.parametrize("mission_id", ["3", "999999"])
@pytest.mark.parametrize("action", [ActionStatutCandidature(), ActionDejaCandidate()])
async def test_a_mission_of_others_and_one_that_does_not_exist_are_the_same(
    engine: AsyncEngine, action: PersonalAction, mission_id: str
) -> None:
    plain, named = question(CAMILLE), question(CAMILLE, f"mission n° {mission_id}", mission_id=mission_id)
    said, expected = await told(engine, action, named), await told(engine, action, plain)
    assert said is not None and expected is not None
    first = f"Je ne vois aucune candidature de votre part à la mission n° {mission_id}."
    assert (said.text, said.facts) == (f"{first}\n\n{expected.text}", expected.facts)


async def test_words_of_a_mission_of_others_change_nothing(engine: AsyncEngine) -> None:
    asked = question(THOMAS, "et le marché de Camille Martin, les Tremplin emploi ?", organisation="Tremplin emploi")
    assert await status(engine, asked) == await status(engine, question(THOMAS))


async def test_what_blocks_and_what_is_open_again(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET is_online = 1 WHERE id = 15")
    text = await chances(engine, CAMILLE)
    blocking, again = text.split("Après une candidature annulée")
    assert blocking.count("« Suivre ma candidature »") == 3
    assert "« Refusée », vous ne pouvez plus candidater à cette mission" in blocking
    page = "[sa page](/missions-benevolat/15/benevolat-coup-de-main-numerique-de-grenoble)"
    assert f"oui, ouvrez {page} et cliquez sur « Je propose mon aide »." in again


@pytest.mark.parametrize(
    ("table", "change", "reason"),
    [
        ("missions", "is_online = 0", "elle n'est plus en ligne."),
        ("missions", "is_online = 1, state = 'Annulée'", "elle est « Annulée »."),
        ("missions", "is_online = 1, places_left = 0", "elle est complète. Sur [sa page]"),
        ("missions", "is_online = 1, is_registration_open = 0", "ses inscriptions sont fermées. Sur [sa page]"),
        ("structures", "state = 'Signalée'", "les missions de cette organisation ne sont pas ouvertes en ce moment."),
    ],
)
async def test_a_mission_that_is_closed_now_says_why(
    engine: AsyncEngine, sql: Sql, table: str, change: str, reason: str
) -> None:
    sql(f"UPDATE {table} SET {change} WHERE id = ?", 15 if table == "missions" else 4)
    assert f"elle n'accepte pas de candidatures, {reason}" in await chances(engine, CAMILLE)


async def test_a_mission_applied_to_again_is_blocked(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE participations SET mission_id = 15 WHERE id = 1")  # The one that Camille had given up.
    text = await chances(engine, CAMILLE)
    assert "Après une candidature annulée" not in text
    assert text.count("J'aide à faire des démarches en ligne") == 1


async def test_a_mission_given_up_twice_is_told_once(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE participations SET state = 'Annulée', mission_id = 15 WHERE profile_id IN (SELECT profile_id"
        " FROM participations WHERE id = 1)")  # fmt: skip
    text = await chances(engine, CAMILLE)
    assert "empêche" not in text
    assert text.count("J'aide à faire des démarches en ligne") == 1


async def test_nobody_who_never_applied_is_blocked(engine: AsyncEngine) -> None:
    assert await told(engine, ActionDejaCandidate(), question(INES)) is None


async def test_the_fact_for_agents_is_one_plain_line(connection: AsyncConnection) -> None:
    refused = next(each for each in await own(connection, CAMILLE) if each.participation_id == 4)
    assert fact_of(refused) == (
        "Candidature n° 4, mission n° 8 « Je relis des CV et des lettres de motivation » (Tremplin emploi de Rennes) : "
        "Refusée depuis le 29 octobre 2026, motif « Le bénévole ne correspond pas aux besoins »."
    )
