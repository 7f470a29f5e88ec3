"""« Le bouton pour publier une mission est grisé »: what greys it out, and the charte, which does not."""

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.own_organisation import NATIONAL_TEAM, ResponsableAction, edit_link, organisation_fact, quoted_state
from actions.participations import listed
from actions.personal import HUMAN, Asked, Said
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.publishing import PublishingConditions, find_publishing_conditions
from bot.platform_client.scopes import ResponsableScope
from bot.platform_client.states import StructureState

_FOR_A_PERSON = (StructureState.REPORTED, StructureState.UNREGISTERED)
_NOBODY_PUBLISHES = (StructureState.DRAFT, *_FOR_A_PERSON)
_NO_MOBILE = "Votre numéro de mobile manque : ajoutez-le dans [votre profil](/profile/edit)."
_NO_TERMS = (
    "Autre point, qui ne grise pas le bouton : vous n'avez pas encore accepté la charte des responsables. C'est à "
    "faire sur la page de [la charte](/profile/charte-bon-fonctionnement)."
)
_NOTHING = (
    "Je ne vois rien qui désactive le bouton « Publier une mission » : votre organisation, votre mobile et vos "
    "missions sont en règle. Il devrait être disponible sur votre [tableau de bord](/dashboard). S'il reste grisé, une "
    "personne de l'équipe support peut vérifier."
)


class ActionBoutonPublierGrise(ResponsableAction):
    """« Pourquoi le bouton pour publier est-il grisé ? »."""

    topic = "bouton_publier_grise"

    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """What greys it out for this person, and what to do about each thing."""
        conditions = await find_publishing_conditions(connection, scope)
        return None if conditions is None else describe_button(organisation, conditions)


def describe_button(organisation: OwnOrganisation, conditions: PublishingConditions) -> Said:
    """The causes, those of the organisation first, each with its remedy; then the charte, not a cause."""
    causes = _causes(organisation, conditions)
    paragraphs = [_titled(causes)] if causes else [_NOTHING]
    if not conditions.has_agreed_terms:
        paragraphs.append(_NO_TERMS)
    needs_person = not causes or organisation.state in _FOR_A_PERSON or conditions.offline_missions > 0
    facts = (organisation_fact(organisation), _conditions_fact(conditions))
    return Said("\n\n".join(paragraphs), (HUMAN,) if needs_person else (), facts)


def _titled(causes: list[str]) -> str:
    title = "Voici ce qui désactive le bouton « Publier une mission » :"
    if len(causes) > 1:
        title = "Plusieurs choses désactivent le bouton « Publier une mission » :"
    return f"{title}\n\n{listed(causes)}"


def _causes(organisation: OwnOrganisation, conditions: PublishingConditions) -> list[str]:
    causes: list[str] = []
    if organisation.state in _NOBODY_PUBLISHES:
        causes.append(_organisation_cause(organisation))
    if not conditions.has_mobile:
        causes.append(_NO_MOBILE)
    if conditions.offline_missions:
        causes.append(_offline_cause(organisation, conditions.offline_missions))
    return causes


def _organisation_cause(organisation: OwnOrganisation) -> str:
    said = f"Votre organisation **{organisation.name}** est « {organisation.state.value} » :"
    if organisation.state is StructureState.DRAFT:
        return f"{said} complétez sa fiche dans {edit_link(organisation)}."
    if organisation.state is StructureState.REPORTED:
        return f"{said} seule {NATIONAL_TEAM} peut la rouvrir. Répondez dans la [messagerie](/messages)."
    return f"{said} elle a quitté la plateforme. Une personne de l'équipe support peut vous répondre."


def _offline_cause(organisation: OwnOrganisation, number: int) -> str:
    counted = "Une mission validée que vous gérez est" if number == 1 else f"{number} missions que vous gérez sont"
    if organisation.state is not StructureState.VALIDATED:
        # The site then speaks of applications to treat, which is not the reason (platform facts §3.1).
        return (
            f"{counted} hors ligne, parce que votre organisation est {quoted_state(organisation.state)}. Les "
            "candidatures à traiter n'y sont pour rien, même si le site en parle. Les missions validées reviennent en "
            "ligne dès que l'organisation est validée : regardez si des documents vous sont demandés dans la "
            "[messagerie](/messages)."
        )
    return (
        f"{counted} hors ligne par décision de l'équipe support, en général parce que trop de candidatures attendent. "
        "Traitez-les dans [Participations](/admin/participations), avec le filtre « À traiter en priorité », puis "
        "écrivez à support@jeveuxaider.beta.gouv.fr."
    )


def _conditions_fact(conditions: PublishingConditions) -> str:
    mobile = "renseigné" if conditions.has_mobile else "absent"
    terms = "acceptée" if conditions.has_agreed_terms else "non acceptée"
    return (
        f"Mobile {mobile} ; charte des responsables {terms} ; missions gérées validées mais hors ligne : "
        f"{conditions.offline_missions}."
    )
