"""« Quelles candidatures traiter en priorité ? »: those on the missions that the person manages."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.own_organisation import ResponsableAction
from actions.participations import listed
from actions.personal import Asked, Said
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.received_applications import (
    MOST_COUNTED,
    ApplicationsToTreat,
    ReceivedApplication,
    find_applications_to_treat,
)
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.zone import PLATFORM_ZONE
from bot.text.french_dates import french_date

_TREAT = (
    "Ouvrez [Participations](/admin/participations) avec le filtre « À traiter en priorité » : vous pouvez y valider "
    "ou refuser une ou plusieurs candidatures à la fois."
)
_NOTHING_FIRST = "Aucune candidature n'est « à traiter en priorité » sur les missions que vous gérez."
_NOTHING_ELSE = "Aucune autre n'est « En attente de validation »."


class ActionATraiterEnPriorite(ResponsableAction):
    """« Que veut dire à traiter en priorité ? », « lesquelles ? »."""

    topic = "a_traiter_en_priorite"

    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """How many, the oldest first, and how many others wait."""
        now = datetime.now(PLATFORM_ZONE)
        return describe_to_treat(await find_applications_to_treat(connection, scope, now), now.date())


def describe_to_treat(found: ApplicationsToTreat, today: date) -> Said:
    """The answer; `today` is Paris's."""
    facts = (_count_fact(found), *map(_fact, found.oldest))
    if not found.priority_number:
        also = _others(found.other_waiting_number) or "Rien d'autre n'y attend de réponse."
        # What the words mean, which was asked perhaps, is in the general answer.
        return Said(f"{_NOTHING_FIRST} {also}", facts=facts, after_general=True)
    lines = listed(_line(application, today) for application in found.oldest)
    parts = [_title(found), lines, _TREAT, _others(found.other_waiting_number) or _NOTHING_ELSE]
    return Said("\n\n".join(parts), facts=facts)


def _title(found: ApplicationsToTreat) -> str:
    number, shown = found.priority_number, len(found.oldest)
    if number == 1:
        return "Une candidature est « à traiter en priorité » sur les missions que vous gérez :"
    oldest = f". Les {shown} plus anciennes :" if number > shown else ", les plus anciennes d'abord :"
    return f"{_counted(number)} candidatures sont « à traiter en priorité » sur les missions que vous gérez{oldest}"


def _line(application: ReceivedApplication, today: date) -> str:
    applied_on = application.applied_at.date()
    sent = f"candidature du {french_date(applied_on)} (il y a {(today - applied_on).days} jours)"
    return (
        f"**{application.volunteer_first_name}**, pour « {application.mission_title} » : "
        f"« {application.state.value} », {sent}."
    )


def _others(number: int) -> str:
    if not number:
        return ""
    if number == 1:
        return "Une autre candidature attend, depuis 7 jours ou moins."
    return f"{_counted(number)} autres candidatures attendent, depuis 7 jours ou moins."


def _counted(number: int) -> str:
    return f"Plus de {MOST_COUNTED - 1}" if number >= MOST_COUNTED else str(number)


def _count_fact(found: ApplicationsToTreat) -> str:
    first, others = _counted(found.priority_number), _counted(found.other_waiting_number)
    return f"Candidatures à traiter en priorité sur les missions gérées : {first} ; autres en attente : {others}."


def _fact(application: ReceivedApplication) -> str:
    return (
        f"Candidature n° {application.participation_id}, mission n° {application.mission_id} "
        f"« {application.mission_title} » : {application.state.value}, "
        f"envoyée le {french_date(application.applied_at.date())}."
    )
