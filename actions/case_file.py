"""What the platform says of a visitor handed to a person: for the agent alone, so that nothing is asked twice."""

import logging
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.account import bounce_fact, roles_fact
from actions.conversation import identity_in
from actions.own_organisation import organisation_fact
from actions.participations import fact_of
from actions.platform import reading_platform
from bot.platform_client.account import AccountSummary
from bot.platform_client.case_file import MOST_COUNTED, Block, BlockKind, CaseFile, find_case_file
from bot.platform_client.errors import PlatformUnavailable
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.scopes import VolunteerScope
from bot.text.french_dates import french_date

_log = logging.getLogger(__name__)

_BLOCKED = {
    BlockKind.BANNED: "Compte bloqué",
    BlockKind.DELETED: "Compte supprimé par son propriétaire",
    BlockKind.ARCHIVED: "Compte archivé pour inactivité",
}


class ActionDossier(Action):
    """Gives the facts, says nothing to the visitor."""

    def name(self) -> str:
        """As in `domain.yml`."""
        return "action_dossier"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Add the facts to the turn; sets nothing, raises nothing: a person is called whatever happens here."""
        try:
            identity = identity_in(tracker)
            if identity is not None:
                async with reading_platform() as connection:
                    found = await find_case_file(connection, VolunteerScope(identity.user_id))
                if found is not None:
                    dispatcher.utter_message(json_message={"facts": list(facts_of(found))})
        except PlatformUnavailable:
            _log.warning("no case file: platform out of reach", exc_info=True)
        except Exception:
            _log.exception("no case file")
        return []


def facts_of(case: CaseFile) -> tuple[str, ...]:
    """The case in short plain lines of French."""
    lines: list[str] = []
    if case.block is not None:
        lines.append(_block_fact(case.block))
    if case.account is not None:
        lines += [_account_fact(case.account), roles_fact(case.account), bounce_fact(case.account)]
    if case.organisation is not None:
        lines += _organisation_facts(case, case.organisation)
    return (*lines, *map(fact_of, case.last_applications))


def _block_fact(block: Block) -> str:
    return f"{_BLOCKED[block.kind]} depuis le {french_date(block.since.date())}."


def _account_fact(account: AccountSummary) -> str:
    named = account.first_name or "Prénom inconnu"
    if account.member_since is None:
        return f"{named}."
    return f"{named}, compte créé le {french_date(account.member_since.date())}."


def _organisation_facts(case: CaseFile, organisation: OwnOrganisation) -> list[str]:
    counts = ", ".join(f"{number} {state.value}" for state, number in case.missions.items())
    waiting = f"{case.received_waiting} ou plus" if case.received_waiting >= MOST_COUNTED else case.received_waiting
    return [
        organisation_fact(organisation),
        f"Missions de l'organisation : {counts or 'aucune'}.",
        f"Candidatures en attente sur les missions que la personne gère : {waiting}.",
    ]
