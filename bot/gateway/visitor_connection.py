"""One visitor's socket, from hello to goodbye: what it may hear, in which order, and who it speaks for."""

import asyncio
from dataclasses import dataclass

from bot.conversations.records import StoredMessage
from bot.gateway.identity import IdentityVerifier
from bot.gateway.proof import Proof
from bot.live.outbox import Outbox
from bot.live.rate_limit import Bucket
from bot.wire import visitor

_REFRESH_AHEAD_SECONDS = 30.0


@dataclass(eq=False)
class VisitorConnection:
    """State of one socket after its hello. Events wait while the history is being replayed, so order holds."""

    conversation_id: str
    address: str
    outbox: Outbox
    frames_allowed: Bucket
    messages_allowed: Bucket
    verifier: IdentityVerifier
    proof: Proof | None
    last_seq: int
    _held: list[visitor.VisitorEvent] | None = None
    _refresh: asyncio.TimerHandle | None = None

    def hold(self) -> None:
        """Keep events until `replay`: the history comes first."""
        self._held = []

    def replay(self, history: list[StoredMessage]) -> None:
        """Send the history, then what happened meanwhile, each message once."""
        held, self._held = self._held or [], None
        self.outbox.make_room(len(history))
        for message in history:
            self.deliver(visitor.MessagePosted(message=message.as_wire()))
        for event in held:
            self.deliver(event)

    def deliver(self, event: visitor.VisitorEvent) -> None:
        """Queue an event; a message already sent on this socket is not sent again."""
        if self._held is not None:
            self._held.append(event)
            return
        if isinstance(event, visitor.MessagePosted):
            if event.message.seq <= self.last_seq:
                return
            self.last_seq = event.message.seq
        self.outbox.put(event)

    @property
    def is_identified(self) -> bool:
        """Whether the visitor's identity is proven at this moment."""
        return self.proof is not None and self.verifier.is_fresh(self.proof)

    def use_proof(self, proof: Proof | None) -> None:
        """Speak for that person from now on, and ask for a fresh proof shortly before this one ends."""
        self.proof = proof
        self._cancel_refresh()
        if proof is not None:
            delay = max(0.0, self.verifier.seconds_left(proof) - _REFRESH_AHEAD_SECONDS)
            self._refresh = asyncio.get_running_loop().call_later(delay, self._ask_for_fresh_proof)

    def close(self) -> None:
        """Forget the timers."""
        self._cancel_refresh()

    def _ask_for_fresh_proof(self) -> None:
        if self.proof is not None:
            self.outbox.put(visitor.IdentityChanged(role=self.proof.identity.role, expired=True))

    def _cancel_refresh(self) -> None:
        if self._refresh is not None:
            self._refresh.cancel()
            self._refresh = None
