"""Conversations as agents see them: French labels instead of codes."""

from collections.abc import Iterable

from bot.catalogue import load_topics
from bot.conversations import notices
from bot.conversations.records import Conversation, StoredMessage
from bot.wire.desk import ConversationSummary
from bot.wire.turns import Outcome

_OUTCOMES = {
    Outcome.CLARIFY: "Plusieurs sujets possibles",
    Outcome.REPHRASE: "Non compris",
    Outcome.DECLINE: "Hors périmètre",
    Outcome.INCIDENT: "Incident technique",
}


def summary_of(conversation: Conversation, agent_id: str) -> ConversationSummary:
    """A line of the queue, for that agent."""
    handoff = conversation.handoff
    return ConversationSummary(
        id=conversation.id,
        status=conversation.status,
        urgent=handoff.urgent if handoff else False,
        reason=notices.REASONS[handoff.reason] if handoff else "",
        topic_title=topic_title(handoff.topic) if handoff and handoff.topic else None,
        requested_at=handoff.requested_at if handoff else None,
        role=conversation.role,
        page_url=conversation.page_url,
        last_text=conversation.last_text,
        last_at=conversation.last_at,
        agent_name=handoff.agent_name if handoff else None,
        is_mine=handoff is not None and handoff.agent_id == agent_id,
    )


def understood_by_message(messages: Iterable[StoredMessage]) -> dict[str, str]:
    """Message id → what the bot understood, in French."""
    return {m.id: label for m in messages if (label := _understood(m)) is not None}


def topic_title(topic_id: str) -> str:
    """The French title of a topic; its id when the catalogue no longer has it."""
    topic = load_topics().get(topic_id)
    return topic.title if topic else topic_id


def _understood(message: StoredMessage) -> str | None:
    if message.understood is None:
        return None
    titles = " · ".join(topic_title(topic) for topic in message.understood.topics)
    outcome = _OUTCOMES.get(message.understood.outcome)
    return " : ".join(filter(None, [outcome, titles])) or None
