"""How fast an organisation first answered an application."""

from bot.platform_client.identifiers import MessageType
from bot.platform_demo.entities import Application


def first_answer_seconds(application: Application) -> int | None:
    """Return the delay of the first message by a responsable, `None` when there was none."""
    answers = [
        utterance.at
        for utterance in application.utterances
        if utterance.type is MessageType.CHAT and utterance.author is not application.person
    ]
    return int((answers[0] - application.applied_at).total_seconds()) if answers else None
