"""What doubles that are real HTTP servers do: listen on loopback, on the same port when they come back, and stop."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Iterable

from aiohttp import web


class LocalServer(ABC):
    """A server of one test."""

    def __init__(self) -> None:
        self.port = 0
        self.released = asyncio.Event()
        """Set when it stops: whoever was kept waiting is let go."""
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @abstractmethod
    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """What it answers to."""

    async def start(self) -> None:
        """Listen; on the same port as before when it was started before."""
        app = web.Application()
        app.add_routes(self.routes())
        self.released = asyncio.Event()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Stop listening, and drop whoever waits."""
        self.released.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
