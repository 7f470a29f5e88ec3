"""Visitors for the tests: they ask over the real socket, and what is stored of them is read with plain SQL."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy.engine import make_url

from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import VisitorClient, sign_identity
from bot.platform_demo.personas import PERSONAS, Persona
from bot.wire import visitor
from bot.wire.messages import Author, Message
from bot.wire.turns import Understanding

_T = TypeVar("_T")

# Which of them the model takes as unclear changes with its data; that it takes none so would be news.
UNCLEAR = [
    "qsdkfj qlskdjf",
    "hum",
    "euh bon ben voilà quoi",
    "ah bon",
    "ma mission",
    "mission",
    "mon compte",
    "organisation",
    "profil",
]
PERSONAS_BY_KEY = {persona.key: persona for persona in PERSONAS}


@dataclass(frozen=True)
class Stored:
    """A row of `messages` as it is on disk."""

    seq: int
    author: str
    text: str
    turn: str
    is_identified: bool
    understood: Understanding | None


@dataclass(frozen=True)
class Answer:
    """What came of one question."""

    seq: int
    """Of the question."""
    messages: list[Message]
    understood: Understanding

    @property
    def text(self) -> str:
        """All the bubbles together."""
        return "\n\n".join(message.text for message in self.messages)

    @property
    def outcome(self) -> str:
        """How the bot took the question."""
        return self.understood.outcome.value

    @property
    def titles(self) -> list[str]:
        """The buttons offered."""
        return [button.title for message in self.messages for button in message.buttons]


class Visitors:
    """Opens visitors of one assistant, and closes them at the end of the test."""

    def __init__(self, assistant: PrivateAssistant, exits: AsyncExitStack):
        self.assistant = assistant
        self._exits = exits

    async def enter(self, persona: str | None = None, token: str | None = None) -> VisitorClient:
        """A new conversation; of a persona, of the bearer of a token, or of nobody in particular."""
        client = await self.prepare(self.token_of(persona) if persona else token)
        await client.connect()
        return client

    async def prepare(self, token: str | None = None) -> VisitorClient:
        """A visitor who has not said hello yet."""
        return await self._exits.enter_async_context(VisitorClient(self.assistant.url, token))

    def token_of(self, persona: str | Persona) -> str:
        """What the host site would sign for that person."""
        person = PERSONAS_BY_KEY[persona] if isinstance(persona, str) else persona
        return sign_identity(person, self.assistant.secrets.identity_keys[0])

    async def ask(self, client: VisitorClient, text: str) -> Answer:
        """Write, and wait until the bot has finished."""
        return await self._finished(client, (await client.post(text)).seq)

    async def press(self, client: VisitorClient, title: str) -> Answer:
        """Press the last button offered under that title, and wait until the bot has finished."""
        return await self._finished(client, await press(client, title))

    async def log_in(self, client: VisitorClient, persona: str) -> Answer:
        """Prove to be that persona; what the question that waited for it is answered then."""
        before = client.messages[-1].seq
        await client.send(visitor.Identify(identity_token=self.token_of(persona)))
        await client.wait_for(visitor.IdentityChanged)
        return await self._finished(client, before + 1)

    async def ask_until(self, outcomes: set[str], texts: list[str]) -> tuple[VisitorClient, Answer]:
        """The first of these texts, each in its own conversation, that the present model takes in one of these ways."""
        for text in texts:
            client = await self.enter()
            answer = await self.ask(client, text)
            if answer.outcome in outcomes:
                return client, answer
        raise AssertionError(f"none of these leads to {outcomes}: {texts}")

    async def ask_something_unclear(self) -> tuple[VisitorClient, Answer, str]:
        """A visitor whose first message was not understood, what they got, and that message."""
        client, answer = await self.ask_until({"rephrase", "clarify"}, UNCLEAR)
        return client, answer, self.log_of(client)[1].text

    def log_of(self, client: VisitorClient) -> list[Stored]:
        """The conversation on disk."""
        rows = self.sql(
            "SELECT seq, author, text, turn, is_identified, understood FROM messages"
            " WHERE conversation_id = ? ORDER BY seq",
            conversation_id(client),
        )
        return [
            Stored(seq, author, text, turn, bool(is_identified), _understanding(understood))
            for seq, author, text, turn, is_identified, understood in rows
        ]

    def status_of(self, client: VisitorClient) -> str:
        """Who answers, on disk."""
        rows = self.sql("SELECT status FROM conversations WHERE id = ?", conversation_id(client))
        return str(rows[0][0])

    def reason_of_handoff(self, client: VisitorClient) -> str | None:
        """Why a human is wanted now; `None` when none is."""
        rows = self.sql(
            "SELECT reason FROM handoffs WHERE conversation_id = ? AND ended_at IS NULL", conversation_id(client)
        )
        return str(rows[0][0]) if rows else None

    def sql(self, statement: str, *values: Any) -> list[Any]:
        """Read our database."""
        return _read(database_file(self.assistant.secrets.database_url), statement, *values)

    def tracker_of(self, client: VisitorClient) -> list[dict[str, Any]]:
        """What Rasa remembers of the conversation, as its events on disk."""
        return events_of(self.assistant, conversation_id(client))

    def require_whole_log(self, client: VisitorClient) -> list[Stored]:
        """The conversation on disk, after checking that the browser got all of it, in order, each message once."""
        log = self.log_of(client)
        assert [stored.seq for stored in log] == list(range(1, len(log) + 1))
        assert [(m.seq, m.author.value, m.text) for m in client.messages] == [(s.seq, s.author, s.text) for s in log]
        return log

    async def _finished(self, client: VisitorClient, seq: int) -> Answer:
        await client.wait_for_turn()
        understood = self.log_of(client)[seq - 1].understood
        assert understood is not None, "the turn ended without an understanding"
        return Answer(seq=seq, messages=said_after(client, seq), understood=understood)


def conversation_id(client: VisitorClient) -> str:
    """The conversation in which that client is."""
    assert client.welcome is not None
    return client.welcome.conversation.id


def said_after(client: VisitorClient, seq: int) -> list[Message]:
    """What others than the visitor said after that message."""
    return [m for m in client.messages if m.seq > seq and m.author is not Author.VISITOR]


async def reply_after(client: VisitorClient, seq: int) -> Message:
    """Receive until somebody answers that message."""
    return await receive_until(client, lambda: next(iter(said_after(client, seq)), None))


async def receive_until(client: VisitorClient, look: Callable[[], _T | None]) -> _T:
    """Receive until `look` finds something. A silent gateway ends it with `TimeoutError`."""
    while not (found := look()):
        await client.receive()
    return found


async def press(client: VisitorClient, title: str) -> int:
    """Press the last button offered under that title; the number of the message that this makes."""
    offered = [(m.seq, b.id) for m in client.messages for b in m.buttons if b.title == title]
    assert offered, f"nothing offers « {title} »"
    return (await client.press(*offered[-1])).seq


async def come_back(client: VisitorClient) -> None:
    """Reconnect as the widget does: with the key, and the last number it has."""
    assert client.welcome is not None
    await client.disconnect()
    await client.connect(client.welcome.conversation, client.messages[-1].seq)


def events_of(assistant: PrivateAssistant, conversation: str) -> list[dict[str, Any]]:
    """Those that Rasa has stored, in order."""
    rows = _read(
        database_file(assistant.secrets.database_url).parent / "run" / "tracker.sqlite",
        "SELECT data FROM events WHERE sender_id = ? ORDER BY id",
        conversation,
    )
    return [json.loads(row[0]) for row in rows]


def database_file(url: str) -> Path:
    """The file of a SQLite database."""
    return Path(str(make_url(url).database))


def _read(file: Path, statement: str, *values: Any) -> list[Any]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)) as connection:
        return connection.execute(statement, values).fetchall()


def _understanding(column: str | None) -> Understanding | None:
    return msgspec.json.decode(column, type=Understanding) if column and column != "null" else None
