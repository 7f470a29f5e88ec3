"""« Quand mon organisation sera-t-elle validée ? », « elle est en Brouillon »: each state, its age, what it lacks."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.organisation import (
    ActionDelaiValidationOrganisation,
    ActionOrganisationBrouillon,
    describe_draft,
    describe_moderation,
)
from actions.personal import HUMAN, Asked, PersonalAction, Said
from bot.platform_client.engine import platform_connection
from bot.platform_client.organisations import MissingField, OwnOrganisation
from bot.platform_client.referents import ModeratedDepartment
from bot.platform_client.states import StructureState
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

TODAY = date(2026, 11, 24)
CAMILLE, NATHALIE, KARIM, CLAIRE, ANTOINE = 1, 7, 8, 11, 12
WAITING = OwnOrganisation(
    structure_id=2,
    name="Lire et grandir",
    state=StructureState.WAITING,
    state_since=datetime(2026, 11, 19, 7, tzinfo=ZoneInfo("Europe/Paris")),
    department=ModeratedDepartment("69", "Rhône", has_referent=True),
    missing=(),
)
DRAFT = replace(WAITING, state=StructureState.DRAFT, missing=(MissingField.ZIP, MissingField.DESCRIPTION))
BOTH = [ActionDelaiValidationOrganisation(), ActionOrganisationBrouillon()]


async def told(engine: AsyncEngine, action: PersonalAction, user_id: int, role: Role = Role.RESPONSABLE) -> Said | None:
    """The action's answer."""
    async with platform_connection(engine) as connection:
        return await action.tell(connection, Asked(Identity(user_id=user_id, role=role), "organisation n° 2", ()))


def test_an_organisation_that_waits_is_told_with_its_age_the_delay_and_who_moderates() -> None:
    said = describe_moderation(WAITING, TODAY)
    assert said.text.startswith(
        "Votre organisation **Lire et grandir** est au statut « En attente de validation » depuis le 19 novembre 2026 "
        "(5 jours).\n\nSa fiche est complète, elle est examinée par le référent ou la référente du département "
        "Rhône (69). Le délai annoncé est de 7 jours au plus."
    )
    assert (said.buttons, said.after_general) == ((), False)
    assert said.facts == (
        "Organisation n° 2 « Lire et grandir » : En attente de validation depuis le 19 novembre 2026, département "
        "Rhône (69) avec référent.",
    )


@pytest.mark.parametrize(
    ("day", "age"), [(date(2026, 11, 19), "(aujourd'hui)"), (date(2026, 11, 20), "(hier)"), (TODAY, "(5 jours)")]
)
def test_its_age_is_counted_in_days(day: date, age: str) -> None:
    assert f"depuis le 19 novembre 2026 {age}." in describe_moderation(WAITING, day).text


@pytest.mark.parametrize("state", [StructureState.WAITING, StructureState.IN_PROGRESS])
@pytest.mark.parametrize(("day", "is_late"), [(date(2026, 11, 26), False), (date(2026, 11, 27), True)])
def test_beyond_seven_days_a_person_is_offered(state: StructureState, day: date, is_late: bool) -> None:
    said = describe_moderation(replace(WAITING, state=state), day)
    assert ("Cela fait plus de 7 jours, le délai annoncé" in said.text) is is_late
    assert said.buttons == ((HUMAN,) if is_late else ())


def test_an_unknown_date_is_neither_told_nor_late() -> None:
    said = describe_moderation(replace(WAITING, state_since=None), TODAY)
    assert "est au statut « En attente de validation ».\n" in said.text
    assert said.buttons == ()
    assert said.facts[0].endswith(": En attente de validation, département Rhône (69) avec référent.")


@pytest.mark.parametrize(
    ("department", "fact"),
    [
        (ModeratedDepartment("988", None, has_referent=False), "département 988 sans référent."),
        (None, "sans département."),
    ],
)
def test_without_referent_the_national_team_moderates(department: ModeratedDepartment | None, fact: str) -> None:
    said = describe_moderation(replace(WAITING, department=department), TODAY)
    assert "elle est examinée par l'équipe de JeVeuxAider.gouv.fr." in said.text
    assert "référent" not in said.text
    assert said.facts[0].endswith(fact)


@pytest.mark.parametrize(
    ("state", "meaning", "buttons"),
    [
        (StructureState.IN_PROGRESS, "Des documents peuvent vous être demandés : regardez votre [messagerie]", ()),
        (StructureState.VALIDATED, "est au statut « Validée » depuis le 19 novembre 2026", ()),
        (StructureState.REPORTED, "Seule l'équipe de JeVeuxAider.gouv.fr peut la rouvrir", (HUMAN,)),
        (StructureState.UNREGISTERED, "Elle a quitté la plateforme.", (HUMAN,)),
        (StructureState.UNKNOWN, "est dans un état que je ne sais pas lire", (HUMAN,)),
    ],
)
def test_each_state_has_its_meaning(state: StructureState, meaning: str, buttons: tuple[dict[str, str], ...]) -> None:
    said = describe_moderation(replace(WAITING, state=state), TODAY)
    assert meaning in said.text
    assert said.buttons == buttons


def test_an_old_validation_is_not_late() -> None:
    said = describe_moderation(replace(WAITING, state=StructureState.VALIDATED), date(2027, 6, 1))
    assert (said.buttons, "Cela fait plus de" in said.text) == ((), False)


def test_what_a_draft_lacks_is_told_with_where_to_complete_it() -> None:
    said = describe_draft(DRAFT, TODAY)
    assert said == describe_moderation(DRAFT, TODAY)
    assert "Il manque à sa fiche :\n\n- le code postal\n- la description (au moins 200 caractères)\n\n" in said.text
    assert "« Mon organisation » > [Modifier](/admin/organisations/2/edit), puis enregistrez" in said.text
    assert said.buttons == ()
    assert said.facts[1] == (
        "Il manque à la fiche de l'organisation : le code postal, la description (au moins 200 caractères)."
    )


def test_a_draft_that_lacks_nothing_is_to_be_saved_again() -> None:
    said = describe_draft(replace(DRAFT, missing=()), TODAY)
    assert "Je ne vois pourtant rien qui manque à sa fiche" in said.text
    assert "Il manque" not in said.text
    assert said.buttons == (HUMAN,)
    assert said.facts[1] == "Il manque à la fiche de l'organisation : rien."


def test_what_is_no_draft_says_its_state() -> None:
    said, expected = describe_draft(WAITING, TODAY), describe_moderation(WAITING, TODAY)
    assert said.text == f"Votre organisation n'est pas à l'état « Brouillon ».\n\n{expected.text}"
    assert (said.buttons, said.facts) == (expected.buttons, expected.facts)


@pytest.mark.parametrize("action", BOTH)
async def test_each_is_told_of_their_own_organisation_whatever_they_type(
    engine: AsyncEngine, action: PersonalAction
) -> None:
    for user_id, name in ((NATHALIE, "Les Voisins solidaires de Lyon"), (KARIM, "Lire et grandir à Villeurbanne")):
        said = await told(engine, action, user_id)
        assert said is not None
        assert f"**{name}**" in said.text
        assert all(f"« {name} »" in fact for fact in said.facts)


@pytest.mark.parametrize("action", BOTH)
async def test_who_wears_the_hat_of_a_volunteer_is_told_all_the_same(
    engine: AsyncEngine, action: PersonalAction
) -> None:
    assert await told(engine, action, KARIM, Role.BENEVOLE) == await told(engine, action, KARIM)


@pytest.mark.parametrize("action", BOTH)
async def test_who_has_no_organisation_is_told_so_after_the_general_answer(
    engine: AsyncEngine, action: PersonalAction
) -> None:
    said = await told(engine, action, CAMILLE, Role.BENEVOLE)
    assert said is not None
    assert said.text.startswith("Je ne vois aucune organisation rattachée à votre compte.")
    assert (said.after_general, said.buttons) == (True, (HUMAN,))
    assert "liste déroulante" not in said.text


async def test_the_other_roles_held_are_told_with_where_to_change(engine: AsyncEngine, sql: Sql) -> None:
    said = await told(engine, BOTH[0], ANTOINE, Role.RESEAU)
    assert said is not None and said.after_general
    assert (
        "ce rôle :\n\n- Tête de réseau : Réseau des Voisins solidaires\n\nPour passer d'un rôle à l'autre" in said.text
    )
    sql("INSERT INTO territoires (id, name, suffix_title, slug, type) VALUES (70, 'Bron', 'à Bron', 'bron', 'city')")
    sql(
        "INSERT INTO rolables (role_id, user_id, rolable_type, rolable_id)"
        " VALUES (6, 12, 'App\\Models\\Territoire', 70)"
    )
    said = await told(engine, BOTH[0], ANTOINE, Role.TERRITOIRE)
    assert said is not None
    assert "ces autres rôles :\n\n- Tête de réseau" in said.text
    assert "\n- Responsable de territoire : Bron\n" in said.text


@pytest.mark.parametrize("action", BOTH)
async def test_a_referent_gets_the_general_answer_alone(engine: AsyncEngine, action: PersonalAction) -> None:
    assert await told(engine, action, CLAIRE, Role.REFERENT) is None


@pytest.mark.parametrize("action", BOTH)
@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_of_no_organisation(
    engine: AsyncEngine, sql: Sql, action: PersonalAction, column: str
) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", KARIM)
    said = await told(engine, action, KARIM)
    assert said is not None
    assert "Lire et grandir" not in repr(said)
