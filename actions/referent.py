"""« Comment joindre mon référent ? »: whether there is one, and the conversations that are open already."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from actions.own_organisation import NATIONAL_TEAM, ResponsableAction, moderator_said, organisation_fact
from actions.participations import listed
from actions.personal import HUMAN, Asked, Said
from bot.platform_client.organisations import OwnOrganisation
from bot.platform_client.referents import ModerationConversation, list_moderation_conversations
from bot.platform_client.scopes import ResponsableScope
from bot.text.french_dates import french_date
from bot.wire.identity import Role

_NO_CONTACT = (
    "Le site ne montre pas ses coordonnées, et c'est toujours à lui ou à elle d'ouvrir la conversation, dans la "
    "[messagerie](/messages) : un ou une responsable y répond."
)
_NO_CONVERSATION = (
    "Je ne vois pas de conversation de ce type ouverte avec vous. Une personne de l'équipe support peut prendre le "
    "relais : votre organisation et son département lui seront transmis."
)
_OR_A_PERSON = "Si elle ne convient pas à votre question, une personne de l'équipe support peut vous répondre."


class ActionContacterReferent(ResponsableAction):
    """« Comment joindre mon référent ? »."""

    topic = "contacter_referent"

    async def tell_member(
        self, connection: AsyncConnection, scope: ResponsableScope, organisation: OwnOrganisation, asked: Asked
    ) -> Said | None:
        """Who follows the organisation, where to answer, or a person."""
        return describe_contact(organisation, await list_moderation_conversations(connection, scope))

    async def tell_other(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """Référents do not deal with bénévoles: the general answer says it."""
        return None if asked.identity.role is Role.BENEVOLE else await super().tell_other(connection, asked)


def describe_contact(organisation: OwnOrganisation, open_ones: Sequence[ModerationConversation]) -> Said:
    """The answer, with the conversations that the person takes part in."""
    parts = [_who(organisation)]
    if open_ones:
        parts += [
            "Pour lui écrire, répondez dans la conversation déjà ouverte avec vous :",
            listed(map(_line, open_ones)),
        ]
        parts.append(_OR_A_PERSON)
    else:
        parts.append(_NO_CONVERSATION)
    facts = (organisation_fact(organisation), *map(_fact, open_ones))
    return Said("\n\n".join(parts), (HUMAN,), facts)


def _who(organisation: OwnOrganisation) -> str:
    department = organisation.department
    if department is None:
        return (
            f"Votre organisation **{organisation.name}** n'a pas encore d'adresse : aucun département, donc aucun "
            f"référent, ne lui est rattaché. C'est {NATIONAL_TEAM} qui la suit."
        )
    if not department.has_referent:
        return (
            f"Je ne vois pas de référent ni de référente pour le département {department.label} : c'est "
            f"{NATIONAL_TEAM} qui suit votre organisation **{organisation.name}**."
        )
    return f"Votre organisation **{organisation.name}** est suivie par {moderator_said(department)}. {_NO_CONTACT}"


def _line(conversation: ModerationConversation) -> str:
    said = f"[{_subject(conversation)}](/messages/{conversation.conversation_id})"
    last = conversation.last_written_at
    return f"{said}, dernier message le {french_date(last.date())}" if last is not None else said


def _subject(conversation: ModerationConversation) -> str:
    if conversation.mission_id is None:
        return "à propos de votre organisation"
    return f"à propos de la mission n° {conversation.mission_id} « {conversation.mission_title} »"


def _fact(conversation: ModerationConversation) -> str:
    return f"Conversation de modération n° {conversation.conversation_id}, {_subject(conversation)}."
