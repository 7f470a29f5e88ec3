"""What an action may know of the turn it serves: the proven identity, what was said before."""

from typing import Any

import msgspec
from rasa_sdk import Tracker

from bot.wire.identity import Identity


def identity_in(tracker: Tracker) -> Identity | None:
    """The visitor proven by the gateway for this very message; never anything typed, never an earlier message."""
    metadata: dict[str, Any] = tracker.latest_message.get("metadata") or {}
    claims = metadata.get("identity")
    return msgspec.convert(claims, Identity) if claims else None


def was_said(tracker: Tracker, text: str) -> bool:
    """Whether the bot has said these very words in this conversation."""
    return any(event.get("event") == "bot" and event.get("text") == text for event in tracker.events)
