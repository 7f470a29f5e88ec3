"""What an action may know of the turn it serves: the proven identity, the decision of the NLU."""

from typing import Any

import msgspec
from rasa_sdk import Tracker

from bot.wire.identity import Identity


def identity_in(tracker: Tracker) -> Identity | None:
    """The visitor proven by the gateway for this very message; never anything typed, never an earlier message."""
    metadata: dict[str, Any] = tracker.latest_message.get("metadata") or {}
    claims = metadata.get("identity")
    return msgspec.convert(claims, Identity) if claims else None


def was_not_understood_before(tracker: Tracker, fallback_intent: str) -> bool:
    """Whether the visitor's previous message was not understood either."""
    said = [event for event in tracker.events if event.get("event") == "user"]
    return len(said) > 1 and said[-2].get("parse_data", {}).get("intent", {}).get("name") == fallback_intent
