"""« Quand ma mission sera-t-elle validée ? »: what waits for moderation in the person's organisation."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.naming import named_mission_id, said_first
from actions.own_organisation import (
    ResponsableAction,
    is_beyond_announced,
    moderator_said,
    organisation_fact,
    organisation_said,
    quoted_state,
    since_said,
)
from actions.participations import listed
from actions.personal import HUMAN, Asked, Said
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.own_missions import OwnMission, find_own_mission, list_own_missions
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.zone import PLATFORM_ZONE
from bot.text.french_dates import french_date

SHOWN = 5
"""Missions told of in one answer, at most."""
ALL_THEIRS = "Toutes les missions et leurs états sont dans [vos missions](/admin/missions)."

_MODERATED = (MissionState.WAITING, MissionState.IN_PROGRESS)
_ORGANISATION_MODERATED = (StructureState.WAITING, StructureState.IN_PROGRESS)
_DELAYS = (
    "Les délais annoncés : jusqu'à 7 jours dans nos e-mails, 7 à 10 jours ouvrés dans le message affiché au moment de "
    "publier. Un e-mail prévient les responsables de la mission quand elle est visible."
)
_LATE = "Le délai de nos e-mails est dépassé : une personne de l'équipe support peut vérifier."


class OwnMissionsAction(ResponsableAction):
    """Tells of the mission that the message names, whatever its state; of the organisation's others without one."""

    @abstractmethod
    async def list_likely(self, connection: AsyncConnection, scope: ResponsableScope, today: date) -> list[OwnMission]:
        """Those that may be asked about, the likeliest first; `today` is Paris's."""

    @abstractmethod
    def describe(self, organisation: OwnOrganisation, found: Sequence[OwnMission], today: date) -> Said:
        """The answer on these missions; `today` is Paris's."""

    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """The answer on one or several; one that is not theirs is told the same as one that does not exist."""
        today, mission_id = datetime.now(PLATFORM_ZONE).date(), named_mission_id(asked)
        named = None if mission_id is None else await find_own_mission(connection, scope, mission_id)
        if named is not None:
            return self.describe(organisation, [named], today)
        likely = await self.list_likely(connection, scope, today)
        said = self.describe(organisation, said_first(likely, asked), today)
        return said if mission_id is None else _after_not_own(mission_id, said)


class ActionDelaiValidationMission(OwnMissionsAction):
    """« Combien de temps avant que ma mission soit en ligne ? »."""

    topic = "delai_validation_mission"

    async def list_likely(self, connection: AsyncConnection, scope: ResponsableScope, today: date) -> list[OwnMission]:
        """What waits for moderation, then what is not submitted yet."""
        submitted = await list_own_missions(connection, scope, states=_MODERATED)
        return submitted + await list_own_missions(connection, scope, states=[MissionState.DRAFT])

    def describe(self, organisation: OwnOrganisation, found: Sequence[OwnMission], today: date) -> Said:
        """What waits, since when, and who moderates it."""
        return describe_waiting(organisation, found, today)


def describe_waiting(organisation: OwnOrganisation, found: Sequence[OwnMission], today: date) -> Said:
    """The answer on these missions, the organisation first while it is not validated; `today` is Paris's."""
    shown = found[:SHOWN]
    parts: list[str] = []
    if organisation.state is not StructureState.VALIDATED:
        parts.append(_organisation_first(organisation, today))
    if shown:
        parts.append(listed(f"{titled(mission)} : {_news(organisation, mission, today)}." for mission in shown))
    else:
        parts.append(f"Aucune mission de **{organisation.name}** n'attend de validation. {ALL_THEIRS}")
    if any(mission.state in _MODERATED for mission in shown):
        parts.append(_DELAYS)
    is_late = _is_late(organisation, shown, today)
    if is_late:
        parts.append(_LATE)
    needs_person = is_late or any(_is_stuck(organisation, mission) for mission in shown)
    facts = (organisation_fact(organisation), *map(mission_fact, shown))
    return Said("\n\n".join(parts), (HUMAN,) if needs_person else (), facts)


def titled(mission: OwnMission) -> str:
    """« **Je lis des histoires** (mission n° 6) »."""
    return f"**{mission.mission_title}** (mission n° {mission.mission_id})"


def mission_fact(mission: OwnMission) -> str:
    """The mission in one plain line, for agents."""
    opening = mission.opening
    said = f"Mission n° {mission.mission_id} « {mission.mission_title} » : {mission.state.value or 'état inconnu'}"
    if mission.state_since is not None:
        said += f" depuis le {french_date(mission.state_since.date())}"
    details = [
        "en ligne" if opening.is_online else "hors ligne",
        "inscriptions ouvertes" if opening.has_open_registrations else "inscriptions fermées",
        f"places restantes : {opening.places_left}",
        "sans département" if mission.department is None else f"département {mission.department.label}",
        "sans date de fin" if opening.ends_at is None else f"fin le {french_date(opening.ends_at.date())}",
        *(["issue d'un modèle"] if mission.is_from_template else []),
    ]
    return f"{said}, {', '.join(details)}."


def _after_not_own(mission_id: int, said: Said) -> Said:
    """The same answer, after a sentence on a mission that is not theirs, whether it exists elsewhere or not."""
    first = f"Je ne trouve pas de mission n° {mission_id} dans votre organisation."
    return Said(f"{first}\n\n{said.text}", said.buttons, said.facts)


def _organisation_first(organisation: OwnOrganisation, today: date) -> str:
    said = f"{organisation_said(organisation, today)}."
    if organisation.state in _ORGANISATION_MODERATED:
        said += f" Elle est suivie par {moderator_said(organisation.department)}."
    return f"{said} Aucune mission ne peut être validée avant elle."


def _news(organisation: OwnOrganisation, mission: OwnMission, today: date) -> str:
    said = f"{quoted_state(mission.state)}{since_said(mission.state_since, today)}"
    if mission.state is MissionState.DRAFT:
        return f"{said}, elle n'est pas encore soumise : terminez ses étapes, puis {_last_click(organisation, mission)}"
    if mission.state is MissionState.IN_PROGRESS:
        asked_for = "des changements peuvent vous être demandés dans la [messagerie](/messages)"
        return f"{said}, elle est étudiée par {moderator_said(mission.department)} et {asked_for}"
    if mission.state is MissionState.WAITING:
        return f"{said}, {_what_it_waits_for(organisation, mission)}"
    return f"{said}, elle n'attend pas de validation"


def _last_click(organisation: OwnOrganisation, mission: OwnMission) -> str:
    if mission.is_from_template and organisation.state is StructureState.VALIDATED:
        return "cliquez sur « Publier la mission », elle sera validée aussitôt"
    return "cliquez sur « Soumettre à validation »"


def _what_it_waits_for(organisation: OwnOrganisation, mission: OwnMission) -> str:
    if _is_stuck(organisation, mission):
        return (
            "alors qu'une mission issue d'un modèle est d'habitude validée dès sa publication : une personne de "
            "l'équipe support peut vérifier"
        )
    if organisation.state is StructureState.VALIDATED:
        return f"elle sera examinée par {moderator_said(mission.department)}"
    if mission.is_from_template:
        return "elle vient d'un modèle et sera validée en même temps que votre organisation"
    return f"elle sera examinée ensuite par {moderator_said(mission.department)}"


def _is_stuck(organisation: OwnOrganisation, mission: OwnMission) -> bool:
    is_validated = organisation.state is StructureState.VALIDATED
    return is_validated and mission.is_from_template and mission.state is MissionState.WAITING


def _is_late(organisation: OwnOrganisation, shown: Sequence[OwnMission], today: date) -> bool:
    if organisation.state is not StructureState.VALIDATED:
        is_moderated = organisation.state in _ORGANISATION_MODERATED
        return is_moderated and is_beyond_announced(organisation.state_since, today)
    return any(each.state in _MODERATED and is_beyond_announced(each.state_since, today) for each in shown)
