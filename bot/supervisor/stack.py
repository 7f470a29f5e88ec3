"""All the processes together: started, waited for, stopped."""

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path

import aiohttp

from bot.errors import ConfigurationError
from bot.supervisor.child import Child, ChildSpec

_READY_SECONDS = 180.0


class Stack:
    """The running assistant."""

    def __init__(self, specs: Iterable[ChildSpec], run_directory: Path):
        run_directory.mkdir(parents=True, exist_ok=True)
        self.children = {spec.name: Child(spec, run_directory) for spec in specs}

    async def start(self, progress: Callable[[str], None] = lambda _line: None) -> None:
        """Start every process; return when all are ready. Raises `ConfigurationError` when one never is."""
        for child in self.children.values():
            child.start()
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(self._wait(child, session, progress) for child in self.children.values()))

    async def wait_until_ready(self, name: str) -> None:
        """Return when that process answers (again)."""
        async with aiohttp.ClientSession() as session:
            await self.children[name].wait_until_ready(session, _READY_SECONDS)

    async def stop(self) -> None:
        """Stop them all: the public door first, so that nothing new comes in."""
        for child in reversed(self.children.values()):
            await child.stop()

    async def _wait(self, child: Child, session: aiohttp.ClientSession, progress: Callable[[str], None]) -> None:
        try:
            await child.wait_until_ready(session, _READY_SECONDS)
        except TimeoutError:
            raise ConfigurationError(
                f"Le processus « {child.spec.name} » ne démarre pas ; son journal : {child.log_file}"
            ) from None
        progress(child.spec.name)
