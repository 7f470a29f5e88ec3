"""One process that must run: started, restarted when it dies, stopped when we stop."""

import asyncio
import contextlib
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

_log = logging.getLogger(__name__)
_SHORTEST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.2, 15.0
_SETTLED_SECONDS = 60.0
_STOP_SECONDS = 8.0
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class ChildSpec:
    """How to start a process, and the address that answers once it is ready."""

    name: str
    argv: Sequence[str]
    ready_url: str
    env: Mapping[str, str] = field(default_factory=dict)
    ready_headers: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A process kept alive. Its output goes to a file of its name."""

    def __init__(self, spec: ChildSpec, log_directory: Path):
        self.spec = spec
        self._log_file = log_directory / f"{spec.name}.log"
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        """The process as it runs now."""
        if self._process is None:
            raise RuntimeError(f"{self.spec.name} is not running")
        return self._process.pid

    @property
    def log_file(self) -> Path:
        """Where its output goes."""
        return self._log_file

    def start(self) -> None:
        """Start it and keep it alive from now on."""
        self._keeper = asyncio.create_task(self._keep_alive())

    async def stop(self) -> None:
        """Ask it to end, insist after a while."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._process is None or self._process.returncode is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except asyncio.TimeoutError:
            self._signal(signal.SIGKILL)
            await self._process.wait()

    async def wait_until_ready(self, session: aiohttp.ClientSession, seconds: float) -> None:
        """Return once `ready_url` answers 200. Raises `TimeoutError` after that many seconds."""
        deadline = asyncio.get_running_loop().time() + seconds
        while not await self._answers(session):
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError(self.spec.name)
            await asyncio.sleep(0.2)

    async def _answers(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(
                self.spec.ready_url,
                headers=dict(self.spec.ready_headers),
                timeout=aiohttp.ClientTimeout(total=3),
            ) as response:
                return response.status == 200
        except (aiohttp.ClientError, asyncio.TimeoutError):
            return False

    async def _keep_alive(self) -> None:
        loop = asyncio.get_running_loop()
        pause = _SHORTEST_PAUSE_SECONDS
        while True:
            started_at = loop.time()
            await self._run_once()
            if loop.time() - started_at > _SETTLED_SECONDS:
                pause = _SHORTEST_PAUSE_SECONDS
            _log.warning("%s ended, starting it again in %.1f s (%s)", self.spec.name, pause, self._log_file)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_SECONDS)

    async def _run_once(self) -> None:
        with self._log_file.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self.spec.argv,
                env={**_public_environment(), **self.spec.env},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # Its own group: Ctrl-C reaches us alone, and we end the children in order.
                start_new_session=True,
                preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            )
        await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, number)


def _public_environment() -> dict[str, str]:
    # Each process gets the secrets that its plan names, not those of its neighbours.
    return {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}


def _die_with_parent() -> None:
    # Should the supervisor be killed, the kernel ends its children: no orphan keeps a port.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
