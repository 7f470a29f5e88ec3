"""What a use case of conversations changes, gathered in its transaction and published after the commit."""

from collections.abc import Sequence
from typing import Protocol

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.conversations import handoffs, message_log
from bot.conversations.records import Conversation, StoredButton, StoredMessage
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffInstruction


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What a use case changed, for those who watch: the conversation as it is now, and its new messages."""

    conversation: Conversation
    messages: tuple[StoredMessage, ...]
    status_changed: bool


class Publisher(Protocol):
    """Who wants to know of changes; called after the commit."""

    def publish(self, change: Change) -> None:
        """Tell those who watch that conversation, and the desk. Must not wait nor raise."""


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """Where a visitor's command ended up."""

    seq: int
    duplicate: bool
    status: Status
    """Of the conversation, once the command was carried out."""


class Done:
    """Gathers, inside one transaction, what there will be to publish."""

    def __init__(self, connection: AsyncConnection, conversation_id: str, clock: Clock):
        self._connection = connection
        self._conversation_id = conversation_id
        self._clock = clock
        self.messages: list[StoredMessage] = []
        self.posted: tuple[StoredMessage, bool] | None = None
        """What the visitor said, and whether it had been stored before."""

    def add(self, message: StoredMessage | None) -> None:
        if message is not None:
            self.messages.append(message)

    def stored(self, posted: tuple[StoredMessage, bool]) -> None:
        message, duplicate = self.posted = posted
        if not duplicate:
            self.add(message)

    async def say(self, author: Author, text: str, buttons: Sequence[StoredButton]) -> None:
        self.add(
            await message_log.append(
                self._connection,
                self._conversation_id,
                author,
                text,
                self._clock(),
                buttons=buttons,
            )
        )

    async def hand_off(self, instruction: HandoffInstruction) -> None:
        self.add(await handoffs.request(self._connection, self._conversation_id, instruction, self._clock()))
