"""What the answers on a person's own case have in common: proof of identity, time budget, failure, form.

One action a topic of kind `personal`, named after it; the rules call it for identified visitors only.
"""

import logging
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.ext.asyncio import AsyncConnection

from actions.conversation import identity_in, was_said
from actions.platform import reading_platform
from bot.platform_client.errors import PlatformUnavailable
from bot.wire.identity import Identity

_log = logging.getLogger(__name__)

HUMAN = {"title": "Parler à une personne", "payload": "/parler_humain"}
_OUT_OF_REACH = (
    "Je n'arrive pas à consulter votre dossier en ce moment : ce que je viens d'écrire vaut pour tout le monde. "
    "Vous pouvez réessayer dans quelques minutes, ou demander à une personne de vous répondre."
)
_AGAIN = "Je viens de vérifier, et voici de nouveau ce que je vois :"


@dataclass(frozen=True)
class Asked:
    """A question on one's own case."""

    identity: Identity
    """Proven for this very message. Its `role` is the hat worn: rights come from the scope, by `user_id`."""
    text: str
    entities: tuple[dict[str, Any], ...]
    """What the message names (`bot/entities`): `{"entity": "mission_id", "value": "1234"}`… never proof of a right."""

    def named(self, entity: str) -> Any | None:
        """The value of the first entity of that kind."""
        return next((found["value"] for found in self.entities if found["entity"] == entity), None)


@dataclass(frozen=True)
class Said:
    """The answer."""

    text: str
    """Markdown: the person's facts, what they mean, the next step with its path."""
    buttons: tuple[dict[str, str], ...] = ()
    facts: tuple[str, ...] = ()
    """The same facts in a few plain lines, for the agent who may take over."""
    after_general: bool = False
    """The general answer comes first: the facts alone do not answer the question."""


class PersonalAction(Action, ABC):
    """Answers one topic from the platform's data."""

    topic: ClassVar[str]

    def name(self) -> str:
        """As in `domain.yml`."""
        return f"action_{self.topic}"

    @abstractmethod
    async def tell(self, connection: AsyncConnection, asked: Asked) -> Said | None:
        """The answer on this person's case; `None` when the general answer says all."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Say it; sets nothing."""
        general = f"utter_{self.topic}"
        identity = identity_in(tracker)
        if identity is None:
            # The slot said identified, the message does not: the message is right.
            dispatcher.utter_message(response=general)
            dispatcher.utter_message(response="utter_invitation_connexion")
            return []
        message = tracker.latest_message
        asked = Asked(identity, str(message.get("text") or ""), tuple(message.get("entities") or ()))
        try:
            async with reading_platform() as connection:
                said = await self.tell(connection, asked)
        except PlatformUnavailable:
            _log.warning("platform out of reach", extra={"topic": self.topic}, exc_info=True)
            dispatcher.utter_message(response=general)
            dispatcher.utter_message(text=_OUT_OF_REACH, buttons=[HUMAN])
            return []
        if said is None or said.after_general:
            dispatcher.utter_message(response=general)
        if said is not None:
            text = f"{_AGAIN}\n\n{said.text}" if was_said(tracker, said.text) else said.text
            dispatcher.utter_message(text=text, buttons=list(said.buttons), json_message={"facts": list(said.facts)})
        return []
