"""« Je ne retrouve plus mon espace », « je ne reçois aucun e-mail »: what the person's own account says."""

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.personal import HUMAN, Asked, PersonalAction, Said
from bot.platform_client.account import AccountSummary, ActiveRole, HeldRole, find_account
from bot.platform_client.identifiers import RoleId
from bot.platform_client.scopes import VolunteerScope
from bot.text.french_dates import french_date

_ROLE_NAMES = {
    None: "Bénévole",
    RoleId.ADMIN: "Modérateur",
    RoleId.RESPONSABLE: "Responsable d'organisation",
    RoleId.REFERENT: "Référent départemental",
    RoleId.REFERENT_REGIONAL: "Référent régional",
    RoleId.TETE_DE_RESEAU: "Tête de réseau",
    RoleId.RESPONSABLE_TERRITOIRE: "Responsable de territoire",
}

_ONLY_VOLUNTEER = (
    "Votre compte n'a qu'un rôle, **Bénévole** : il n'y a pas d'autre espace à choisir.\n\n"
    "Si vous aviez un autre rôle, plusieurs explications sont possibles :\n\n"
    "- vous ne faites plus partie de l'organisation : un autre membre peut vous inviter à nouveau ;\n"
    "- l'organisation a quitté la plateforme ;\n"
    "- ce rôle est sur un autre compte, ouvert avec une autre adresse e-mail ;\n"
    "- c'est un rôle de référent : seule l'équipe de la plateforme peut le donner ou le retirer.\n\n"
    "Une personne de l'équipe support peut vérifier."
)
_SWITCH = (
    "Pour passer d'un rôle à l'autre, utilisez la liste déroulante **à gauche de la deuxième barre de menu**, en haut "
    "de la page. Sur téléphone, si vous ne la voyez pas, essayez depuis un ordinateur."
)
_ONE_ROLE = "La liste qui change de rôle n'apparaît que si le compte en a plusieurs."
_DASHBOARD = "Votre espace s'ouvre sur le [tableau de bord](/dashboard)."
_ASK_A_PERSON = "Si votre espace n'est toujours pas le bon, une personne peut le rétablir."
_LOST_STEP = "Si le bon espace ne s'affiche pas, une personne de l'équipe support peut le rétablir."

_BOUNCED_STEP = (
    "Si vous ne l'avez pas changée depuis, donnez-en une autre dans [Paramètres](/profile/settings) : cliquez sur "
    "« Modifier », puis sur « Enregistrer » ; elle est prise en compte aussitôt.\n\n"
    "Si les e-mails n'arrivent toujours pas, une personne peut vérifier. En attendant, tout reste visible dans la "
    "[messagerie](/messages)."
)
_NOT_BOUNCED = "Sur votre compte, rien n'indique que votre messagerie refuse nos e-mails."
_RESPONSABLE_SUMMARY = (
    "Comme responsable, vous avez choisi le « Résumé quotidien » : un seul e-mail le matin, au lieu d'un à chaque "
    "candidature. « Temps réel » se choisit dans [Notifications](/profile/notifications)."
)
_REFERENT_SUMMARY = (
    "Comme référent, vous avez choisi le résumé : les alertes de modération arrivent le lundi et le jeudi. "
    "« Temps réel » se choisit dans [Notifications](/profile/notifications)."
)
_REGIONAL = "Le rôle de référent régional ne reçoit pas les alertes de modération en temps réel."


class ActionChangerDeRole(PersonalAction):
    """« Je ne retrouve plus mon espace responsable, je suis en bénévole »."""

    topic = "changer_de_role"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """The roles held, the active one, and where to change."""
        account = await find_account(connection, VolunteerScope(asked.identity.user_id))
        return None if account is None else describe_roles(account)


class ActionEmailsNonRecus(PersonalAction):
    """« Je ne reçois aucun mail de la plateforme »."""

    topic = "emails_non_recus"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """Whether the mailbox rejected an e-mail, or a setting gathers them."""
        account = await find_account(connection, VolunteerScope(asked.identity.user_id))
        return None if account is None else describe_emails(account)


def describe_roles(account: AccountSummary) -> Said:
    """The answer on the roles of an account."""
    facts = (roles_fact(account),)
    if account.is_active_role_lost:
        return Said(f"{_lost(account)}\n\n{_LOST_STEP}", (HUMAN,), facts)
    if not account.roles:
        return Said(_ONLY_VOLUNTEER, (HUMAN,), facts)
    is_many = len(account.roles) > 1
    title = "Votre compte a plusieurs rôles :" if is_many else "Votre compte a un rôle, en plus de celui de bénévole :"
    parts = [title, _listed(account)]
    if account.active_held is None:
        parts += [f"Mais l'espace affiché en ce moment est celui de **{_ROLE_NAMES[None]}**.", _SWITCH, _ASK_A_PERSON]
    else:
        parts += [_SWITCH, _ASK_A_PERSON] if is_many else [f"{_ONE_ROLE} {_DASHBOARD}", _ASK_A_PERSON]
    return Said("\n\n".join(parts), (HUMAN,), facts)


def describe_emails(account: AccountSummary) -> Said:
    """The answer on the e-mails that an account receives; never the address."""
    settings = _settings(account)
    facts = (bounce_fact(account), *settings.values())
    if account.mail_bounced_at is not None:
        said = (
            f"Le {french_date(account.mail_bounced_at.date())}, votre messagerie a refusé un de nos e-mails : il est "
            "possible que nous ne puissions plus vous écrire à l'adresse enregistrée ce jour-là."
        )
        return Said(f"{said} {_BOUNCED_STEP}", (HUMAN,), facts)
    return Said("\n\n".join([_NOT_BOUNCED, *settings]), (HUMAN,), facts, after_general=True)


def role_said(held: HeldRole) -> str:
    """« Responsable d'organisation : Les Voisins »."""
    return f"{_ROLE_NAMES[held.role]} : {held.object_name}" if held.object_name else _ROLE_NAMES[held.role]


def roles_fact(account: AccountSummary) -> str:
    """The roles held and the active one, in one plain line for agents."""
    held = " ; ".join(map(role_said, account.roles)) or _ROLE_NAMES[None]
    lost = ", qu'il ne détient pas" if account.is_active_role_lost else ""
    return f"Rôles : {held}. Rôle actif : {_active_name(account.active)}{lost}."


def bounce_fact(account: AccountSummary) -> str:
    """Whether the mailbox is known to have rejected an e-mail, in one plain line for agents."""
    if account.mail_bounced_at is None:
        return "E-mails : aucun rejet connu."
    bounced_on = french_date(account.mail_bounced_at.date())
    return f"Rejet d'un e-mail par sa messagerie le {bounced_on} (l'adresse a pu changer depuis)."


def _listed(account: AccountSummary) -> str:
    active = account.active_held
    return "\n".join(f"- **{role_said(held)}**{' (actif)' if held is active else ''}" for held in account.roles)


def _lost(account: AccountSummary) -> str:
    held = "\n".join(f"- {role_said(held)}" for held in account.roles)
    space = _active_name(account.active)
    said = f"Le site vous place dans l'espace **{space}**, mais votre compte n'a pas ce rôle, ou ne l'a plus."
    return f"{said} Il a :\n\n{held}\n\n{_SWITCH}" if held else f"{said} Il n'a que celui de bénévole."


def _active_name(active: ActiveRole) -> str:
    return _ROLE_NAMES[active.role]


def _settings(account: AccountSummary) -> dict[str, str]:
    """What makes e-mails rarer: for the person, and in one plain line for agents."""
    held = {held.role for held in account.roles}
    said: dict[str, str] = {}
    if RoleId.RESPONSABLE in held and account.has_responsable_summary:
        said[_RESPONSABLE_SUMMARY] = "Notifications de responsable : résumé quotidien."
    if RoleId.REFERENT in held and account.has_referent_summary:
        said[_REFERENT_SUMMARY] = "Notifications de référent : résumé."
    if RoleId.REFERENT_REGIONAL in held:
        said[_REGIONAL] = "Référent régional : pas d'alertes de modération en temps réel."
    return said
