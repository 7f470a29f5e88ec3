"""Runs programs the way a shell does, and leaves none behind."""

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.settings import ROOT

ASSISTANT = str(Path(sys.executable).with_name("assistant"))


@dataclass(frozen=True)
class Done:
    """A program that has ended."""

    code: int
    out: str
    err: str


async def start(argv: Sequence[str], env: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
    """Start a program in the project's folder, without the secrets and databases that this shell may name."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("ASSISTANT_")}
    return await asyncio.create_subprocess_exec(
        *argv,
        cwd=ROOT,
        env={**own, "RASA_TELEMETRY_ENABLED": "false", "PYTHONUNBUFFERED": "1", **(env or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def run(argv: Sequence[str], given: str = "", env: Mapping[str, str] | None = None) -> Done:
    """Run a program to its end with that standard input."""
    process = await start(argv, env)
    try:
        out, err = await process.communicate(given.encode())
    finally:
        await end(process)
    return Done(process.returncode or 0, out.decode(), err.decode())


async def end(process: asyncio.subprocess.Process) -> None:
    """Kill it if it still runs. Its own children end with it (`Child` sees to that)."""
    if process.returncode is None:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
