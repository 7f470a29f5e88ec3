"""« Lesquelles traiter en priorité ? »: how many, the oldest, and how many others wait."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.personal import Asked, Said
from actions.received_applications import ActionATraiterEnPriorite, describe_to_treat
from bot.platform_client.engine import platform_connection
from bot.platform_client.received_applications import MOST_COUNTED, ApplicationsToTreat, ReceivedApplication
from bot.platform_client.states import ParticipationState
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

TODAY = date(2026, 11, 24)
CAMILLE, NATHALIE, CLAIRE, MARC = 1, 7, 11, 10
OLD = ReceivedApplication(
    participation_id=6,
    state=ParticipationState.WAITING,
    applied_at=datetime(2026, 11, 12, 10, 42, tzinfo=ZoneInfo("Europe/Paris")),
    mission_id=1,
    mission_title="Je rends visite",
    volunteer_first_name="Thomas",
)
TWO = ApplicationsToTreat(2, (OLD, replace(OLD, participation_id=23, volunteer_first_name="Amina")), 3)


async def told(engine: AsyncEngine, user_id: int, role: Role = Role.RESPONSABLE) -> Said | None:
    """The action's answer."""
    async with platform_connection(engine) as connection:
        asked = Asked(Identity(user_id=user_id, role=role), "", ({"entity": "mission_id", "value": "15"},))
        return await ActionATraiterEnPriorite().tell(connection, asked)


def test_each_is_told_with_mission_first_name_and_days() -> None:
    said = describe_to_treat(TWO, TODAY)
    assert said.text.startswith(
        "2 candidatures sont « à traiter en priorité » sur les missions que vous gérez, les plus anciennes d'abord :"
        "\n\n- **Thomas**, pour « Je rends visite » : « En attente de validation », candidature du 12 novembre 2026 "
        "(il y a 12 jours).\n- **Amina**"
    )
    assert "[Participations](/admin/participations) avec le filtre « À traiter en priorité »" in said.text
    assert said.text.endswith("3 autres candidatures attendent, depuis 7 jours ou moins.")
    assert not said.after_general
    assert said.facts == (
        "Candidatures à traiter en priorité sur les missions gérées : 2 ; autres en attente : 3.",
        "Candidature n° 6, mission n° 1 « Je rends visite » : En attente de validation, envoyée le 12 novembre 2026.",
        "Candidature n° 23, mission n° 1 « Je rends visite » : En attente de validation, envoyée le 12 novembre 2026.",
    )


@pytest.mark.parametrize(
    ("found", "start", "end"),
    [
        (
            ApplicationsToTreat(1, (OLD,), 0),
            "Une candidature est « à",
            "Aucune autre n'est « En attente de validation ».",
        ),
        (replace(TWO, priority_number=9), "9 candidatures sont « à", "3 autres candidatures attendent, depuis 7 jours"),
        (
            replace(TWO, other_waiting_number=1),
            "2 candidatures",
            "Une autre candidature attend, depuis 7 jours ou moins.",
        ),
        (
            replace(TWO, priority_number=MOST_COUNTED, other_waiting_number=MOST_COUNTED),
            "Plus de 999 candidatures sont",
            "Plus de 999 autres candidatures attendent, depuis 7 jours ou moins.",
        ),
    ],
)
def test_numbers_are_told_in_words(found: ApplicationsToTreat, start: str, end: str) -> None:
    text = describe_to_treat(found, TODAY).text
    assert text.startswith(start)
    assert end in text.split("\n\n")[-1]


def test_what_is_not_shown_is_said() -> None:
    assert "Les 2 plus anciennes :" in describe_to_treat(replace(TWO, priority_number=9), TODAY).text
    assert "Les 2 plus anciennes :" not in describe_to_treat(TWO, TODAY).text


@pytest.mark.parametrize(
    ("others", "end"), [(0, "Rien d'autre n'y attend de réponse."), (3, "3 autres candidatures attendent")]
)
def test_nothing_to_treat_first_is_said_after_what_the_words_mean(others: int, end: str) -> None:
    said = describe_to_treat(ApplicationsToTreat(0, (), others), TODAY)
    assert said.text.startswith("Aucune candidature n'est « à traiter en priorité » sur les missions que vous gérez. ")
    assert end in said.text
    assert said.after_general


async def test_each_is_told_of_the_missions_that_they_manage_whatever_they_name(engine: AsyncEngine) -> None:
    nathalie, marc = await told(engine, NATHALIE), await told(engine, MARC)
    assert nathalie is not None and marc is not None
    assert "**Thomas**, pour « Je rends visite à une personne âgée isolée »" in nathalie.text
    assert "démarches en ligne" not in repr(nathalie)
    assert "démarches en ligne" in marc.text and "Thomas" not in marc.text


async def test_who_has_no_organisation_is_told_so(engine: AsyncEngine) -> None:
    said = await told(engine, CAMILLE, Role.BENEVOLE)
    assert said is not None and said.after_general
    assert said.text.startswith("Je ne vois aucune organisation")
    assert await told(engine, CLAIRE, Role.REFERENT) is None


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_nothing(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    said = await told(engine, NATHALIE)
    assert said is not None
    assert "Thomas" not in repr(said)
