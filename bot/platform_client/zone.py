"""The platform stores instants without a zone, as the clocks of Paris show them (platform facts, head)."""

from datetime import datetime
from zoneinfo import ZoneInfo

PLATFORM_ZONE = ZoneInfo("Europe/Paris")


def in_platform_zone(stored: datetime | None) -> datetime | None:
    """The same instant made aware; `None` where the platform left the column empty."""
    return None if stored is None else stored.replace(tzinfo=PLATFORM_ZONE)
