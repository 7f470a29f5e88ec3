"""« Le bouton pour publier est grisé »: each cause with its remedy, and the true one when the site names another."""

from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.personal import HUMAN, Asked, Said
from actions.publishing import ActionBoutonPublierGrise, describe_button
from bot.platform_client.engine import platform_connection
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.publishing import PublishingConditions
from bot.platform_client.states import StructureState
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

CAMILLE, SOPHIE, MARC = 1, 9, 10
VALIDATED = OwnOrganisation(4, "Coup de main", StructureState.VALIDATED, None, None, ())
FULFILLED = PublishingConditions(has_mobile=True, has_agreed_terms=True, offline_missions=0)


def button(state: StructureState, conditions: PublishingConditions = FULFILLED) -> Said:
    """The answer to a member of an organisation in that state."""
    return describe_button(replace(VALIDATED, state=state), conditions)


async def told(engine: AsyncEngine, user_id: int) -> Said | None:
    """The action's answer."""
    async with platform_connection(engine) as connection:
        asked = Asked(Identity(user_id=user_id, role=Role.RESPONSABLE), "", ())
        return await ActionBoutonPublierGrise().tell(connection, asked)


@pytest.mark.parametrize("state", [StructureState.VALIDATED, StructureState.WAITING, StructureState.IN_PROGRESS])
def test_without_a_cause_the_button_should_be_there_and_a_person_is_offered(state: StructureState) -> None:
    said = button(state)
    assert said.text.startswith("Je ne vois rien qui désactive le bouton « Publier une mission »")
    assert said.buttons == (HUMAN,)


@pytest.mark.parametrize(
    ("state", "remedy", "buttons"),
    [
        (StructureState.DRAFT, "complétez sa fiche dans « Mon organisation » > [Modifier](/admin/organisations/4", ()),
        (StructureState.REPORTED, "seule l'équipe de JeVeuxAider.gouv.fr peut la rouvrir", (HUMAN,)),
        (StructureState.UNREGISTERED, "elle a quitté la plateforme", (HUMAN,)),
    ],
)
def test_the_state_of_the_organisation_is_a_cause(
    state: StructureState, remedy: str, buttons: tuple[dict[str, str], ...]
) -> None:
    said = button(state)
    assert said.text.startswith(
        "Voici ce qui désactive le bouton « Publier une mission » :\n\n"
        f"- Votre organisation **Coup de main** est « {state.value} » : {remedy}"
    )
    assert said.buttons == buttons


def test_a_missing_mobile_is_a_cause() -> None:
    said = button(StructureState.VALIDATED, replace(FULFILLED, has_mobile=False))
    assert said.text.count("\n- ") == 1
    assert "ajoutez-le dans [votre profil](/profile/edit)" in said.text
    assert said.buttons == ()


def test_the_charte_is_told_apart_since_it_does_not_grey_the_button() -> None:
    said = button(StructureState.VALIDATED, replace(FULFILLED, has_agreed_terms=False))
    nothing, charte = said.text.split("\n\n")
    assert nothing.startswith("Je ne vois rien qui désactive le bouton") and "charte" not in nothing
    assert charte.startswith("Autre point, qui ne grise pas le bouton : vous n'avez pas encore accepté la charte")
    assert "[la charte](/profile/charte-bon-fonctionnement)" in charte
    assert said.buttons == (HUMAN,)
    caused = button(StructureState.VALIDATED, PublishingConditions(False, False, 0))
    assert caused.text.startswith("Voici ce qui désactive le bouton")
    assert caused.text.endswith(f"\n\n{charte}")
    assert caused.buttons == ()


def test_missions_put_offline_are_a_cause_with_the_address_of_support() -> None:
    said = button(StructureState.VALIDATED, replace(FULFILLED, offline_missions=2))
    assert "- 2 missions que vous gérez sont hors ligne par décision de l'équipe support" in said.text
    assert said.text.endswith("puis écrivez à support@jeveuxaider.beta.gouv.fr.")
    assert said.buttons == (HUMAN,)
    one = button(StructureState.VALIDATED, replace(FULFILLED, offline_missions=1))
    assert "- Une mission validée que vous gérez est hors ligne" in one.text


def test_missions_offline_because_the_organisation_is_examined_again_are_not_blamed_on_applications() -> None:
    said = button(StructureState.IN_PROGRESS, replace(FULFILLED, offline_missions=2))
    assert "sont hors ligne, parce que votre organisation est « En cours de traitement »" in said.text
    assert "Les candidatures à traiter n'y sont pour rien, même si le site en parle." in said.text
    assert "support@" not in said.text


def test_all_the_causes_are_told_in_order() -> None:
    said = button(StructureState.DRAFT, PublishingConditions(False, False, 1))
    assert said.text.startswith("Plusieurs choses désactivent le bouton")
    places = [said.text.index(word) for word in ("« Brouillon »", "mobile manque", "hors ligne", "accepté la charte")]
    assert places == sorted(places)
    assert said.facts[1] == (
        "Mobile absent ; charte des responsables non acceptée ; missions gérées validées mais hors ligne : 1."
    )


async def test_each_is_told_of_their_own_conditions(engine: AsyncEngine) -> None:
    marc, sophie = await told(engine, MARC), await told(engine, SOPHIE)
    assert marc is not None and sophie is not None
    assert "- 2 missions que vous gérez sont hors ligne" in marc.text
    assert marc.facts[1] == (
        "Mobile renseigné ; charte des responsables acceptée ; missions gérées validées mais hors ligne : 2."
    )
    assert "**Rivières propres – Villeurbanne** est « Brouillon »" in sophie.text
    assert "hors ligne" not in sophie.text


async def test_who_has_no_organisation_is_told_so(engine: AsyncEngine) -> None:
    said = await told(engine, CAMILLE)
    assert said is not None and said.after_general
    assert said.text.startswith("Je ne vois aucune organisation")


@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_of_no_organisation(engine: AsyncEngine, sql: Sql, column: str) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", MARC)
    said = await told(engine, MARC)
    assert said is not None
    assert "Coup de main" not in repr(said)
