"""« Où en est ma candidature ? », « puis-je recandidater ? »: the person's own applications and waiting lists."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.naming import named_mission_id, said_first
from actions.personal import Asked, PersonalAction, Said
from bot.platform_client.mission_opening import MissionOpening, Obstacle
from bot.platform_client.participations import ParticipationSummary, list_participations_of
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.states import ParticipationState
from bot.platform_client.waiting_lists import WaitingListPlace, list_waiting_lists_of
from bot.platform_client.zone import PLATFORM_ZONE
from bot.text.french_dates import french_date

_SHOWN = 5
_MOST_COMPARED = 100
_UNANSWERED = timedelta(days=7)
"""After which an application is « à traiter en priorité », and its organisation reminded (platform facts §2.5)."""

_MEANING = {
    ParticipationState.WAITING: "l'organisation n'a pas encore traité votre candidature",
    ParticipationState.IN_PROGRESS: "l'organisation a commencé à échanger avec vous, elle n'a pas encore décidé",
    ParticipationState.VALIDATED: "votre participation est acceptée",
    ParticipationState.REFUSED: "votre candidature a été déclinée",
    ParticipationState.CANCELLED: "cette candidature n'est plus active",
}
_NEXT_STEP = (
    "Pour le détail, ou pour écrire à l'organisation, ouvrez [Mes missions](/profile/missions) "
    "puis cliquez sur la candidature."
)
_UNANSWERED_STEP = (
    "Au-delà de 7 jours d'attente, l'organisation reçoit un rappel chaque lundi. Vous pouvez lui écrire : ouvrez "
    "[Mes missions](/profile/missions) puis cliquez sur la candidature. Sans réponse, vous pouvez cliquer sur "
    "« Annuler ma participation » et choisir [une autre mission](/missions-benevolat)."
)
_NONE = (
    "Je ne vois aucune candidature sur votre compte. Si vous avez postulé sur le site d'un partenaire, "
    "elle est suivie chez ce partenaire. Vous pouvez [trouver une mission](/missions-benevolat) quand vous voulez."
)
_OBSTACLES = {
    Obstacle.DATES_PASSED: "ses dates sont passées",
    Obstacle.ORGANISATION_NOT_VALIDATED: "les missions de cette organisation ne sont pas ouvertes en ce moment",
    Obstacle.OFFLINE: "elle n'est plus en ligne",
    Obstacle.REGISTRATIONS_CLOSED: "ses inscriptions sont fermées",
    Obstacle.FULL: "elle est complète",
}
_MAY_REOPEN = (Obstacle.REGISTRATIONS_CLOSED, Obstacle.FULL)
_REFUSED = "vous ne pouvez plus candidater à cette mission, seule l'organisation peut encore changer sa réponse"
_FOLLOW_IT = "il suffit de la suivre, avec le bouton « Suivre ma candidature » de la page de la mission"


class ActionStatutCandidature(PersonalAction):
    """« Où en est ma candidature ? »."""

    topic = "statut_candidature"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said:
        """States, what they mean, and the waiting lists."""
        found = await list_own(connection, asked)
        waited_for = said_first(await list_waiting_lists_of(connection, VolunteerScope(asked.identity.user_id)), asked)
        return Said(
            not_applied_to(asked, [*found, *waited_for]) + describe(found, waited_for, datetime.now(PLATFORM_ZONE)),
            facts=tuple(map(fact_of, found[:_SHOWN])),
        )


class ActionDejaCandidate(PersonalAction):
    """« On me dit que j'ai déjà participé à cette mission », « puis-je me réinscrire ? »."""

    topic = "deja_candidate"

    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """Which applications forbid a new one, and which missions may be applied to again."""
        found = await list_own(connection, asked)
        if not found:
            return None
        return Said(
            not_applied_to(asked, found) + describe_chances(found, datetime.now(PLATFORM_ZONE).date()),
            facts=tuple(map(fact_of, found[:_SHOWN])),
        )


async def list_own(connection: AsyncConnection, asked: Asked) -> list[ParticipationSummary]:
    """The person's applications: those that the message speaks of, then by last change."""
    found = await list_participations_of(
        connection,
        VolunteerScope(asked.identity.user_id),
        _MOST_COMPARED,
        first_mission_id=named_mission_id(asked),
    )
    return said_first(found, asked)


def describe(found: Sequence[ParticipationSummary], waited_for: Sequence[WaitingListPlace], now: datetime) -> str:
    """The answer, in Markdown, for applications sorted by last change; `now` is aware."""
    parts = [_NONE]
    if found:
        shown = found[:_SHOWN]
        is_one_unanswered = any(_is_unanswered(each, now) for each in shown)
        parts = [_title(len(found)), listed(map(_line, shown)), _UNANSWERED_STEP if is_one_unanswered else _NEXT_STEP]
    if waited_for:
        lines = listed(_waiting_line(place, now.date()) for place in waited_for[:_SHOWN])
        parts.extend(["Vous avez aussi demandé à « Être informé par e-mail » pour :", lines])
    return "\n\n".join(parts)


def describe_chances(found: Sequence[ParticipationSummary], today: date) -> str:
    """Which missions the person may not, or may again, apply to; Markdown, one line a mission."""
    blocking = [each for each in found if each.state is not ParticipationState.CANCELLED]
    blocked_ids = {each.mission_id for each in blocking}
    given_up = {each.mission_id: each for each in reversed(found) if each.mission_id not in blocked_ids}
    again = [each for each in found if given_up.get(each.mission_id) is each]
    parts: list[str] = []
    if blocking:
        parts.append(
            "Une candidature qui n'est pas annulée, même refusée, empêche d'en envoyer une autre. Les vôtres :"
        )
        parts.append(listed(map(_blocking_line, blocking[:_SHOWN])))
    if again:
        parts.append("Après une candidature annulée, on peut candidater de nouveau si la mission l'accepte encore :")
        parts.append(listed(_again_line(each, today) for each in again[:_SHOWN]))
    parts.append("Toutes vos candidatures sont dans [Mes missions](/profile/missions).")
    return "\n\n".join(parts)


def not_applied_to(asked: Asked, own: Sequence[ParticipationSummary | WaitingListPlace]) -> str:
    """A first sentence when the mission named is none of the person's own, whether it exists or not; else nothing."""
    mission_id = named_mission_id(asked)
    if mission_id is None or any(each.mission_id == mission_id for each in own):
        return ""
    return f"Je ne vois aucune candidature de votre part à la mission n° {mission_id}.\n\n"


def named(item: ParticipationSummary | WaitingListPlace) -> str:
    """« **Je lis des histoires** (Les Lecteurs) »."""
    return f"**{item.mission_title}** ({item.organisation_name})"


def state_said(participation: ParticipationSummary) -> str:
    """Its state as the site shows it."""
    return f"« {participation.state.value} »" if participation.state.value else "dans un état que je ne sais pas lire"


def fact_of(participation: ParticipationSummary) -> str:
    """The application in one plain line, for agents."""
    said = (
        f"Candidature n° {participation.participation_id}, mission n° {participation.mission_id} "
        f"« {participation.mission_title} » ({participation.organisation_name}) : {participation.state.value}"
    )
    if participation.state_since is not None:
        said += f" depuis le {french_date(participation.state_since.date())}"
    return said + (f", motif « {participation.reason_label.rstrip('.')} »." if participation.reason_label else ".")


def _title(number: int) -> str:
    if number == 1:
        return "Votre candidature :"
    return f"Vos {number} candidatures :" if number <= _SHOWN else f"Vos {_SHOWN} dernières candidatures :"


def _line(participation: ParticipationSummary) -> str:
    state = participation.state
    said = f"{named(participation)} : {state_said(participation)}"
    if participation.state_since is not None:
        said += f" depuis le {french_date(participation.state_since.date())}"
    if state in _MEANING:
        said += f", {_MEANING[state]}"
    if participation.reason_label:
        said += f". Motif indiqué : « {participation.reason_label.rstrip('.')} »"
    return said + "."


def _is_unanswered(participation: ParticipationSummary, now: datetime) -> bool:
    applied_at = participation.applied_at
    is_waiting = participation.state is ParticipationState.WAITING
    return is_waiting and applied_at is not None and now - applied_at > _UNANSWERED


def _waiting_line(place: WaitingListPlace, today: date) -> str:
    obstacle = place.opening.obstacle(today)
    if obstacle is None:
        news = f"elle accepte des candidatures en ce moment, ouvrez {_page(place)} pour proposer votre aide"
    elif obstacle in _MAY_REOPEN:
        news = f"{_OBSTACLES[obstacle]}, vous recevrez un e-mail si des places se libèrent"
    else:
        news = _closed(place.opening, obstacle)
    return f"{named(place)} : {news}."


def _blocking_line(participation: ParticipationSummary) -> str:
    advice = _REFUSED if participation.state is ParticipationState.REFUSED else _FOLLOW_IT
    return f"{named(participation)} : {state_said(participation)}, {advice}."


def _again_line(participation: ParticipationSummary, today: date) -> str:
    obstacle = participation.opening.obstacle(today)
    if obstacle is None:
        return f"{named(participation)} : oui, ouvrez {_page(participation)} et cliquez sur « Je propose mon aide »."
    advice = f" Sur {_page(participation)}, « Être informé par e-mail » permet d'être prévenu."
    closed = _closed(participation.opening, obstacle)
    return f"{named(participation)} : {closed}.{advice if obstacle in _MAY_REOPEN else ''}"


def _closed(opening: MissionOpening, obstacle: Obstacle) -> str:
    state = opening.mission_state.value
    not_validated = f"elle est « {state} »" if state else "elle n'est pas « Validée »"
    return f"elle n'accepte pas de candidatures, {_OBSTACLES.get(obstacle, not_validated)}"


def _page(item: ParticipationSummary | WaitingListPlace) -> str:
    is_known = item.mission_slug is not None
    return f"[sa page](/missions-benevolat/{item.mission_id}/{item.mission_slug})" if is_known else "sa page"


def listed(lines: Iterable[str]) -> str:
    """A Markdown list."""
    return "\n".join(f"- {line}" for line in lines)
