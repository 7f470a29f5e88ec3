"""What each command of a visitor does. A command is stored before it is acknowledged."""

from bot.conversations.changes import Stored
from bot.conversations.service import Conversations
from bot.errors import HelloExpected
from bot.gateway.dialogue_client import DialogueClient
from bot.gateway.identity import IdentityVerifier
from bot.gateway.turns import TurnRunner
from bot.gateway.visitor_connection import VisitorConnection
from bot.live.hub import Hub
from bot.live.rate_limit import AddressBuckets
from bot.text.visitor_text import clean_visitor_text
from bot.wire import visitor
from bot.wire.messages import Status


class VisitorCommands:
    """Handles the commands that follow a hello; raises `AssistantError` for what is refused."""

    def __init__(
        self,
        conversations: Conversations,
        turns: TurnRunner,
        dialogue: DialogueClient,
        hub: Hub,
        verifier: IdentityVerifier,
        address_messages: AddressBuckets,
        text_length: int,
    ):
        self._conversations = conversations
        self._turns = turns
        self._dialogue = dialogue
        self._hub = hub
        self._verifier = verifier
        self._address_messages = address_messages
        self._text_length = text_length

    async def handle(self, connection: VisitorConnection, command: visitor.VisitorCommand) -> None:
        """Carry out one command and answer it on the connection."""
        if isinstance(command, visitor.Hello):
            raise HelloExpected("La connexion est déjà ouverte.")
        if isinstance(command, visitor.SetTyping):
            self._hub.visitor_is_typing(connection.conversation_id, command.active)
        elif isinstance(command, visitor.Identify):
            await self._identify(connection, command)
        else:
            await self._store(connection, command)

    def resume_question(self, connection: VisitorConnection) -> None:
        """The visitor is identified: what they asked before logging in is asked again, when there is something."""
        self._turns.resume_question(connection.conversation_id)

    async def _identify(self, connection: VisitorConnection, command: visitor.Identify) -> None:
        proof = await self._verifier.verify(command.identity_token)
        await self._conversations.identify(connection.conversation_id, proof.identity)
        connection.use_proof(proof)
        connection.deliver(visitor.IdentityChanged(role=proof.identity.role))
        self.resume_question(connection)

    async def _store(
        self,
        connection: VisitorConnection,
        command: visitor.PostMessage | visitor.PressButton | visitor.RequestHuman | visitor.CancelHandoff,
    ) -> None:
        connection.messages_allowed.spend()
        self._address_messages.spend(connection.address)
        stored = await self._store_one(connection, command)
        connection.deliver(
            visitor.Result(client_message_id=command.client_message_id, seq=stored.seq, duplicate=stored.duplicate)
        )
        self._turns.wake(connection.conversation_id)

    async def _store_one(
        self,
        connection: VisitorConnection,
        command: visitor.PostMessage | visitor.PressButton | visitor.RequestHuman | visitor.CancelHandoff,
    ) -> Stored:
        mine, client_id = connection.conversation_id, command.client_message_id
        identified = connection.is_identified
        if isinstance(command, visitor.PostMessage):
            text = clean_visitor_text(command.text, self._text_length)
            stored = await self._conversations.post(mine, client_id, text, is_identified=identified)
            await self._watch_over(connection, text, stored)
            return stored
        if isinstance(command, visitor.PressButton):
            return await self._conversations.press(
                mine, client_id, command.seq, command.button_id, is_identified=identified
            )
        if isinstance(command, visitor.RequestHuman):
            return await self._conversations.request_human(mine, client_id)
        return await self._conversations.cancel_handoff(mine, client_id)

    async def _watch_over(self, connection: VisitorConnection, text: str, stored: Stored) -> None:
        """No turn is played for who waits for a person: the model only hears whether they may be in danger.

        Before the acknowledgement, so that a client whose gateway died meanwhile sends the message again.
        """
        if stored.status is Status.WAITING and await self._dialogue.hears_danger(text):
            await self._conversations.raise_alarm(connection.conversation_id)
