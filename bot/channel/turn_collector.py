"""Gathers what the bot does in one turn: messages for the visitor, and instructions for the gateway.

An instruction is a response with a `custom` payload: `{"handoff": {…}}` or `{"outcome": …, "topics": […]}`.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from rasa.core.channels.channel import OutputChannel
from rasa.shared.core.events import BotUttered, Event, UserUttered

from bot.nlu.topic_classifier import DECISION
from bot.wire.turns import (
    AskTopic,
    HandoffInstruction,
    HandoffReason,
    Outcome,
    RankedTopic,
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
        self._said: dict[str, Any] = {}

    @classmethod
    def name(cls) -> str:
        """The channel's name in trackers and in channel-specific responses."""
        return CHANNEL_NAME

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Rasa says one thing."""
        self.add(message.get("text"), message.get("buttons"), message.get("custom"))

    def add(self, text: str | None, buttons: Iterable[Mapping[str, Any]] | None, custom: Any) -> None:
        """Take one thing said: a bubble, an instruction, or both."""
        if text:
            offered = tuple(_as_button(button) for button in buttons or ())
            self.messages.append(TurnMessage(text=text, buttons=offered))
        if isinstance(custom, dict):
            self._handoff = custom.get("handoff", self._handoff)
            self._said |= {key: custom[key] for key in ("outcome", "topics") if key in custom}

    def reply(self, parse_data: Mapping[str, Any]) -> TurnReply:
        """The turn as the gateway gets it."""
        decision = parse_data[DECISION]
        topics = tuple(self._said.get("topics", decision["topics"]))
        outcome = Outcome(self._said.get("outcome", decision["outcome"]))
        handoff = self._instruction(topics[0] if topics and outcome is Outcome.ANSWER else None)
        if handoff is not None:
            outcome = Outcome.HANDOFF
            topics = (handoff.topic,) if handoff.topic else ()
        return TurnReply(
            messages=tuple(self.messages),
            understanding=Understanding(
                outcome=outcome,
                topics=topics,
                confidence=float(decision["confidence"]),
                ranking=_ranking_in(parse_data),
            ),
            handoff=handoff,
        )

    def _instruction(self, topic: str | None) -> HandoffInstruction | None:
        if self._handoff is None:
            return None
        return HandoffInstruction(
            reason=HandoffReason(self._handoff["reason"]),
            topic=topic,
            urgent=bool(self._handoff.get("urgent", False)),
        )


def reply_played_before(events: Iterable[Event], message_id: str) -> TurnReply | None:
    """What was said to this message, if the tracker says that it was played; `None` otherwise."""
    collector: TurnCollector | None = None
    parse_data: Mapping[str, Any] = {}
    for event in events:
        if isinstance(event, UserUttered):
            if collector is not None:
                break
            if event.message_id == message_id:
                collector, parse_data = TurnCollector(), event.parse_data
        elif isinstance(event, BotUttered) and collector is not None:
            collector.add(event.text, event.data.get("buttons"), event.data.get("custom"))
    return collector.reply(parse_data) if collector is not None else None


def _as_button(button: Mapping[str, Any]) -> ReplyButton:
    return ReplyButton(title=str(button["title"]), action=_as_action(str(button["payload"])))


def _as_action(payload: str) -> AskTopic:
    # Rasa's usual payload: /intent or /intent{"entity": "value"}
    intent, brace, entities = payload.removeprefix("/").partition("{")
    return AskTopic(intent=intent, entities=json.loads(brace + entities) if brace else {})


def _ranking_in(parse_data: Mapping[str, Any]) -> tuple[RankedTopic, ...]:
    rows = [{"topic": r["name"], "confidence": r["confidence"]} for r in parse_data.get("intent_ranking", ())]
    return msgspec.convert(rows, tuple[RankedTopic, ...])
