"""« Quand mon organisation sera-t-elle validée ? », « elle est toujours en Brouillon »: its state and what it lacks."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.own_organisation import (
    ANNOUNCED_DAYS,
    NATIONAL_TEAM,
    ResponsableAction,
    edit_link,
    is_beyond_announced,
    moderator_said,
    organisation_fact,
    organisation_said,
)
from actions.participations import listed
from actions.personal import HUMAN, Asked, Said
from bot.platform_client.organisations import MissingField, OwnOrganisation
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import StructureState
from bot.platform_client.zone import PLATFORM_ZONE

_MODERATED = (StructureState.WAITING, StructureState.IN_PROGRESS)
_FOR_A_PERSON = (StructureState.REPORTED, StructureState.UNREGISTERED, StructureState.UNKNOWN)

_MISSING = {
    MissingField.ZIP: "le code postal",
    MissingField.CITY: "la ville",
    MissingField.DESCRIPTION: "la description (au moins 200 caractères)",
}
_AFTER_DRAFT = (
    f"L'état passe alors de lui-même à « {StructureState.WAITING.value} », et l'examen peut prendre jusqu'à "
    f"{ANNOUNCED_DAYS} jours."
)
_AFTER_VALIDATION = (
    "Une fois qu'elle est validée, vos missions peuvent devenir visibles ; un e-mail l'annonce à un seul des "
    "responsables."
)
_ANALYSED = (
    "Elle est en cours d'analyse et ses missions restent hors ligne pendant ce temps. Des documents peuvent vous être "
    "demandés : regardez votre [messagerie](/messages)."
)
_LATE = (
    f"Cela fait plus de {ANNOUNCED_DAYS} jours, le délai annoncé : une personne de l'équipe support peut vérifier où "
    "en est votre dossier."
)
_REPORTED = (
    "Elle n'a pas été jugée conforme à la charte : ses missions sont signalées aussi, et leurs participations "
    f"annulées. Seule {NATIONAL_TEAM} peut la rouvrir : répondez dans la [messagerie](/messages), ou demandez une "
    "personne."
)
_UNREGISTERED = "Elle a quitté la plateforme. Pour y revenir, demandez à une personne de l'équipe support."
_VALIDATED = (
    "Ses missions peuvent donc être visibles par les bénévoles. Pour en publier une, ouvrez votre "
    f"[tableau de bord](/dashboard). Pour une "
    f"nouvelle organisation, le délai annoncé est de {ANNOUNCED_DAYS} jours au plus."
)
_UNKNOWN = "Une personne de l'équipe support peut vérifier ce que cela veut dire."
_NO_LONGER_DRAFT = f"Votre organisation n'est pas à l'état « {StructureState.DRAFT.value} »."


class ActionDelaiValidationOrganisation(ResponsableAction):
    """« Combien de temps pour valider mon organisation ? »."""

    topic = "delai_validation_organisation"

    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """Its state, since when, who moderates it and what follows."""
        return describe_moderation(organisation, datetime.now(PLATFORM_ZONE).date())


class ActionOrganisationBrouillon(ResponsableAction):
    """« Mon organisation est toujours en Brouillon »."""

    topic = "organisation_brouillon"

    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """What its file lacks, or the state that it has reached."""
        return describe_draft(organisation, datetime.now(PLATFORM_ZONE).date())


def describe_moderation(organisation: OwnOrganisation, today: date) -> Said:
    """The answer on the delay; `today` is Paris's."""
    state = organisation.state
    is_late = state in _MODERATED and is_beyond_announced(organisation.state_since, today)
    paragraphs = [f"{organisation_said(organisation, today)}.", *_explanation(organisation)]
    if is_late:
        paragraphs.append(_LATE)
    needs_person = is_late or state in _FOR_A_PERSON or _is_draft_without_reason(organisation)
    return Said("\n\n".join(paragraphs), (HUMAN,) if needs_person else (), _facts(organisation))


def describe_draft(organisation: OwnOrganisation, today: date) -> Said:
    """The answer on a file that is said to be a draft; `today` is Paris's."""
    said = describe_moderation(organisation, today)
    if organisation.state is StructureState.DRAFT:
        return said
    return Said(f"{_NO_LONGER_DRAFT}\n\n{said.text}", said.buttons, said.facts)


def _explanation(organisation: OwnOrganisation) -> list[str]:
    if organisation.state is StructureState.DRAFT:
        return _draft_explanation(organisation)
    if organisation.state is StructureState.WAITING:
        moderator = moderator_said(organisation.department)
        examined = f"Sa fiche est complète, elle est examinée par {moderator}."
        return [f"{examined} Le délai annoncé est de {ANNOUNCED_DAYS} jours au plus.", _AFTER_VALIDATION]
    if organisation.state is StructureState.IN_PROGRESS:
        return [f"Elle est suivie par {moderator_said(organisation.department)}. {_ANALYSED}", _AFTER_VALIDATION]
    settled = {
        StructureState.VALIDATED: _VALIDATED,
        StructureState.REPORTED: _REPORTED,
        StructureState.UNREGISTERED: _UNREGISTERED,
    }
    return [settled.get(organisation.state, _UNKNOWN)]


def _draft_explanation(organisation: OwnOrganisation) -> list[str]:
    not_sent = "Elle n'a donc pas encore été transmise pour validation."
    if _is_draft_without_reason(organisation):
        again = f"Je ne vois pourtant rien qui manque à sa fiche : ouvrez {edit_link(organisation)} et enregistrez-la."
        return [not_sent, again, f"{_AFTER_DRAFT} S'il ne change pas, une personne de l'équipe support peut vérifier."]
    return [
        f"{not_sent} Il manque à sa fiche :",
        listed(_MISSING[field] for field in organisation.missing),
        f"Complétez-la dans {edit_link(organisation)}, puis enregistrez. {_AFTER_DRAFT}",
    ]


def _is_draft_without_reason(organisation: OwnOrganisation) -> bool:
    return organisation.state is StructureState.DRAFT and not organisation.missing


def _facts(organisation: OwnOrganisation) -> tuple[str, ...]:
    if organisation.state is not StructureState.DRAFT:
        return (organisation_fact(organisation),)
    missing = ", ".join(_MISSING[field] for field in organisation.missing) or "rien"
    return organisation_fact(organisation), f"Il manque à la fiche de l'organisation : {missing}."
