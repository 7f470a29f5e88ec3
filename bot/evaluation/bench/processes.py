"""What the running processes cost: memory, time until ready, a turn through the public door."""

import time
from collections.abc import Sequence

import psutil

from bot.errors import ConfigurationError
from bot.evaluation.bench.turn_times import Series
from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import VisitorClient
from bot.supervisor.stack import Stack
from bot.wire.messages import Author
from bot.wire.visitor import MessagePosted

_MEGABYTE = 1024**2


async def time_through_websocket(assistant: PrivateAssistant, questions: Sequence[str]) -> Series:
    """From sending to the first thing the bot says; each turn opens a conversation."""
    series = Series(milliseconds=[])
    for question in questions:
        async with VisitorClient(assistant.url) as client:
            await client.connect()
            started = time.perf_counter()
            await client.post(question)
            await _wait_for_bot(client)
            series.milliseconds.append((time.perf_counter() - started) * 1000)
    return series


async def _wait_for_bot(client: VisitorClient) -> None:
    while True:
        event = await client.receive()
        if isinstance(event, MessagePosted) and event.message.author is not Author.VISITOR:
            return


def memory_of(stack: Stack) -> dict[str, float]:
    """Megabytes of each process (RSS)."""
    return {name: psutil.Process(child.pid).memory_info().rss / _MEGABYTE for name, child in stack.children.items()}


async def time_until_ready(stack: Stack, name: str) -> float:
    """Seconds until that process answers, stopped and started again while the others stay."""
    await stack.children[name].stop()
    started = time.perf_counter()
    stack.children[name].start()
    try:
        await stack.wait_until_ready(name)
    except TimeoutError:
        raise ConfigurationError(f"le processus « {name} » ne redémarre pas.") from None
    return time.perf_counter() - started
