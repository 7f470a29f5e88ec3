"""Gathers what the bot does in one turn: messages for the visitor, and instructions for the gateway.

What is not text travels in the `custom` payload of a response: `handoff` (an instruction for the gateway), `cards`
(what was found), `facts` (for the agent who may take over), `resumes_after_login`. `joins_previous` keeps a question in
the bubble of its answer.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from rasa.core.channels.channel import OutputChannel
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.nlu.reading import ranking_in
from bot.nlu.topic_classifier import DECISION
from bot.wire.messages import Card
from bot.wire.turns import (
    AskTopic,
    HandoffInstruction,
    HandoffReason,
    Outcome,
    ReplyButton,
    TurnMessage,
    TurnReply,
    Understanding,
)

CHANNEL_NAME = "gateway"


class TurnCollector(OutputChannel):
    """The output channel of one turn; also rebuilds a turn from the tracker's events."""

    def __init__(self) -> None:
        self.messages: list[TurnMessage] = []
        self._handoff: dict[str, Any] | None = None
        self._facts: list[str] = []
        self._resumes_after_login = False

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers and in channel-specific responses."""
        return CHANNEL_NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Rasa says one thing."""
        self.add(message.get("text"), message.get("buttons"), message.get("custom"))

    def add(self, text: str | None, buttons: Iterable[Mapping[str, Any]] | None, custom: Any) -> None:
        """Take one thing said: a bubble, an instruction, or both."""
        extra: dict[str, Any] = custom if isinstance(custom, dict) else {}
        offered = tuple(_as_button(button) for button in buttons or ())
        if text and extra.get("joins_previous") and self.messages and not self.messages[-1].cards:
            # « Cela répond-il à votre question ? » stands under the answer, in the same bubble; cards end a bubble.
            last = self.messages.pop()
            text, offered = f"{last.text}\n\n{text}", (*last.buttons, *offered)
        if text:
            cards = msgspec.convert(extra.get("cards", ()), tuple[Card, ...])
            self.messages.append(TurnMessage(text=text, buttons=offered, cards=cards))
        self._handoff = extra.get("handoff", self._handoff)
        self._facts.extend(map(str, extra.get("facts", ())))
        self._resumes_after_login = bool(extra.get("resumes_after_login", self._resumes_after_login))

    def reply(self, parts: Sequence[Mapping[str, Any]]) -> TurnReply:
        """The turn as the gateway gets it; `parts` are the parse data of what the message asked, in order."""
        decisions = [part[DECISION] for part in parts]
        outcome = Outcome(decisions[0]["outcome"])
        topics = tuple(topic for decision in decisions for topic in decision["topics"])
        handoff = self._instruction(_topic_handed_over(decisions))
        if handoff is not None:
            outcome = Outcome.HANDOFF
            topics = (handoff.topic,) if handoff.topic else ()
        return TurnReply(
            messages=tuple(self.messages),
            understanding=Understanding(
                outcome=outcome,
                topics=topics,
                confidence=float(decisions[0]["confidence"]),
                ranking=ranking_in(dict(parts[0])),
            ),
            handoff=handoff,
            facts=tuple(dict.fromkeys(self._facts)),
            resumes_after_login=self._resumes_after_login,
        )

    def _instruction(self, topic: str | None) -> HandoffInstruction | None:
        if self._handoff is None:
            return None
        return HandoffInstruction(
            reason=HandoffReason(self._handoff["reason"]),
            topic=topic,
            urgent=bool(self._handoff.get("urgent", False)),
        )


def part_id(message_id: str, number: int) -> str:
    """The id, in the tracker, of the part of a message: a message that asks two things is played in two parts."""
    return message_id if number == 0 else f"{message_id}+{number}"


def reply_played_before(events: Iterable[Event], message_id: str) -> TurnReply | None:
    """What was said to this message, if the tracker says that it was played; `None` otherwise."""
    collector = TurnCollector()
    parts: list[Mapping[str, Any]] = []
    is_played = False
    for event in events:
        if isinstance(event, UserUttered):
            is_played = event.message_id == part_id(message_id, len(parts))
            if is_played:
                parts.append(event.parse_data)
        elif is_played and isinstance(event, BotUttered):
            collector.add(event.text, event.data.get("buttons"), event.data.get("custom"))
    return collector.reply(parts) if parts else None


def _topic_handed_over(decisions: Sequence[Mapping[str, Any]]) -> str | None:
    """Of two things asked, the one that needs a person; never what was merely offered."""
    by_outcome = {decision["outcome"]: decision["topics"] for decision in reversed(decisions)}
    topics = by_outcome.get(Outcome.HANDOFF.value) or by_outcome.get(Outcome.ANSWER.value)
    return str(topics[0]) if topics else None


def _as_button(button: Mapping[str, Any]) -> ReplyButton:
    return ReplyButton(title=str(button["title"]), action=_as_action(str(button["payload"])))


def _as_action(payload: str) -> AskTopic:
    # Rasa's usual payload: /intent or /intent{"entity": "value"}
    intent, brace, entities = payload.removeprefix("/").partition("{")
    return AskTopic(intent=intent, entities=json.loads(brace + entities) if brace else {})
