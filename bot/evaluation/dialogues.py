"""Plays scripted dialogues with a running assistant, the way a visitor's browser would."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from typing import Any

import msgspec

from bot import clock
from bot.conversations.changes import Change
from bot.conversations.records import TurnState
from bot.conversations.service import Conversations
from bot.errors import ConfigurationError
from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import Refused, VisitorClient, sign_identity
from bot.platform_demo.personas import PERSONAS
from bot.storage import Database, open_database
from bot.wire.messages import Author, Message
from bot.wire.turns import Outcome, Understanding

_ANONYMOUS = "anonyme"
_REFUSED = "refused"


class DialogueLine(msgspec.Struct, frozen=True, rename={"as_": "as"}):
    """The next message of a conversation; `as_` is a role of the demo, or the key of one demo person."""

    conversation: str
    text: str
    as_: str = _ANONYMOUS


async def play_dialogues(assistant: PrivateAssistant, lines: Sequence[DialogueLine]) -> AsyncIterator[dict[str, Any]]:
    """One answer a line, in order: what the bot said in that turn, what it offered, how it took the message."""
    database = open_database(assistant.secrets.database_url, wait_seconds=10.0)
    try:
        async with AsyncExitStack() as clients:
            visitors: dict[str, VisitorClient] = {}
            for line in lines:
                if line.conversation not in visitors:
                    client = VisitorClient(assistant.url, _token_for(line.as_, assistant))
                    visitors[line.conversation] = await clients.enter_async_context(client)
                    await client.connect()
                yield await _play_line(line, visitors[line.conversation], database)
    finally:
        await database.close()


async def _play_line(line: DialogueLine, client: VisitorClient, database: Database) -> dict[str, Any]:
    row: dict[str, Any] = {"conversation": line.conversation, "text": line.text}
    try:
        posted = await client.post(line.text)
    except Refused as refusal:
        said = {"reply": refusal.error.message, "buttons": [], "outcome": _REFUSED, "topics": []}
        return row | said
    question = await _stored(client, database, posted.seq)
    if question.turn is not TurnState.NONE:
        await client.wait_for_turn()
    said_by_bot = [m for m in client.messages if m.seq > posted.seq and m.author is not Author.VISITOR]
    question = await _stored(client, database, posted.seq)
    understood = question.understood or Understanding(outcome=Outcome.HANDOFF, topics=(), confidence=0.0)
    return row | {
        "reply": "\n\n".join(map(_as_text, said_by_bot)),
        "buttons": [button.title for message in said_by_bot for button in message.buttons],
        "outcome": understood.outcome.value,
        "topics": list(understood.topics),
    }


def _as_text(message: Message) -> str:
    """A bubble with its cards, as a page without style would show them."""
    cards = [f"- [{card.title}]({card.url}) · {' · '.join([card.subtitle, *card.details])}" for card in message.cards]
    return "\n".join([message.text, *cards])


async def _stored(client: VisitorClient, database: Database, seq: int) -> Any:
    if client.welcome is None:
        raise RuntimeError("not connected")
    reader = Conversations(database, clock.now, _Nobody())
    return (await reader.messages_after(client.welcome.conversation.id, seq - 1))[0]


class _Nobody:
    """Nobody watches what is only read."""

    def publish(self, change: Change) -> None:
        """Nothing to tell."""


def _token_for(role: str, assistant: PrivateAssistant) -> str | None:
    if role == _ANONYMOUS:
        return None
    for persona in PERSONAS:
        if role in (persona.key, persona.role):
            return sign_identity(persona, assistant.secrets.identity_keys[0])
    raise ConfigurationError(f"« as » inconnu : {role}")
