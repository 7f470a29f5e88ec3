"""« Où en est ma candidature ? »: the person's own applications, what their states mean, what to do next."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import identity_in
from actions.platform import platform_engine
from bot.platform_client.engine import platform_connection
from bot.platform_client.errors import PlatformUnavailable
from bot.platform_client.participations import ParticipationSummary, list_participations_of
from bot.platform_client.scopes import VolunteerScope
from bot.platform_client.states import ParticipationState
from bot.text.french_dates import french_date

_log = logging.getLogger(__name__)
_SHOWN = 5

_MEANING = {
    ParticipationState.WAITING: "l'organisation n'a pas encore traité votre candidature",
    ParticipationState.IN_PROGRESS: "l'organisation a commencé à échanger avec vous, elle n'a pas encore décidé",
    ParticipationState.VALIDATED: "votre participation est acceptée",
    ParticipationState.REFUSED: "l'organisation a décliné votre candidature",
    ParticipationState.CANCELLED: "cette candidature n'est plus active",
}
_NEXT_STEP = (
    "Pour le détail, ou pour écrire à l'organisation, ouvrez [Mes missions](/profile/missions) "
    "puis cliquez sur la candidature."
)
_NONE = (
    "Je ne vois aucune candidature sur votre compte. Si vous avez postulé sur le site d'un partenaire, "
    "elle est suivie chez ce partenaire. Vous pouvez [trouver une mission](/missions-benevolat) quand vous voulez."
)
_OUT_OF_REACH = (
    "Je n'arrive pas à consulter vos candidatures en ce moment. Vous les trouverez dans "
    "[Mes missions](/profile/missions) ; je peux aussi demander à une personne de vous répondre."
)
_HUMAN = {"title": "Parler à une personne", "payload": "/parler_humain"}


class ActionStatutCandidature(Action):
    """Answers with the person's own applications; the rules call it for identified visitors only."""

    def name(self) -> str:
        """As in `domain.yml`."""
        return "action_statut_candidature"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say one or two things; sets nothing."""
        identity = identity_in(tracker)
        if identity is None:
            # The slot said identified, the message does not: the message is right.
            dispatcher.utter_message(response="utter_statut_candidature")
            dispatcher.utter_message(response="utter_invitation_connexion")
            return []
        try:
            async with platform_connection(platform_engine()) as connection:
                found = await list_participations_of(connection, VolunteerScope(identity.user_id))
        except PlatformUnavailable:
            _log.exception("platform out of reach")
            dispatcher.utter_message(response="utter_statut_candidature")
            dispatcher.utter_message(text=_OUT_OF_REACH, buttons=[_HUMAN])
            return []
        dispatcher.utter_message(text=describe(found))
        return []


def describe(found: list[ParticipationSummary]) -> str:
    """The answer, in Markdown, for applications sorted by last change."""
    if not found:
        return _NONE
    if len(found) == 1:
        return f"Votre candidature :\n\n- {_line(found[0])}\n\n{_NEXT_STEP}"
    count = f"Vos {len(found)} candidatures" if len(found) <= _SHOWN else f"Vos {_SHOWN} dernières candidatures"
    lines = "\n".join(f"- {_line(participation)}" for participation in found[:_SHOWN])
    return f"{count} :\n\n{lines}\n\n{_NEXT_STEP}"


def _line(participation: ParticipationSummary) -> str:
    state = participation.state
    said = f"**{participation.mission_title}** ({participation.organisation_name}) : « {state.value} »"
    if participation.state_since is not None:
        said += f" depuis le {french_date(participation.state_since.date())}"
    if state in _MEANING:
        said += f", {_MEANING[state]}"
    if participation.reason_label:
        said += f". Motif indiqué : « {participation.reason_label.rstrip('.')} »"
    return said + "."
