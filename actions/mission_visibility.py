"""« Pourquoi ma mission n'apparaît pas ? »: what hides each of the organisation's missions, or closes it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.missions import ALL_THEIRS, SHOWN, OwnMissionsAction, mission_fact, titled
from actions.own_organisation import (
    NATIONAL_TEAM,
    edit_link,
    moderator_said,
    organisation_fact,
    organisation_said,
    quoted_state,
    since_said,
)
from actions.participations import listed
from actions.personal import HUMAN, Said
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.own_missions import OwnMission, list_own_missions
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import MissionState, StructureState
from bot.platform_client.visibility import ClosedCause, HiddenCause, closed_because, hidden_because
from bot.text.french_dates import french_date

_OVER = (MissionState.FINISHED, MissionState.CANCELLED)
_ORGANISATION_FOR_A_PERSON = (StructureState.REPORTED, StructureState.UNREGISTERED, StructureState.UNKNOWN)
_MISSION_FOR_A_PERSON = (MissionState.REPORTED, MissionState.UNKNOWN)

_NO_MISSION = "n'a pas encore de mission. Pour en publier une, ouvrez votre [tableau de bord](/dashboard)."
_SEARCH = (
    "Pour retrouver une mission visible dans [la recherche](/missions-benevolat), pensez aux filtres : seul le "
    "présentiel est affiché par défaut et, autour d'un lieu, la recherche va jusqu'à 35 km par défaut."
)
_ASK_A_PERSON = "Une personne de l'équipe support peut vous répondre."
_BACK_ONLINE = (
    "L'équipe support met des missions hors ligne en général parce que trop de candidatures attendent une réponse. "
    "Traitez-les dans [Participations](/admin/participations), puis écrivez à support@jeveuxaider.beta.gouv.fr."
)
_NO_LONGER_OFFERED = "elle n'est plus proposée, mais « Dupliquer » permet d'en publier une copie"
_STATES = {
    MissionState.DRAFT: "elle n'a pas encore été soumise : terminez ses étapes",
    MissionState.WAITING: "elle ne sera visible qu'une fois validée",
    MissionState.IN_PROGRESS: "elle est étudiée, des changements peuvent vous être demandés dans la "
    "[messagerie](/messages)",
    MissionState.FINISHED: _NO_LONGER_OFFERED,
    MissionState.CANCELLED: _NO_LONGER_OFFERED,
    MissionState.REPORTED: "elle ne respecte pas la charte : une personne de l'équipe support peut vous répondre",
    MissionState.UNKNOWN: "une personne de l'équipe support peut vérifier",
}
_THEN = " ; de plus, "
_CLOSED = {
    ClosedCause.REGISTRATIONS_CLOSED: "ses inscriptions sont fermées : le menu « … » permet de choisir « Ouvrir les "
    "inscriptions » (s'il reste des places ; sinon, augmentez d'abord leur nombre avec « Modifier »)",
    ClosedCause.FULL: "elle est complète : les bénévoles peuvent seulement demander à « Être informé par e-mail »",
}


class ActionMissionInvisible(OwnMissionsAction):
    """« Ma mission est validée mais invisible dans la recherche »."""

    topic = "mission_invisible"

    async def list_likely(self, connection: AsyncConnection, scope: ResponsableScope, today: date) -> list[OwnMission]:
        """All of them, validated and yet hidden first."""
        return sorted(await list_own_missions(connection, scope), key=lambda mission: _interest(mission, today))

    def describe(self, organisation: OwnOrganisation, found: Sequence[OwnMission], today: date) -> Said:
        """Each cause for each mission."""
        return describe_visibility(organisation, found, today)


def describe_visibility(organisation: OwnOrganisation, found: Sequence[OwnMission], today: date) -> Said:
    """The answer on these missions, the organisation first while it hides them all; `today` is Paris's."""
    shown = found[:SHOWN]
    parts: list[str] = []
    if organisation.state is not StructureState.VALIDATED:
        parts.append(_organisation_hides(organisation, today))
    if shown:
        parts.append(listed(f"{titled(mission)} : {_news(mission, organisation, today)}." for mission in shown))
    else:
        parts.append(f"Votre organisation **{organisation.name}** {_NO_MISSION}")
    if any(HiddenCause.OFFLINE in _causes(mission, today) for mission in shown):
        parts.append(_BACK_ONLINE)
    if len(found) > len(shown):
        parts.append(ALL_THEIRS)
    if any(not _causes(mission, today) for mission in shown):
        parts.append(_SEARCH)
    facts = (organisation_fact(organisation), *map(mission_fact, shown))
    needs_person = organisation.state in _ORGANISATION_FOR_A_PERSON or any(_needs_person(each, today) for each in shown)
    return Said("\n\n".join(parts), (HUMAN,) if needs_person else (), facts)


def _interest(mission: OwnMission, today: date) -> int:
    """Whether it is likely to be the one asked about: validated and yet hidden first, what is over last."""
    if mission.state in _OVER:
        return 3
    if not _causes(mission, today):
        return 2
    return 0 if mission.state is MissionState.VALIDATED else 1


def _causes(mission: OwnMission, today: date) -> tuple[HiddenCause, ...]:
    return hidden_because(mission.opening, mission.department is not None, today)


def _needs_person(mission: OwnMission, today: date) -> bool:
    return mission.state in _MISSION_FOR_A_PERSON or HiddenCause.OFFLINE in _causes(mission, today)


def _organisation_hides(organisation: OwnOrganisation, today: date) -> str:
    rule = "une mission n'est visible que si son organisation est « Validée »"
    said = f"{organisation_said(organisation, today)}, et {rule}."
    if organisation.state is StructureState.DRAFT:
        return f"{said} Complétez d'abord sa fiche dans {edit_link(organisation)}."
    if organisation.state is StructureState.REPORTED:
        return f"{said} Seule {NATIONAL_TEAM} peut la rouvrir."
    if organisation.state in _ORGANISATION_FOR_A_PERSON:
        return f"{said} {_ASK_A_PERSON}"
    return f"{said} Elle est suivie par {moderator_said(organisation.department)}."


def _news(mission: OwnMission, organisation: OwnOrganisation, today: date) -> str:
    causes = _causes(mission, today)
    if not causes:
        return _visible(mission)
    own = [
        _cause_said(cause, mission, organisation)
        for cause in causes
        if cause is not HiddenCause.ORGANISATION_NOT_VALIDATED
    ]
    if not own:
        return f"{quoted_state(mission.state)}, rien d'autre que l'organisation ne la cache"
    if mission.state is MissionState.VALIDATED:
        return f"{quoted_state(mission.state)}, mais {_THEN.join(own)}"
    return f"{quoted_state(mission.state)}{since_said(mission.state_since, today)}, {_THEN.join(own)}"


def _visible(mission: OwnMission) -> str:
    link = f"[sa page](/missions-benevolat/{mission.mission_id}/{mission.mission_slug})" if mission.mission_slug else ""
    said = f"elle est visible dans la recherche{f', voici {link}' if link else ''}"
    closed = [_CLOSED[cause] for cause in closed_because(mission.opening)]
    return f"{said}. Mais {' ; et '.join(closed)}" if closed else said


def _cause_said(cause: HiddenCause, mission: OwnMission, organisation: OwnOrganisation) -> str:
    if cause is HiddenCause.MISSION_NOT_VALIDATED:
        return _STATES[mission.state]
    if cause is HiddenCause.ENDED and mission.opening.ends_at is not None:
        ended_on = french_date(mission.opening.ends_at.date())
        return f"sa date de fin, le {ended_on}, est passée : changez ses dates avec « Modifier »"
    if cause is HiddenCause.NO_DEPARTMENT and mission.is_remote:
        address = f"l'adresse de l'organisation dans {edit_link(organisation)}"
        return f"aucun département ne lui est rattaché : vérifiez {address}"
    if cause is HiddenCause.NO_DEPARTMENT:
        return "aucun département ne lui est rattaché : vérifiez son lieu avec « Modifier »"
    return "l'équipe support l'a mise hors ligne"
