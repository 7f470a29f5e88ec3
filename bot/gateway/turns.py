"""One turn at a time in each conversation: takes what the bot owes, plays it, stores the answer.

The list of turns is in the database: a gateway that is killed finds them again when it starts.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.conversations.records import StoredMessage
from bot.conversations.service import Conversations
from bot.errors import StorageUnavailable
from bot.gateway.dialogue_client import DialogueClient, TurnFailed
from bot.live.hub import Hub
from bot.wire.turns import TurnRequest
from bot.wire.visitor import Typing

_log = logging.getLogger(__name__)
_LONGEST_PAUSE_SECONDS = 5.0
_T = TypeVar("_T")


class TurnRunner:
    """A worker for each conversation that is owed an answer, and none for the others."""

    def __init__(self, conversations: Conversations, dialogue: DialogueClient, hub: Hub):
        self._conversations = conversations
        self._dialogue = dialogue
        self._hub = hub
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._woken: set[str] = set()
        self._identified: set[str] = set()
        self._recovered: set[str] = set()

    async def start(self) -> None:
        """Take up the turns that a previous process left."""
        pending = await _persistently(self._conversations.pending_turns)
        self._recovered = {message.id for message in pending}
        for message in pending:
            self.wake(message.conversation_id)

    async def stop(self) -> None:
        """Stop working; what is not answered stays owed."""
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)

    def wake(self, conversation_id: str) -> None:
        """Something may be owed in that conversation."""
        self._woken.add(conversation_id)
        if conversation_id not in self._workers:
            self._workers[conversation_id] = asyncio.create_task(self._work(conversation_id))

    def resume_question(self, conversation_id: str) -> None:
        """Its visitor is identified now: ask again what they had asked before, once what is being played is over."""
        self._identified.add(conversation_id)
        self.wake(conversation_id)

    async def _work(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._woken:
                self._woken.discard(conversation_id)
                if conversation_id in self._identified:
                    self._identified.discard(conversation_id)
                    await _persistently(lambda: self._conversations.resume_question(conversation_id))
                # Asked anew each time: an answer that hands over to a human settles the questions behind it.
                while pending := await self._pending(conversation_id):
                    await self._answer(pending[0])
        finally:
            # No await since the last look at `_woken`: nobody can have been woken in between.
            del self._workers[conversation_id]

    async def _answer(self, question: StoredMessage) -> None:
        conversation_id = question.conversation_id
        self._hub.tell_visitor(conversation_id, Typing(author="bot", active=True))
        try:
            reply = await self._dialogue.play(await self._turn_request(question))
            await _persistently(lambda: self._conversations.record_turn(question, reply))
        except Exception as error:
            # Whatever it is: a turn that stays owed would be tried for ever, and the next ones never.
            foreseen = isinstance(error, TurnFailed)
            cause = str(error) if foreseen else type(error).__name__
            _log.warning(
                "turn failed",
                extra={"conversation_id": conversation_id, "cause": cause},
                exc_info=None if foreseen else error,
            )
            await _persistently(lambda: self._conversations.record_incident(question))
        finally:
            self._hub.tell_visitor(conversation_id, Typing(author="bot", active=False))

    async def _pending(self, conversation_id: str) -> list[StoredMessage]:
        return await _persistently(lambda: self._conversations.pending_turns(conversation_id))

    async def _turn_request(self, question: StoredMessage) -> TurnRequest:
        conversation = await _persistently(lambda: self._conversations.get(question.conversation_id))
        return TurnRequest(
            conversation_id=conversation.id,
            message_id=question.id,
            text=question.question.text,
            ask=question.question.ask,
            identity=conversation.identity if question.is_identified else None,
            page_url=conversation.page_url,
            is_retry=question.id in self._recovered,
        )


async def _persistently(call: Callable[[], Awaitable[_T]]) -> _T:
    """Call until our database answers: an answer that is ready must not be lost to a lock."""
    pause = 0.2
    while True:
        try:
            return await call()
        except StorageUnavailable:
            _log.warning("database unavailable, trying again", extra={"pause_seconds": pause})
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)
