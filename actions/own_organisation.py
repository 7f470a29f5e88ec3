"""What the answers to responsables share: their organisation in words, who moderates, and nothing to be found."""

from abc import abstractmethod
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.account import role_said
from actions.participations import listed
from actions.personal import HUMAN, Asked, PersonalAction, Said
from bot.platform_client.account import list_roles
from bot.platform_client.identifiers import RoleId
from bot.platform_client.organisations import OwnOrganisation, find_own_organisation
from bot.platform_client.referents import ModeratedDepartment
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import MissionState, StructureState
from bot.text.french_dates import french_date
from bot.wire.identity import Role

ANNOUNCED_DAYS = 7
"""What the platform's e-mails announce for the moderation of an organisation or a mission, at most (§3.1)."""
_DAYS_COUNTED = 60
"""Nobody counts in days what lasts for months."""
NATIONAL_TEAM = "l'équipe de JeVeuxAider.gouv.fr"

_NONE = (
    "Je ne vois aucune organisation rattachée à votre compte. Si vous devriez en avoir une, un de ses membres peut "
    "vous inviter, et une personne de l'équipe support peut vérifier."
)
_SWITCH = (
    "Pour passer d'un rôle à l'autre, utilisez la liste déroulante à gauche de la deuxième barre de menu : elle "
    "apparaît quand un compte a plusieurs rôles."
)


class ResponsableAction(PersonalAction):
    """Answers a member of an organisation; who belongs to none is told so, after the general answer."""

    @abstractmethod
    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """The answer; `None` when the general answer says all."""

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """The answer to a member, or to who is none."""
        scope = ResponsableScope(asked.identity.user_id)
        organisation = await find_own_organisation(connection, scope)
        if organisation is None:
            return await self.tell_other(connection, asked)
        return await self.tell_member(connection, scope, organisation, asked)

    async def tell_other(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """What is said to who belongs to no organisation."""
        return await without_organisation(connection, asked)


async def without_organisation(connection: AsyncConnection, asked: Asked) -> Said | None:
    """What is said, after the general answer, to who belongs to no organisation.

    `None` to a référent: the general answer has words for them, and they do not ask about an organisation of theirs.
    """
    if asked.identity.role is Role.REFERENT:
        return None
    held = await list_roles(connection, ResponsableScope(asked.identity.user_id))
    others = [role_said(role) for role in held if role.role is not RoleId.RESPONSABLE]
    parts = [_NONE]
    if others:
        parts.append(
            "Votre compte a par ailleurs ce rôle :" if len(others) == 1 else "Votre compte a ces autres rôles :"
        )
        parts += [listed(others), _SWITCH]
    return Said("\n\n".join(parts), (HUMAN,), ("Aucune organisation rattachée au compte.",), after_general=True)


def since_said(since: datetime | None, today: date) -> str:
    """« depuis le 3 novembre 2026 (9 jours) » after a blank; nothing when it is not known. `today` is Paris's."""
    if since is None:
        return ""
    days = (today - since.date()).days
    age = {0: " (aujourd'hui)", 1: " (hier)"}.get(days, f" ({days} jours)" if days <= _DAYS_COUNTED else "")
    return f" depuis le {french_date(since.date())}{age}"


def is_beyond_announced(since: datetime | None, today: date) -> bool:
    """Whether a moderation that began then lasts longer than announced."""
    return since is not None and (today - since.date()).days > ANNOUNCED_DAYS


def quoted_state(state: StructureState | MissionState) -> str:
    """« Validée », as the site shows it."""
    return f"« {state.value} »" if state.value else "dans un état que je ne sais pas lire"


def at_state(state: StructureState | MissionState) -> str:
    """« au statut « Validée » », to follow « est »."""
    return f"au statut {quoted_state(state)}" if state.value else quoted_state(state)


def organisation_said(organisation: OwnOrganisation, today: date) -> str:
    """« Votre organisation **Les Voisins** est au statut « Validée » depuis le… », without its full stop."""
    since = since_said(organisation.state_since, today)
    return f"Votre organisation **{organisation.name}** est {at_state(organisation.state)}{since}"


def moderator_said(department: ModeratedDepartment | None) -> str:
    """Who moderates what is routed there; never a name, the platform shows none."""
    if department is None or not department.has_referent:
        return NATIONAL_TEAM
    return f"le référent ou la référente du département {department.label}"


def edit_link(organisation: OwnOrganisation) -> str:
    """Where its file is completed."""
    return f"« Mon organisation » > [Modifier](/admin/organisations/{organisation.structure_id}/edit)"


def organisation_fact(organisation: OwnOrganisation) -> str:
    """The organisation in one plain line, for agents."""
    state = organisation.state.value or "état inconnu"
    said = f"Organisation n° {organisation.structure_id} « {organisation.name} » : {state}"
    if organisation.state_since is not None:
        said += f" depuis le {french_date(organisation.state_since.date())}"
    department = organisation.department
    if department is None:
        return f"{said}, sans département."
    return f"{said}, département {department.label} {'avec' if department.has_referent else 'sans'} référent."
