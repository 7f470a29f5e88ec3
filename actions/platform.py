"""The action server's one way to the platform's database, opened at its first use."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.circuit_breaker import CircuitBreaker
from bot.platform_client.engine import create_platform_engine, platform_connection
from bot.platform_client.errors import PlatformUnavailable

SECONDS_AN_ACTION_MAY_WAIT = 2.0


@lru_cache(maxsize=1)
def platform_engine() -> AsyncEngine:
    """The read-only engine for `ASSISTANT_PLATFORM_DATABASE_URL`."""
    return create_platform_engine(os.environ["ASSISTANT_PLATFORM_DATABASE_URL"], SECONDS_AN_ACTION_MAY_WAIT)


@lru_cache(maxsize=1)
def platform_breaker() -> CircuitBreaker:
    """Shared by all the actions: what is down for one is down for all."""
    return CircuitBreaker()


@asynccontextmanager
async def reading_platform() -> AsyncIterator[AsyncConnection]:
    """Lend a connection for the reads of one action, which together must end within two seconds.

    Raises `PlatformUnavailable`, at once while the circuit is open.
    """
    breaker = platform_breaker()
    if not breaker.allows_a_call():
        raise PlatformUnavailable("the platform's database did not answer lately")
    try:
        async with platform_connection(platform_engine()) as connection:
            yield connection
    except PlatformUnavailable:
        breaker.failed()
        raise
    breaker.succeeded()
