"""What a référent is told, and which of their cases a message speaks of."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from actions.moderation import (
    ActionDossierAModerer,
    ActionModerationEnAttente,
    closest,
    describe_item,
    describe_queue,
)
from actions.personal import Asked, Said
from bot.platform_client.moderated_item import ModeratedItem, Named, StateChange
from bot.platform_client.moderation import Kind, ModerationQueue, WaitingItem
from bot.platform_client.moderation_criteria import Concern
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.zone import PLATFORM_ZONE
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

TODAY = date(2026, 11, 24)
CLAIRE, NATHALIE = Identity(user_id=11, role=Role.REFERENT), Identity(user_id=7, role=Role.RESPONSABLE)
AT = datetime(2026, 11, 10, 9, tzinfo=PLATFORM_ZONE)
WAITING = WaitingItem(Kind.MISSION, 6, "Je téléphone", MissionState.WAITING, AT, "Les Voisins", True)
QUEUE = ModerationQueue(("Rhône (69)",), 1, 2, (WAITING,))
ITEM = ModeratedItem(
    Kind.MISSION, 6, "Je téléphone", MissionState.WAITING, AT, AT, "69", True, "Les Voisins", StructureState.VALIDATED,
    (StateChange("Brouillon", AT), StateChange("En attente de validation", None)), (),
)  # fmt: skip
NAMES = [
    Named(Kind.ORGANISATION, 1, "Les Voisins solidaires de Lyon"),
    Named(Kind.ORGANISATION, 2, "Lire et grandir à Villeurbanne"),
    Named(Kind.ORGANISATION, 3, "Emmaüs"),
    Named(Kind.MISSION, 6, "Je téléphone à des personnes isolées"),
]


def asked(text: str, identity: Identity = CLAIRE, **named: Any) -> Asked:
    return Asked(identity, text, tuple({"entity": name, "value": value} for name, value in named.items()))


def test_the_queue_is_told_with_its_age_and_what_comes_first() -> None:
    said = describe_queue(QUEUE, TODAY)
    assert "À modérer, Rhône (69) : **1 organisation** et **2 missions**." in said.text
    assert "depuis le 10 novembre 2026 (14 jours), au-delà des 7 jours annoncés." in said.text
    blocked = describe_queue(replace(QUEUE, oldest=(replace(WAITING, is_organisation_validated=False),)), TODAY)
    assert "son organisation est à valider d'abord" in blocked.text
    recent = describe_queue(replace(QUEUE, oldest=(replace(WAITING, since=None),)), TODAY)
    assert "au-delà" not in recent.text
    assert said.facts == ("Référent : Rhône (69). À modérer : 1 organisation et 2 missions.",)


def test_nothing_to_moderate_is_said() -> None:
    said = describe_queue(ModerationQueue(("Rhône (69)",), 0, 0, ()), TODAY)
    assert said.text == "Rien n'attend de modération en ce moment : Rhône (69)."


def test_a_case_is_told_with_history_criteria_and_moves() -> None:
    said = describe_item(replace(ITEM, concerns=(Concern.MANY_PLACES,)), TODAY)
    assert said.text.startswith("La mission n° 6 **Je téléphone** (Les Voisins) est au statut « En attente de")
    assert "- « Brouillon » le 10 novembre 2026\n- « En attente de validation »" in said.text
    assert "- plus de 70 bénévoles sont demandés" in said.text
    assert said.text.endswith("Vous pouvez la passer à « En cours de traitement », « Validée » ou « Signalée ».")
    assert said.facts == ("La mission n° 6 « Je téléphone » (Les Voisins) : En attente de validation.",)


def test_an_unknown_state_is_not_told_as_one() -> None:
    said = describe_item(replace(ITEM, state=MissionState.UNKNOWN), TODAY)
    assert said.text.startswith("La mission n° 6 **Je téléphone** (Les Voisins) est dans un état que je ne sais pas")


def test_a_mission_waits_for_its_organisation() -> None:
    said = describe_item(replace(ITEM, organisation_state=StructureState.WAITING), TODAY)
    assert said.text.endswith(
        "Vous pouvez la passer à « En cours de traitement » ou « Signalée ». "
        "Elle ne peut pas être validée avant son organisation : traitez d'abord celle-ci."
    )


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (MissionState.DRAFT, "Elle n'est pas encore soumise à validation : il n'y a rien à décider."),
        (MissionState.IN_PROGRESS, "Vous pouvez la passer à « Validée » ou « Signalée »."),
        (MissionState.VALIDATED, "Vous pouvez la passer à « En cours de traitement » ou « Signalée »."),
        (MissionState.REPORTED, "Vous pouvez la passer à « En cours de traitement » ou « Validée »."),
        (MissionState.UNKNOWN, "Je ne sais pas lire cet état : ouvrez sa fiche."),
    ],
)
def test_a_mission_moves_to_another_state_than_its_own(state: MissionState, moves: str) -> None:
    assert describe_item(replace(ITEM, state=state), TODAY).text.endswith(moves)


def test_a_case_is_told_with_its_origin() -> None:
    assert "Département 69, créée le 10 novembre 2026." in describe_item(ITEM, TODAY).text
    assert "Créée le 10 novembre 2026." in describe_item(replace(ITEM, department=None), TODAY).text
    nothing = describe_item(replace(ITEM, department=None, created_at=None), TODAY).text
    assert "réée" not in nothing and "(14 jours).\n\n" in nothing


def test_no_move_is_offered_on_an_organisation_of_another_département() -> None:
    elsewhere = replace(ITEM, kind=Kind.ORGANISATION, state=StructureState.WAITING, is_moderated_here=False)
    said = describe_item(elsewhere, TODAY)
    assert said.text.endswith("sa modération ne vous revient pas.")
    assert "Vous pouvez" not in said.text


@pytest.mark.parametrize("state", StructureState)
def test_each_state_of_an_organisation_has_its_moves(state: StructureState) -> None:
    said = describe_item(replace(ITEM, kind=Kind.ORGANISATION, state=state), TODAY)
    assert said.text.rpartition("\n\n")[2].strip()


@pytest.mark.parametrize("concern", Concern)
def test_each_criterion_has_its_words(concern: Concern) -> None:
    assert "À regarder" in describe_item(replace(ITEM, concerns=(concern,)), TODAY).text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("où en est le dossier de Lire et grandir ?", 2),
        ("puis-je valider Emmaüs", 3),
        ("la mission je téléphone à des personnes isolées", 6),
        ("les voisins solidaires", 1),
        ("je veux voir un dossier à modérer", None),
        ("une association de Lyon", None),
        ("", None),
    ],
)
def test_the_case_spoken_of_is_the_one_whose_name_is_said(text: str, found: int | None) -> None:
    assert [named.id for named in closest(NAMES, asked(text))] == ([found] if found else [])


def test_a_name_that_is_heard_as_such_comes_first() -> None:
    assert closest(NAMES, asked("Lire et grandir comme Emmaüs", organisation="Emmaüs")) == [NAMES[2]]


def test_a_name_that_several_bear_is_all_of_them() -> None:
    twin = Named(Kind.MISSION, 7, "Je téléphone à des personnes isolées")
    assert closest([*NAMES, twin], asked("la mission je téléphone à des personnes isolées")) == [NAMES[3], twin]


async def tell(connection: AsyncConnection, question: Asked) -> Said | None:
    return await ActionDossierAModerer().tell(connection, question)


async def test_cases_of_the_demonstration_are_found_by_number_by_name_and_by_button(
    connection: AsyncConnection,
) -> None:
    by_number = await tell(connection, asked("la mission 6", mission_id="6"))
    by_name = await tell(connection, asked("le dossier de Lire et grandir à Villeurbanne"))
    which = await tell(connection, asked("un dossier à modérer"))
    elsewhere = await tell(connection, asked("la mission 15", mission_id="15"))
    nowhere = await tell(connection, asked("la mission 999999", mission_id="999999"))
    assert by_number is not None and "Je téléphone à des personnes isolées" in by_number.text
    assert by_name is not None and "L'organisation **Lire et grandir à Villeurbanne**" in by_name.text
    assert which is not None and which.text.startswith("De quelle organisation") and len(which.buttons) == 3
    assert elsewhere is not None and nowhere is not None
    assert elsewhere == nowhere


async def test_of_several_with_one_name_each_has_its_button(connection: AsyncConnection, sql: Sql) -> None:
    sql("UPDATE structures SET name = 'Les Voisins solidaires de Lyon' WHERE id = 2")
    which = await tell(connection, asked("le dossier des Voisins solidaires de Lyon"))
    assert which is not None and which.text.startswith("Plusieurs")
    assert {button["payload"] for button in which.buttons} == {
        '/dossier_a_moderer{"organisation_id": "1"}',
        '/dossier_a_moderer{"organisation_id": "2"}',
    }
    titles = [button["title"] for button in which.buttons]
    assert len(set(titles)) == 2 and all(len(title) <= 40 for title in titles)


@pytest.mark.parametrize("pressed", ["4", "999999", "1234567890", "-1", "²", "'; DROP TABLE structures"])
async def test_an_organisation_that_is_not_theirs_is_not_found_by_its_number(
    connection: AsyncConnection, pressed: str
) -> None:
    own = await tell(connection, asked("", organisation_id="2"))
    other = await tell(connection, asked("", organisation_id=pressed))
    assert own is not None and "L'organisation **Lire et grandir à Villeurbanne**" in own.text
    assert other is not None and "Grenoble" not in repr(other)
    assert other.text.startswith(("Je ne trouve pas cette organisation", "De quelle organisation"))


async def test_who_is_no_référent_gets_the_general_answer(connection: AsyncConnection) -> None:
    assert await tell(connection, asked("la mission 6", NATHALIE, mission_id="6")) is None
    assert await ActionModerationEnAttente().tell(connection, asked("à modérer ?", NATHALIE)) is None
    assert await ActionModerationEnAttente().tell(connection, asked("à modérer ?")) is not None
