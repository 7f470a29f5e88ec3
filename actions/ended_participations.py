"""« Pourquoi ma candidature a-t-elle été refusée ? », « annulée ? »: who decided, and why."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.naming import named_mission_id
from actions.participations import fact_of, list_own, listed, named, not_applied_to, state_said
from actions.personal import HUMAN, Asked, PersonalAction, Said
from bot.platform_client.participations import ParticipationSummary
from bot.platform_client.states import ContextualState, MissionState, ParticipationState, StructureState
from bot.text.french_dates import french_date

Applications = Sequence[ParticipationSummary]

_SHOWN = 5
_REFUSED, _CANCELLED = ParticipationState.REFUSED, ParticipationState.CANCELLED
_WHY_REFUSED = {"title": "Pourquoi ce refus ?", "payload": "/candidature_refusee"}
_WHY_CANCELLED = {"title": "Pourquoi cette annulation ?", "payload": "/participation_annulee_sans_moi"}

_AFTER_A_REFUSAL = (
    "Après un refus, vous ne pouvez plus candidater à la même mission ; seule l'organisation peut encore changer sa "
    "réponse. Elle a pu vous écrire : ouvrez [Mes missions](/profile/missions) puis cliquez sur la candidature. "
    "Vous pouvez aussi choisir [une autre mission](/missions-benevolat)."
)
_AFTER_A_CANCELLATION = "Cela ne vous empêche pas de candidater à [une autre mission](/missions-benevolat)."
_NOT_ME = "Si ce n'était pas vous, demandez à une personne de vérifier."
_UNEXPLAINED = "Une personne peut regarder pourquoi"

_ORGANISATION_CAUSES = {
    StructureState.REPORTED: "L'organisation a été signalée, ses missions et leurs participations ont été annulées",
    StructureState.UNREGISTERED: "L'organisation a quitté la plateforme, et ses missions se sont arrêtées",
}
_MISSION_CAUSES = {
    MissionState.REPORTED: "La mission a été signalée, car elle ne respecte pas la charte, et toutes ses "
    "participations ont été annulées",
    MissionState.CANCELLED: "L'organisation a annulé la mission",
}


class ActionCandidatureRefusee(PersonalAction):
    """« Pourquoi ma candidature a-t-elle été refusée ? »."""

    topic = "candidature_refusee"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said:
        """The reason of each refusal."""
        own = await list_own(connection, asked)
        found = [each for each in own if each.state is _REFUSED]
        if not found:
            cancelled = [each for each in own if each.state is _CANCELLED]
            return _said_of_others(asked, own, cancelled, _REFUSED, _WHY_CANCELLED)
        buttons = (HUMAN,) if any(each.has_account_reason for each in found[:_SHOWN]) else ()
        return Said(_about_the_named(asked, own, found) + describe_refusals(found), buttons, _facts_of(found))


class ActionParticipationAnnuleeSansMoi(PersonalAction):
    """« Ma participation a été annulée alors que je n'ai rien fait »."""

    topic = "participation_annulee_sans_moi"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said:
        """The cause of each cancellation, and of what the platform refused by itself."""
        own = await list_own(connection, asked)
        found = [each for each in own if each.state is _CANCELLED or _is_refused_by_platform(each)]
        if not found:
            refused = [each for each in own if each.state is _REFUSED]
            return _said_of_others(asked, own, refused, _CANCELLED, _WHY_REFUSED)
        buttons = (HUMAN,) if any(map(_needs_a_person, found[:_SHOWN])) else ()
        return Said(_about_the_named(asked, own, found) + describe_cancellations(found), buttons, _facts_of(found))


def describe_refusals(found: Applications) -> str:
    """The answer, in Markdown, for applications that are all « Refusée »; at least one."""
    title = "Votre candidature refusée :" if len(found) == 1 else "Vos candidatures refusées :"
    return f"{title}\n\n{listed(map(_refusal_line, found[:_SHOWN]))}\n\n{_AFTER_A_REFUSAL}"


def describe_cancellations(found: Applications) -> str:
    """The answer, in Markdown, for applications that are « Annulée », or « Refusée » by the platform; at least one."""
    shown = found[:_SHOWN]
    lines = listed(f"{_when(each)}. {cause_of(each)}." for each in shown)
    parts = ["Voici ce que je vois sur votre compte :", lines, _AFTER_A_CANCELLATION]
    if any(each.decided_as is ContextualState.CANCELLED_BY_VOLUNTEER for each in shown):
        parts.append(_NOT_ME)
    return "\n\n".join(parts)


def cause_of(participation: ParticipationSummary) -> str:
    """Why an application is no longer active, in a sentence without its full stop."""
    opening, decided_as = participation.opening, participation.decided_as
    if decided_as is ContextualState.CANCELLED_BY_VOLUNTEER:
        return f"Elle a été retirée depuis votre compte{_with_reason(participation)}"
    if participation.has_account_reason:
        return _UNEXPLAINED
    if participation.state is ParticipationState.REFUSED:
        return f"La plateforme l'a déclinée automatiquement{_with_reason(participation)}"
    if opening.organisation_state in _ORGANISATION_CAUSES:
        return _ORGANISATION_CAUSES[opening.organisation_state]
    if opening.mission_state in _MISSION_CAUSES:
        return _MISSION_CAUSES[opening.mission_state]
    if decided_as is ContextualState.CANCELLED:
        return "Elle a été annulée par l'organisation, ou par l'équipe de la plateforme"
    return _UNEXPLAINED


def _about_the_named(asked: Asked, own: Applications, found: Applications) -> str:
    """A first sentence when the mission named is not among those that the answer is about."""
    mission_id = named_mission_id(asked)
    elsewhere = [each for each in own if each.mission_id == mission_id]
    if not elsewhere or any(each.mission_id == mission_id for each in found):
        return not_applied_to(asked, own)
    return f"{_when(elsewhere[0])}.\n\n"


def _said_of_others(
    asked: Asked, own: Applications, neighbours: Applications, state: ParticipationState, button: dict[str, str]
) -> Said:
    """What is said when nothing is in the state that the person believes, but may be in the neighbouring one."""
    text = f"{not_applied_to(asked, own)}Je ne vois aucune candidature « {state.value} » sur votre compte."
    if not neighbours:
        return Said(f"{text} Vos candidatures et leur état sont dans [Mes missions](/profile/missions).")
    lines = listed(f"{_when(each)}." for each in neighbours[:_SHOWN])
    return Said(f"{text} En revanche :\n\n{lines}", (button,), _facts_of(neighbours))


def _is_refused_by_platform(participation: ParticipationSummary) -> bool:
    is_automatic = participation.decided_as is ContextualState.REFUSED_BY_PLATFORM
    return participation.state is _REFUSED and is_automatic


def _needs_a_person(participation: ParticipationSummary) -> bool:
    by_them = participation.decided_as is ContextualState.CANCELLED_BY_VOLUNTEER
    return by_them or cause_of(participation) == _UNEXPLAINED


def _refusal_line(participation: ParticipationSummary) -> str:
    if participation.has_account_reason:
        return f"{_when(participation)}. {_UNEXPLAINED}."
    if participation.decided_as is ContextualState.REFUSED_BY_PLATFORM:
        return f"{_when(participation)}. {cause_of(participation)}."
    if participation.reason_label is None:
        return f"{_when(participation)}, sans motif indiqué."
    return f"{_when(participation)}. Motif indiqué par l'organisation : {_quoted(participation.reason_label)}."


def _when(participation: ParticipationSummary) -> str:
    since = participation.state_since
    said = f"{named(participation)} : {state_said(participation)}"
    return f"{said} depuis le {french_date(since.date())}" if since is not None else said


def _with_reason(participation: ParticipationSummary) -> str:
    return f", avec le motif {_quoted(participation.reason_label)}" if participation.reason_label else ""


def _quoted(label: str) -> str:
    return f"« {label.rstrip('.')} »"


def _facts_of(found: Applications) -> tuple[str, ...]:
    return tuple(map(fact_of, found[:_SHOWN]))
