"""Why an application was refused or cancelled: the true cause, in the right words, and never a secret one."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.ended_participations import ActionCandidatureRefusee, ActionParticipationAnnuleeSansMoi
from actions.personal import HUMAN, PersonalAction, Said
from bot.wire.identity import Identity, Role
from tests.unit.actions.telling import told_to
from tests.unit.platform_client.conftest import Sql

CAMILLE, THOMAS, INES, JULIEN, FATIMA = 1, 2, 3, 4, 5
REFUSED, CANCELLED = ActionCandidatureRefusee(), ActionParticipationAnnuleeSansMoi()


async def told(engine: AsyncEngine, action: PersonalAction, user_id: int, **entities: Any) -> Said:
    """The action's answer to a bénévole."""
    return await told_to(engine, action, Identity(user_id=user_id, role=Role.BENEVOLE), **entities)


async def test_a_refusal_is_told_with_the_organisations_reason(engine: AsyncEngine) -> None:
    said = await told(engine, REFUSED, CAMILLE)
    assert said.text.startswith("Votre candidature refusée :\n\n- **Je relis des CV et des lettres de motivation** (")
    assert "Motif indiqué par l'organisation : « Le bénévole ne correspond pas aux besoins »." in said.text
    assert "vous ne pouvez plus candidater à la même mission" in said.text
    assert (said.buttons, len(said.facts)) == ((), 1)


async def test_each_refusal_has_its_own_reason(engine: AsyncEngine) -> None:
    said = await told(engine, REFUSED, FATIMA)
    assert said.text.startswith("Vos candidatures refusées :")
    assert "La plateforme l'a déclinée automatiquement, avec le motif « La mission est terminée »." in said.text
    assert "Motif indiqué par l'organisation : « Le bénévole a changé d'avis »." in said.text


async def test_a_refusal_without_a_reason_says_so(engine: AsyncEngine, sql: Sql) -> None:
    sql("DELETE FROM messages WHERE contextual_state = 'Refusée'")
    assert "2026, sans motif indiqué." in (await told(engine, REFUSED, CAMILLE)).text


@pytest.mark.parametrize("state", ["Refusée", "Automatiquement déclinée par la plateforme"])
async def test_a_refusal_with_a_ban_is_left_to_a_person(engine: AsyncEngine, sql: Sql, state: str) -> None:
    sql("UPDATE messages SET contextual_state = ?, contextual_reason = 'younger_than_16'"
        " WHERE contextual_state = 'Refusée'", state)  # fmt: skip
    said = await told(engine, REFUSED, CAMILLE)
    assert "2026. Une personne peut regarder pourquoi." in said.text
    assert said.buttons == (HUMAN,)
    assert "16" not in said.text.replace("2026", "") and "younger" not in repr(said)


async def test_not_refused_but_cancelled_is_told(engine: AsyncEngine) -> None:
    said = await told(engine, REFUSED, JULIEN)
    assert said.text.startswith("Je ne vois aucune candidature « Refusée » sur votre compte. En revanche :")
    assert "**J'anime un goûter intergénérationnel** (Les Voisins solidaires de Lyon) : « Annulée » depuis" in said.text
    assert [button["payload"] for button in said.buttons] == ["/participation_annulee_sans_moi"]


async def test_not_cancelled_but_refused_is_told(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE participations SET state = 'Refusée' WHERE id = 6")
    said = await told(engine, CANCELLED, THOMAS)
    assert said.text.startswith("Je ne vois aucune candidature « Annulée » sur votre compte. En revanche :")
    assert [button["payload"] for button in said.buttons] == ["/candidature_refusee"]


@pytest.mark.parametrize(("action", "state"), [(REFUSED, "Refusée"), (CANCELLED, "Annulée")])
@pytest.mark.parametrize("user_id", [THOMAS, INES, 999_999])
async def test_nothing_ended_is_said_so(engine: AsyncEngine, action: PersonalAction, state: str, user_id: int) -> None:
    said = await told(engine, action, user_id)
    assert said.text == (
        f"Je ne vois aucune candidature « {state} » sur votre compte. "
        "Vos candidatures et leur état sont dans [Mes missions](/profile/missions)."
    )
    assert (said.buttons, said.facts) == ((), ())


async def test_a_mission_cancelled_by_its_organisation_is_the_cause(engine: AsyncEngine) -> None:
    said = await told(engine, CANCELLED, JULIEN)
    assert "« Annulée » depuis le 22 novembre 2026. L'organisation a annulé la mission." in said.text
    assert "[une autre mission](/missions-benevolat)" in said.text
    assert said.buttons == ()


@pytest.mark.parametrize(
    ("changes", "cause", "needs_a_person"),
    [
        (["UPDATE missions SET state = 'Signalée'"], "La mission a été signalée, car elle ne respecte pas", False),
        (["UPDATE missions SET state = 'Signalée'", "UPDATE structures SET state = 'Signalée'"],
         "L'organisation a été signalée, ses missions", False),
        (["UPDATE structures SET state = 'Désinscrite'"], "L'organisation a quitté la plateforme", False),
        (["UPDATE missions SET state = 'Validée'"], "Elle a été annulée par l'organisation, ou par l'équipe", False),
        (["UPDATE missions SET state = 'Validée'", "DELETE FROM messages"], "Une personne peut regarder", True),
        (["UPDATE messages SET contextual_reason = 'user_archived'"], "Une personne peut regarder pourquoi.", True),
    ],
)  # fmt: skip
async def test_each_cause_is_told(
    engine: AsyncEngine, sql: Sql, changes: list[str], cause: str, needs_a_person: bool
) -> None:
    for change in changes:
        sql(change)
    said = await told(engine, CANCELLED, JULIEN)
    assert f"2026. {cause}" in said.text
    assert said.buttons == ((HUMAN,) if needs_a_person else ())


async def test_ones_own_withdrawal_is_told_with_its_reason(engine: AsyncEngine, sql: Sql) -> None:
    sql("UPDATE missions SET state = 'Annulée'")  # Later: it is not the cause.
    said = await told(engine, CANCELLED, CAMILLE)
    assert "Elle a été retirée depuis votre compte, avec le motif « L'organisation ne répond pas »." in said.text
    assert "Si ce n'était pas vous" in said.text
    assert said.buttons == (HUMAN,)


async def test_what_the_platform_refused_at_the_end_is_told_too(engine: AsyncEngine) -> None:
    text = (await told(engine, CANCELLED, FATIMA)).text
    assert "La plateforme l'a déclinée automatiquement, avec le motif « La mission est terminée »." in text
    assert "Le bénévole a changé d'avis" not in text


@pytest.mark.parametrize("action", [REFUSED, CANCELLED])
async def test_the_mission_named_is_told_of_whatever_its_state(engine: AsyncEngine, action: PersonalAction) -> None:
    said, plain = await told(engine, action, CAMILLE, mission_id="2"), await told(engine, action, CAMILLE)
    first, rest = said.text.split("\n\n", maxsplit=1)
    assert first.startswith("**J'accompagne des aînés au marché** (Les Voisins solidaires de Lyon) : « En attente")
    assert rest == plain.text


@pytest.mark.parametrize("action", [REFUSED, CANCELLED])
@pytest.mark.parametrize("mission_id", ["12", "999999"])
async def test_a_mission_of_others_and_one_that_does_not_exist_are_the_same(
    engine: AsyncEngine, action: PersonalAction, mission_id: str
) -> None:
    said, plain = await told(engine, action, CAMILLE, mission_id=mission_id), await told(engine, action, CAMILLE)
    first = f"Je ne vois aucune candidature de votre part à la mission n° {mission_id}."
    assert (said.text, said.facts) == (f"{first}\n\n{plain.text}", plain.facts)


@pytest.mark.parametrize("action", [REFUSED, CANCELLED])
@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_is_told_nothing(
    engine: AsyncEngine, sql: Sql, action: PersonalAction, column: str
) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = ?", CAMILLE)
    assert (await told(engine, action, CAMILLE)).facts == ()
