"""The use cases of conversations on a real database, with somebody who watches."""

from datetime import datetime, timedelta, timezone

import pytest

from bot.conversations.changes import Change
from bot.conversations.records import Conversation, StoredMessage
from bot.conversations.service import Conversations
from bot.ids import new_id
from bot.storage import Database
from bot.storage.tables import agents
from bot.wire.messages import Author
from bot.wire.turns import (
    AskTopic,
    HandoffInstruction,
    Outcome,
    ReplyButton,
    TurnMessage,
    TurnReply,
    Understanding,
)


class Watcher:
    """Keeps every change that was published."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def publish(self, change: Change) -> None:
        self.changes.append(change)

    def texts(self) -> list[str]:
        return [message.text for change in self.changes for message in change.messages]


class SteppingClock:
    """Each look at it is one second later, so that orders in time are certain."""

    def __init__(self) -> None:
        self._at = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)

    def __call__(self) -> datetime:
        self._at += timedelta(seconds=1)
        return self._at


class Situations:
    """Makes conversations and agents, and looks at what is stored."""

    def __init__(self, conversations: Conversations, database: Database):
        self.conversations = conversations
        self.database = database

    async def open(self) -> str:
        return (await self.conversations.open(None, None)).id

    async def post(self, conversation_id: str, text: str = "Comment candidater ?") -> StoredMessage:
        stored = await self.conversations.post(conversation_id, new_id(), text, is_identified=False)
        return await self.message(conversation_id, stored.seq)

    async def message(self, conversation_id: str, seq: int) -> StoredMessage:
        return (await self.conversations.messages_after(conversation_id, seq - 1))[0]

    async def messages(self, conversation_id: str) -> list[StoredMessage]:
        return await self.conversations.messages_after(conversation_id, 0)

    async def last(self, conversation_id: str) -> StoredMessage:
        return (await self.messages(conversation_id))[-1]

    async def get(self, conversation_id: str) -> Conversation:
        return await self.conversations.get(conversation_id)

    async def waiting(self) -> str:
        """A conversation that waits for a human."""
        conversation_id = await self.open()
        await self.conversations.request_human(conversation_id, new_id())
        return conversation_id

    async def held_by(self, agent_id: str, name: str = "Camille") -> str:
        """A conversation that this agent holds."""
        conversation_id = await self.waiting()
        await self.conversations.take(conversation_id, agent_id, name)
        return conversation_id

    async def agent(self, name: str = "Camille") -> str:
        agent_id = new_id()
        async with self.database.writing() as connection:
            await connection.execute(
                agents.insert().values(
                    id=agent_id, login=agent_id, name=name, password_hash="-", created_at=SteppingClock()()
                )
            )
        return agent_id


def answer(
    *texts: str, button: AskTopic | None = None, handoff: HandoffInstruction | None = None, topic: str = "assurance"
) -> TurnReply:
    """What the bot may have replied."""
    buttons = (ReplyButton(title="Assurance", action=button),) if button else ()
    return TurnReply(
        messages=tuple(TurnMessage(text=text, buttons=buttons) for text in texts or ("Vous êtes couvert.",)),
        understanding=Understanding(outcome=Outcome.ANSWER, topics=(topic,), confidence=0.9),
        handoff=handoff,
    )


def authors(messages: list[StoredMessage]) -> list[Author]:
    """Who wrote, in order."""
    return [message.author for message in messages]


@pytest.fixture
def watcher() -> Watcher:
    """Who hears of changes."""
    return Watcher()


@pytest.fixture
def conversations(database: Database, watcher: Watcher) -> Conversations:
    """The use cases."""
    return Conversations(database, SteppingClock(), watcher)


@pytest.fixture
def given(conversations: Conversations, database: Database) -> Situations:
    """The factory of situations."""
    return Situations(conversations, database)
