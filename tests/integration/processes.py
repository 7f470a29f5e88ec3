"""Real failures: processes frozen and killed by their id, databases locked by another program."""

import asyncio
import os
import signal
import socket
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

import psutil

from bot.evaluation.private_assistant import PrivateAssistant

NAMES = ("rasa", "actions", "gateway")
_T = TypeVar("_T")

_HOLD_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
connection.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
connection.execute("ROLLBACK")
"""


def freeze(assistant: PrivateAssistant, name: str) -> None:
    """Stop the process where it stands, connections open."""
    os.kill(assistant.stack.children[name].pid, signal.SIGSTOP)


def thaw(assistant: PrivateAssistant, name: str) -> None:
    """Let it go on; harmless when it was not frozen."""
    with suppress(ProcessLookupError):  # between two lives
        os.kill(assistant.stack.children[name].pid, signal.SIGCONT)


async def kill(assistant: PrivateAssistant, name: str) -> int:
    """Kill it without a word, and return its id once it is gone. The supervisor starts it again by itself."""
    process = psutil.Process(assistant.stack.children[name].pid)
    process.kill()
    await wait_until(lambda: not process.is_running() or process.status() == psutil.STATUS_ZOMBIE)
    return int(process.pid)


async def kill_and_wait(assistant: PrivateAssistant, name: str) -> None:
    """Kill it, and return once the supervisor has started another one that answers."""
    killed = await kill(assistant, name)
    await wait_until_back(assistant, name, killed)


async def wait_until_back(assistant: PrivateAssistant, name: str, killed: int) -> None:
    """Return once the successor of a killed process answers."""
    await _wait_for_successor(assistant, name, killed)
    await assistant.stack.wait_until_ready(name)


async def take_port(assistant: PrivateAssistant, name: str, port: int, holder: socket.socket) -> None:
    """Kill it and be on its port before its successor is."""
    while True:
        killed = await kill(assistant, name)
        with suppress(TimeoutError):
            await wait_until(lambda: _bind(holder, port), seconds=1.0)
            return
        await _wait_for_successor(assistant, name, killed)


async def _wait_for_successor(assistant: PrivateAssistant, name: str, killed: int) -> None:
    await wait_until(lambda: assistant.stack.children[name].pid != killed)


def _bind(holder: socket.socket, port: int) -> bool:
    # The kernel frees a killed process's sockets with the last of its threads.
    with suppress(OSError):
        holder.bind(("127.0.0.1", port))
        return True
    return False


async def heal(assistant: PrivateAssistant) -> None:
    """Whatever a test did: every process runs and answers."""
    for name in NAMES:
        thaw(assistant, name)
    await asyncio.gather(*map(assistant.stack.wait_until_ready, NAMES))


async def wait_until(look: Callable[[], _T], seconds: float = 30.0) -> _T:
    """What `look` finds, as soon as it finds something. Raises `TimeoutError`."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not (found := look()):
        if asyncio.get_running_loop().time() > deadline:
            raise TimeoutError
        await asyncio.sleep(0.01)
    return found


@asynccontextmanager
async def locked_by_another_process(file: Path) -> AsyncIterator[None]:
    """Nobody else can write to that database during the block."""
    holder = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLD_LOCK, str(file), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert holder.stdin is not None and holder.stdout is not None
    try:
        assert await holder.stdout.readline() == b"locked\n"
        yield
    finally:
        holder.stdin.close()
        await holder.wait()


@contextmanager
def locked_out_of_reach(file: Path) -> Iterator[None]:
    """Nobody else can even read that database during the block."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


@contextmanager
def taken_away(file: Path) -> Iterator[None]:
    """The file is not there during the block."""
    elsewhere = file.with_suffix(".away")
    file.rename(elsewhere)
    try:
        yield
    finally:
        elsewhere.replace(file)


@contextmanager
def replaced_by_garbage(file: Path) -> Iterator[None]:
    """The file is no database during the block."""
    with taken_away(file):
        file.write_bytes(b"not a database " * 1000)
        yield


def log_lines(assistant: PrivateAssistant, name: str, words: str) -> int:
    """How many lines of that process's log say so."""
    return assistant.stack.children[name].log_file.read_text("utf-8", "replace").count(words)
