"""How long turns take, one after the other and several at once, contenders by turns on the same messages.

By turns in small blocks, so that whatever else the machine does weighs on all of them alike.
"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from bot.evaluation.bench.contenders import Contender
from bot.ids import new_id

CONVERSATION_TURNS = 10
CLIENTS = 4
_BLOCK = 10
_UNTIMED = 3
"""Turns at the start of a block, which read from memory what the other contender pushed out of the caches. Nobody runs
both on one machine, and it weighs most on the faster one: a quarter more for each of these turns, against a tenth."""
_CROWD_BLOCK = 40


class Series(msgspec.Struct):
    """Milliseconds of each turn, and how many turns gave no answer."""

    milliseconds: list[float] = []
    silent: int = 0

    @property
    def p50(self) -> float:
        """The median."""
        return percentile(self.milliseconds, 50)

    @property
    def p95(self) -> float:
        """Only one turn of twenty is longer."""
        return percentile(self.milliseconds, 95)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share (0 to 100) of them lies, between neighbours in proportion."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * share / 100
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


async def time_turns(
    contenders: Mapping[str, Contender], questions: Sequence[str], turns_per_conversation: int
) -> dict[str, Series]:
    """One turn at a time. The same messages for each contender, in conversations of that many turns.

    Each block begins with turns of other conversations, which are not timed.
    """
    series = {name: Series(milliseconds=[]) for name in contenders}
    for block in _blocks(questions, _BLOCK):
        for name, contender in contenders.items():
            for question in questions[:_UNTIMED]:
                await contender.play(new_id(), question)
            for number, question in enumerate(block):
                if number % turns_per_conversation == 0:
                    conversation = new_id()
                started = time.perf_counter()
                spoke = await contender.play(conversation, question)
                series[name].milliseconds.append((time.perf_counter() - started) * 1000)
                series[name].silent += not spoke
    return series


async def measure_throughput(
    contenders: Mapping[str, Contender], questions: Sequence[str], clients: int = CLIENTS
) -> dict[str, float]:
    """Turns per second with that many clients, each of whom sends as soon as it is answered."""
    seconds = dict.fromkeys(contenders, 0.0)
    for block in _blocks(questions, _CROWD_BLOCK):
        for name, contender in contenders.items():
            waiting = iter(block)
            started = time.perf_counter()
            await asyncio.gather(*(_play_all(contender, waiting) for _ in range(clients)))
            seconds[name] += time.perf_counter() - started
    return {name: len(questions) / spent for name, spent in seconds.items()}


async def _play_all(contender: Contender, waiting: Iterator[str]) -> None:
    for question in waiting:
        await contender.play(new_id(), question)


def _blocks(questions: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (questions[start : start + size] for start in range(0, len(questions), size))
