"""The use cases of conversations: each opens one transaction, applies the rules, and publishes after the commit.

The only caller of the rules that write; gateway and desk call this and nothing below it.
"""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.conversations import answering, handoffs, message_log, notices, opening, posting, resumption
from bot.conversations.changes import Change, Done, Publisher, Stored
from bot.conversations.ownership import Transition, get_conversation, is_waiting, list_queue, lock_conversation
from bot.conversations.records import Conversation, StoredButton, StoredMessage
from bot.storage import Database
from bot.text.distress import speaks_of_danger
from bot.wire.identity import Identity
from bot.wire.messages import Author
from bot.wire.turns import (
    AskAgain,
    AskHuman,
    BackToBot,
    HandoffInstruction,
    HandoffReason,
    Outcome,
    TurnReply,
    Understanding,
)
from bot.wire.visitor import ConversationKey


class Conversations:
    """Everything that can be done with conversations."""

    def __init__(self, database: Database, clock: Clock, publisher: Publisher):
        self._database = database
        self._clock = clock
        self._publisher = publisher

    async def open(self, identity: Identity | None, page_url: str | None) -> ConversationKey:
        """A new conversation with its welcome."""
        async with self._database.writing() as connection:
            return await opening.open_conversation(connection, identity, page_url, self._clock())

    async def resume(self, key: ConversationKey, identity: Identity | None) -> Conversation:
        """Come back; raises `UnknownConversation` or `IdentityMismatch`."""
        async with self._database.reading() as connection:
            conversation = await opening.resume_conversation(connection, key, identity)
        if identity is not None and conversation.identity != identity:
            await self.identify(key.id, identity)  # for the first time, or under another role
        return conversation

    async def identify(self, conversation_id: str, identity: Identity) -> None:
        """Bind the conversation to a proven person; raises `IdentityMismatch`."""
        async with self._database.writing() as connection:
            await opening.bind_identity(connection, conversation_id, identity)

    async def get(self, conversation_id: str) -> Conversation:
        """The conversation now; raises `UnknownConversation`."""
        async with self._database.reading() as connection:
            return await get_conversation(connection, conversation_id)

    async def messages_after(self, conversation_id: str, seq: int) -> list[StoredMessage]:
        """What a client that has everything up to `seq` misses."""
        async with self._database.reading() as connection:
            return await message_log.list_after(connection, conversation_id, seq)

    async def post(self, conversation_id: str, client_message_id: str, text: str, *, is_identified: bool) -> Stored:
        """A visitor wrote something."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            posted = await posting.post(
                connection, conversation_id, client_message_id, text, self._clock(), is_identified=is_identified
            )
            done.stored(posted)
            if posted[1]:
                return
            if speaks_of_danger(text):
                done.add(await handoffs.make_urgent(connection, conversation_id, self._clock()))
            elif notices.is_way_back(text) and await is_waiting(connection, conversation_id):
                done.add(await handoffs.cancel(connection, conversation_id, self._clock()))

        return await self._command(conversation_id, rule)

    async def raise_alarm(self, conversation_id: str) -> None:
        """Who waits may be in danger: the emergency numbers, and the front of the queue. Nothing the second time."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            done.add(await handoffs.make_urgent(connection, conversation_id, self._clock()))

        await self._change(conversation_id, rule)

    async def press(
        self, conversation_id: str, client_message_id: str, seq: int, button_id: str, *, is_identified: bool
    ) -> Stored:
        """A visitor pressed a button of the message `seq`; raises `UnknownButton`, `NotWaiting`."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            button = await posting.get_button(connection, conversation_id, seq, button_id)
            await self._act(connection, conversation_id, client_message_id, button, done, is_identified)

        return await self._command(conversation_id, rule)

    async def request_human(self, conversation_id: str, client_message_id: str) -> Stored:
        """A visitor asks for a person; harmless when asked again."""
        button = StoredButton(id="", title=notices.HUMAN_REQUEST, action=AskHuman())
        return await self._act_alone(conversation_id, client_message_id, button)

    async def cancel_handoff(self, conversation_id: str, client_message_id: str) -> Stored:
        """A visitor no longer waits; raises `NotWaiting`."""
        button = notices.WAITING_BUTTONS[0]
        return await self._act_alone(conversation_id, client_message_id, button)

    async def pending_turns(self, conversation_id: str | None = None) -> list[StoredMessage]:
        """What the bot has not answered yet, oldest first."""
        async with self._database.reading() as connection:
            return await message_log.list_pending_turns(connection, conversation_id)

    async def record_turn(self, question: StoredMessage, reply: TurnReply) -> None:
        """Store what the bot answered, unless a human took over meanwhile: then the bot stays silent."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            if not await message_log.close_turn(connection, question.id, reply.understanding):
                return
            for message in await answering.store(connection, question, reply, self._clock()):
                done.add(message)
            if reply.handoff is not None:
                await done.hand_off(reply.handoff)

        await self._change(question.conversation_id, rule)

    async def resume_question(self, conversation_id: str) -> None:
        """The visitor is identified: what they asked before deserves its personal answer, which the bot then owes."""
        if (await self.get(conversation_id)).resume_message_id is None:
            return

        async def rule(connection: AsyncConnection, done: Done) -> None:
            done.add(await resumption.resume(connection, conversation_id, self._clock()))

        await self._change(conversation_id, rule)

    async def record_incident(self, question: StoredMessage) -> None:
        """The turn failed: apologise, and offer to ask again or to speak with somebody."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            failed = Understanding(outcome=Outcome.INCIDENT, topics=(), confidence=0.0)
            if await message_log.close_turn(connection, question.id, failed):
                await done.say(Author.BOT, *notices.incident(question.question))

        await self._change(question.conversation_id, rule)

    async def queue(self) -> list[Conversation]:
        """Conversations that need a human, in the order of the queue."""
        async with self._database.reading() as connection:
            return await list_queue(connection)

    async def take(self, conversation_id: str, agent_id: str, agent_name: str) -> None:
        """An agent takes a waiting conversation; raises `AlreadyTaken`."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            done.add(await handoffs.take(connection, conversation_id, agent_id, agent_name, self._clock()))

        await self._change(conversation_id, rule)

    async def reply_as_agent(
        self,
        conversation_id: str,
        agent_id: str,
        agent_name: str,
        text: str,
        client_message_id: str,
    ) -> None:
        """The holder writes to the visitor; raises `NotTheHolder`. The same id twice is one message."""

        async def rule(connection: AsyncConnection, done: Done) -> None:
            await handoffs.require_holder(connection, conversation_id, agent_id)
            known = await message_log.find_by_client_id(connection, conversation_id, client_message_id)
            if known is None:
                done.add(
                    await message_log.append(
                        connection,
                        conversation_id,
                        Author.AGENT,
                        text,
                        self._clock(),
                        client_message_id=client_message_id,
                        agent_name=agent_name,
                    )
                )

        await self._change(conversation_id, rule)

    async def return_to_bot(self, conversation_id: str, agent_id: str) -> None:
        """The bot answers again from the next message on; raises `NotTheHolder`."""
        await self._give_back(conversation_id, agent_id, Transition.RETURN_TO_BOT)

    async def resolve(self, conversation_id: str, agent_id: str) -> None:
        """Close the conversation; raises `NotTheHolder`."""
        await self._give_back(conversation_id, agent_id, Transition.RESOLVE)

    async def _give_back(self, conversation_id: str, agent_id: str, transition: Transition) -> None:
        async def rule(connection: AsyncConnection, done: Done) -> None:
            done.add(await handoffs.give_back(connection, conversation_id, agent_id, transition, self._clock()))

        await self._change(conversation_id, rule)

    async def _act_alone(self, conversation_id: str, client_message_id: str, button: StoredButton) -> Stored:
        async def rule(connection: AsyncConnection, done: Done) -> None:
            await self._act(connection, conversation_id, client_message_id, button, done)

        return await self._command(conversation_id, rule)

    async def _act(
        self,
        connection: AsyncConnection,
        conversation_id: str,
        client_message_id: str,
        button: StoredButton,
        done: Done,
        is_identified: bool = False,
    ) -> None:
        action = button.action
        for_bot = not isinstance(action, AskHuman | BackToBot)
        text = action.text if isinstance(action, AskAgain) else button.title
        message, duplicate = await posting.post(
            connection,
            conversation_id,
            client_message_id,
            text,
            self._clock(),
            action,
            for_bot=for_bot,
            is_identified=is_identified,
        )
        done.stored((message, duplicate))
        if duplicate:
            return
        if isinstance(action, AskHuman):
            await done.hand_off(HandoffInstruction(reason=HandoffReason.VISITOR_ASKED))
        elif isinstance(action, BackToBot):
            done.add(await handoffs.cancel(connection, conversation_id, self._clock()))

    async def _command(self, conversation_id: str, rule: "_Rule") -> Stored:
        done, after = await self._change(conversation_id, rule)
        if done.posted is None:
            raise RuntimeError("a visitor's command must store something")
        message, duplicate = done.posted
        return Stored(seq=message.seq, duplicate=duplicate, status=after.status)

    async def _change(self, conversation_id: str, rule: "_Rule") -> tuple[Done, Conversation]:
        async with self._database.writing() as connection:
            await lock_conversation(connection, conversation_id)
            before = await get_conversation(connection, conversation_id)
            done = Done(connection, conversation_id, self._clock)
            await rule(connection, done)
            after = await get_conversation(connection, conversation_id)
        status_changed = before.status is not after.status
        if done.messages or status_changed:
            self._publisher.publish(
                Change(conversation=after, messages=tuple(done.messages), status_changed=status_changed)
            )
        return done, after


_Rule = Callable[[AsyncConnection, Done], Awaitable[None]]
