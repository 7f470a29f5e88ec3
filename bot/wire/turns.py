"""What the gateway asks our Rasa channel, over the private network: to play a turn, or to hear danger in a message."""

from enum import Enum
from typing import Annotated, Any

import msgspec

from bot.wire.identity import Identity
from bot.wire.messages import Card

TURN_PATH = "/webhooks/gateway/turn"
ALARM_PATH = "/webhooks/gateway/alarm"
STATUS_PATH = "/webhooks/gateway/status"


class AskTopic(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", tag="ask_topic"):
    """A button that stands for an intent: run without NLU."""

    intent: str
    entities: dict[str, Any] = msgspec.field(default_factory=dict)


class AskHuman(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", tag="ask_human"):
    """A button that asks for a person; the gateway serves it alone, Rasa may be down."""


class BackToBot(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", tag="back_to_bot"):
    """A button that stops waiting for a person."""


class AskAgain(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", tag="ask_again"):
    """Sends once more what an incident left unanswered, or what was waiting for its author to log in."""

    text: str
    ask: AskTopic | None = None
    """The topic, when the question was a button's."""


ButtonAction = AskTopic | AskHuman | BackToBot | AskAgain


class Outcome(str, Enum):
    """How a visitor's message was treated (design §5)."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    REPHRASE = "rephrase"
    HANDOFF = "handoff"
    DECLINE = "decline"
    INCIDENT = "incident"
    """The turn failed: an apology and the offer of a human. Never a judgement of the bot on the message."""


class HandoffReason(str, Enum):
    """Why a human is needed."""

    VISITOR_ASKED = "visitor_asked"
    TOPIC = "topic"
    NOT_UNDERSTOOD = "not_understood"
    NOT_SOLVED = "not_solved"
    INCIDENT = "incident"


class RankedTopic(msgspec.Struct, frozen=True, kw_only=True):
    """A topic the NLU considered, with its calibrated probability."""

    topic: str
    confidence: Annotated[float, msgspec.Meta(ge=0, le=1)]


class Understanding(msgspec.Struct, frozen=True, kw_only=True):
    """What the bot made of a visitor's message: kept with it, shown to agents and trainers."""

    outcome: Outcome
    topics: tuple[str, ...]
    """The topic answered, or those offered; empty when none."""
    confidence: float
    ranking: tuple[RankedTopic, ...] = ()


class TurnRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the visitor said, with what is proven of them."""

    conversation_id: str
    message_id: str
    text: str
    ask: AskTopic | None = None
    identity: Identity | None = None
    page_url: str | None = None
    is_retry: bool = False
    """This message may have been played before: give back what was said then."""


class ReplyButton(msgspec.Struct, frozen=True, kw_only=True):
    """A choice offered by a reply."""

    title: str
    action: ButtonAction


class TurnMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One bubble of the bot."""

    text: str
    buttons: tuple[ReplyButton, ...] = ()
    cards: tuple[Card, ...] = ()


class HandoffInstruction(msgspec.Struct, frozen=True, kw_only=True):
    """An action decided that a human is needed; the gateway carries it out."""

    reason: HandoffReason
    topic: str | None = None
    urgent: bool = False


class TurnReply(msgspec.Struct, frozen=True, kw_only=True):
    """All that the bot did until it listens again."""

    messages: tuple[TurnMessage, ...]
    understanding: Understanding
    handoff: HandoffInstruction | None = None
    facts: tuple[str, ...] = ()
    """What the platform says of the visitor's case, for the agent who may take over: French lines of plain text."""
    resumes_after_login: bool = False
    """The visitor was invited to log in: their question deserves its answer once they have."""


class AlarmRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wrote whom the bot does not answer: they wait for a person."""

    text: str


class AlarmReply(msgspec.Struct, frozen=True, kw_only=True):
    """Whether somebody may be in danger."""

    danger: bool
