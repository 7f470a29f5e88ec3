"""Time as the whole code sees it: aware, in UTC."""

from collections.abc import Callable
from datetime import datetime, timezone

Clock = Callable[[], datetime]


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(timezone.utc)
