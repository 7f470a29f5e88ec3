"""The action server's one way to the platform's database, opened at its first use."""

import os
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.platform_client.engine import create_platform_engine

SECONDS_AN_ACTION_MAY_WAIT = 2.0


@lru_cache(maxsize=1)
def platform_engine() -> AsyncEngine:
    """The read-only engine for `ASSISTANT_PLATFORM_DATABASE_URL`."""
    return create_platform_engine(os.environ["ASSISTANT_PLATFORM_DATABASE_URL"], SECONDS_AN_ACTION_MAY_WAIT)
