"""What is said of one's roles and of one's e-mails."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from actions.account import ActionChangerDeRole, ActionEmailsNonRecus, describe_emails, describe_roles
from actions.personal import HUMAN, Asked, PersonalAction
from bot.platform_client.account import AccountSummary, ActiveRole, HeldRole
from bot.platform_client.engine import platform_connection
from bot.platform_client.identifiers import RoleId
from bot.wire.identity import Identity, Role
from tests.unit.platform_client.conftest import Sql

SWITCH = "à gauche de la deuxième barre de menu"
NEIGHBOURS = HeldRole(RoleId.RESPONSABLE, 1, "Les Voisins")
RHONE = HeldRole(RoleId.REFERENT, 26, "Rhône (69)")
BRITTANY = HeldRole(RoleId.REFERENT_REGIONAL, 3, "Bretagne")
VOLUNTEER = AccountSummary(
    first_name="Camille",
    member_since=None,
    active=ActiveRole(None, None),
    roles=(),
    mail_bounced_at=None,
    has_responsable_summary=True,
    has_referent_summary=True,
)
RESPONSABLE = replace(VOLUNTEER, roles=(NEIGHBOURS,), active=ActiveRole(RoleId.RESPONSABLE, 1))
BOTH = replace(RESPONSABLE, roles=(NEIGHBOURS, RHONE))


def test_a_volunteer_learns_why_a_role_may_be_missing() -> None:
    said = describe_roles(VOLUNTEER)
    assert said.text.startswith("Votre compte n'a qu'un rôle, **Bénévole**")
    assert "un autre membre peut vous inviter à nouveau" in said.text
    assert SWITCH not in said.text
    assert (said.buttons, said.after_general) == ((HUMAN,), False)
    assert said.facts == ("Rôles : Bénévole. Rôle actif : Bénévole.",)


def test_one_role_has_nothing_to_switch() -> None:
    said = describe_roles(RESPONSABLE)
    assert "- **Responsable d'organisation : Les Voisins** (actif)" in said.text
    assert "n'apparaît que si le compte en a plusieurs" in said.text
    assert "[tableau de bord](/dashboard)" in said.text
    assert SWITCH not in said.text


def test_several_roles_are_switched_in_the_menu() -> None:
    said = describe_roles(BOTH)
    assert (
        "- **Responsable d'organisation : Les Voisins** (actif)\n- **Référent départemental : Rhône (69)**\n"
        in said.text
    )
    assert SWITCH in said.text
    assert said.facts == (
        "Rôles : Responsable d'organisation : Les Voisins ; Référent départemental : Rhône (69). "
        "Rôle actif : Responsable d'organisation.",
    )


@pytest.mark.parametrize("account", [RESPONSABLE, BOTH])
def test_a_role_held_but_not_shown_is_told(account: AccountSummary) -> None:
    said = describe_roles(replace(account, active=ActiveRole(None, None)))
    assert "l'espace affiché en ce moment est celui de **Bénévole**" in said.text
    assert "(actif)" not in said.text
    assert SWITCH in said.text
    assert said.buttons == (HUMAN,)


@pytest.mark.parametrize("account", [VOLUNTEER, RESPONSABLE, BOTH])
def test_an_active_role_that_is_not_held_goes_to_a_person(account: AccountSummary) -> None:
    said = describe_roles(replace(account, active=ActiveRole(RoleId.TETE_DE_RESEAU, 4)))
    assert "Le site vous place dans l'espace **Tête de réseau**, mais votre compte n'a pas ce rôle" in said.text
    assert said.text.endswith("une personne de l'équipe support peut le rétablir.")
    assert said.buttons == (HUMAN,)
    assert said.facts[0].endswith("Rôle actif : Tête de réseau, qu'il ne détient pas.")
    assert (SWITCH in said.text) is bool(account.roles)


def test_a_role_on_a_lost_object_is_told_without_its_name() -> None:
    said = describe_roles(replace(RESPONSABLE, roles=(HeldRole(RoleId.RESPONSABLE, 1, None),)))
    assert "- **Responsable d'organisation** (actif)" in said.text


@pytest.mark.parametrize("role", RoleId)
def test_every_role_has_a_name(role: RoleId) -> None:
    said = describe_roles(replace(VOLUNTEER, roles=(HeldRole(role, 1, "X"),), active=ActiveRole(role, 1)))
    assert " : X** (actif)" in said.text


def test_a_mailbox_that_rejected_us_is_the_answer() -> None:
    bounced_at = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
    said = describe_emails(replace(BOTH, mail_bounced_at=bounced_at))
    assert said.text.startswith("Le 1er novembre 2026, votre messagerie a refusé un de nos e-mails : il est possible")
    assert "ce jour-là. Si vous ne l'avez pas changée depuis, donnez-en une autre" in said.text
    assert "[Paramètres](/profile/settings)" in said.text
    assert (said.after_general, said.buttons) == (False, (HUMAN,))
    assert said.facts[0] == "Rejet d'un e-mail par sa messagerie le 1er novembre 2026 (l'adresse a pu changer depuis)."


@pytest.mark.parametrize(
    ("account", "told", "not_told"),
    [
        (VOLUNTEER, [], ["Comme responsable", "Comme référent", "référent régional"]),
        (RESPONSABLE, ["Comme responsable, vous avez choisi le « Résumé quotidien »"], ["Comme référent"]),
        (BOTH, ["Comme responsable", "Comme référent, vous avez choisi le résumé"], ["référent régional"]),
        (replace(BOTH, has_responsable_summary=False), ["Comme référent"], ["Comme responsable"]),
        (replace(BOTH, has_referent_summary=False), ["Comme responsable"], ["Comme référent"]),
        (replace(VOLUNTEER, roles=(BRITTANY,)), ["Le rôle de référent régional ne reçoit pas"], ["Comme référent"]),
    ],
)
def test_nothing_blocked_is_said_after_the_general_answer_with_what_gathers_mails(
    account: AccountSummary, told: list[str], not_told: list[str]
) -> None:
    said = describe_emails(account)
    assert said.after_general
    assert said.text.startswith("Sur votre compte, rien n'indique que votre messagerie refuse nos e-mails.")
    assert all(text in said.text for text in told) and not any(text in said.text for text in not_told)
    assert said.facts[0] == "E-mails : aucun rejet connu."
    assert len(said.facts) == 1 + len(told)


@pytest.mark.parametrize("action", [ActionChangerDeRole(), ActionEmailsNonRecus()])
async def test_each_is_told_of_their_own_account_and_never_an_address(
    engine: AsyncEngine, sql: Sql, action: PersonalAction
) -> None:
    sql("UPDATE users SET hard_bounced_at = '2026-11-02 09:30:00.000000' WHERE id = 7")
    for user_id in (1, 7, 11):
        async with platform_connection(engine) as connection:
            asked = Asked(Identity(user_id=user_id, role=Role.REFERENT), "je suis l'utilisateur 7", ())
            said = await action.tell(connection, asked)
        assert said is not None
        assert ("Les Voisins solidaires de Lyon" in said.text or "2 novembre" in said.text) is (user_id == 7)
        assert "@" not in repr(said)


@pytest.mark.parametrize("action", [ActionChangerDeRole(), ActionEmailsNonRecus()])
@pytest.mark.parametrize("column", ["archived_at", "anonymous_at", "banned_at"])
async def test_a_blocked_account_gets_the_general_answer(
    engine: AsyncEngine, sql: Sql, action: PersonalAction, column: str
) -> None:
    sql(f"UPDATE users SET {column} = '2026-11-01 10:00:00.000000' WHERE id = 7")
    async with platform_connection(engine) as connection:
        assert await action.tell(connection, Asked(Identity(user_id=7, role=Role.RESPONSABLE), "", ())) is None
