"""« Comment joindre mon référent ? »: who follows the organisation, where to answer, or a person."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.personal import HUMAN, Asked, Said
from actions.referent import ActionContacterReferent, describe_contact
from bot.platform_client.engine import platform_connection
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.referents import ModeratedDepartment, ModerationConversation
from bot.platform_client.states import StructureState
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

CAMILLE, NATHALIE, KARIM, CLAIRE, ANTOINE = 1, 7, 8, 11, 12
RHONE = ModeratedDepartment("69", "Rhône", has_referent=True)
ORGANISATION = OwnOrganisation(1, "Les Voisins", StructureState.VALIDATED, None, RHONE, ())
ON_ORGANISATION = ModerationConversation(50, None, None, datetime(2026, 11, 2, 9, tzinfo=ZoneInfo("Europe/Paris")))
ON_MISSION = ModerationConversation(51, 6, "Je téléphone", None)


async def told(engine: AsyncEngine, user_id: int, role: Role = Role.RESPONSABLE) -> Said | None:
    """The action's answer."""
    async with platform_connection(engine) as connection:
        asked = Asked(Identity(user_id=user_id, role=role), "conversation 90001", ())
        return await ActionContacterReferent().tell(connection, asked)


def test_without_a_conversation_a_person_takes_over_with_the_department() -> None:
    said = describe_contact(ORGANISATION, [])
    assert said.text.startswith(
        "Votre organisation **Les Voisins** est suivie par le référent ou la référente du département Rhône (69)."
    )
    assert "Je ne vois pas de conversation de ce type ouverte avec vous." in said.text
    assert said.buttons == (HUMAN,)
    assert said.facts == ("Organisation n° 1 « Les Voisins » : Validée, département Rhône (69) avec référent.",)


def test_the_conversations_that_are_open_are_linked() -> None:
    said = describe_contact(ORGANISATION, [ON_ORGANISATION, ON_MISSION])
    assert "- [à propos de votre organisation](/messages/50), dernier message le 2 novembre 2026\n" in said.text
    assert "- [à propos de la mission n° 6 « Je téléphone »](/messages/51)\n" in said.text
    assert "Je ne vois pas de conversation" not in said.text
    assert said.buttons == (HUMAN,)
    assert said.facts[1:] == (
        "Conversation de modération n° 50, à propos de votre organisation.",
        "Conversation de modération n° 51, à propos de la mission n° 6 « Je téléphone ».",
    )


@pytest.mark.parametrize(
    ("department", "words", "fact"),
    [
        (
            replace(RHONE, has_referent=False),
            "Je ne vois pas de référent ni de référente pour le département Rhône (69)",
            "département Rhône (69) sans référent.",
        ),
        (None, "n'a pas encore d'adresse : aucun département", "sans département."),
    ],
)
def test_without_referent_the_national_team_is_named(
    department: ModeratedDepartment | None, words: str, fact: str
) -> None:
    said = describe_contact(replace(ORGANISATION, department=department), [])
    assert words in said.text
    assert "l'équipe de JeVeuxAider.gouv.fr" in said.text
    assert said.facts[0].endswith(fact)


async def test_only_own_conversations_are_told(engine: AsyncEngine, sql: Sql) -> None:
    sql("INSERT INTO conversations (id, conversable_type, conversable_id) VALUES (90001, 'App\\Models\\Structure', 1)")
    sql("INSERT INTO conversations_users (id, user_id, conversation_id) VALUES (900011, 7, 90001), (900012, 11, 90001)")
    nathalie, karim = await told(engine, NATHALIE), await told(engine, KARIM)
    assert nathalie is not None and karim is not None
    assert "(/messages/90001)" in nathalie.text
    assert "90001" not in repr(karim)


async def test_no_name_nor_address_of_a_referent_is_told(engine: AsyncEngine) -> None:
    said = await told(engine, NATHALIE)
    assert said is not None
    assert "Claire" not in repr(said) and "Dubois" not in repr(said) and "@" not in repr(said)


@pytest.mark.parametrize(("user_id", "role"), [(CAMILLE, Role.BENEVOLE), (CLAIRE, Role.REFERENT)])
async def test_volunteers_and_referents_get_the_general_answer(engine: AsyncEngine, user_id: int, role: Role) -> None:
    assert await told(engine, user_id, role) is None


async def test_who_leads_a_network_is_told_that_no_organisation_is_theirs(engine: AsyncEngine) -> None:
    said = await told(engine, ANTOINE, Role.RESEAU)
    assert said is not None and said.after_general
    assert said.text.startswith("Je ne vois aucune organisation")


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_of_no_organisation(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", NATHALIE)
    said = await told(engine, NATHALIE)
    assert said is not None
    assert "Voisins" not in repr(said)
