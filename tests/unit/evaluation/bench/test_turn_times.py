"""Turns are timed alike for each contender, in the conversations that were asked for."""

import pytest

from bot.evaluation.bench.turn_times import measure_throughput, percentile, time_turns
from bot.supervisor.stack import Stack


class Parrot:
    """Answers at once, except to « … »."""

    process = "parrot"
    stack: Stack

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    async def play(self, conversation: str, text: str) -> bool:
        """Remember it."""
        self.heard.append((conversation, text))
        return text != "…"

    async def rank(self, text: str) -> tuple[str, ...]:
        """Nothing."""
        return ()


async def test_conversations_have_the_length_asked_for() -> None:
    one, other = Parrot(), Parrot()
    questions = [f"question {number}" for number in range(25)]
    series = await time_turns({"one": one, "other": other}, questions, 10)
    untimed = questions[:3]
    blocks = [*untimed, *questions[:10], *untimed, *questions[10:20], *untimed, *questions[20:]]
    assert [text for _, text in one.heard] == [text for _, text in other.heard] == blocks
    conversations = [conversation for conversation, _ in one.heard]
    assert [conversations.count(each) for each in dict.fromkeys(conversations)] == [*(1, 1, 1, 10) * 2, 1, 1, 1, 5]
    assert len(series["one"].milliseconds) == 25


async def test_each_turn_opens_a_conversation_when_they_have_one_turn() -> None:
    parrot = Parrot()
    await time_turns({"one": parrot}, ["a", "b", "c"], 1)
    assert len({conversation for conversation, _ in parrot.heard}) == len(parrot.heard) == 6


async def test_turns_without_an_answer_are_counted() -> None:
    series = await time_turns({"one": Parrot()}, ["a", "…", "…"], 1)
    assert series["one"].silent == 2


async def test_throughput_plays_every_message_once() -> None:
    parrot = Parrot()
    rates = await measure_throughput({"one": parrot}, [str(number) for number in range(50)], clients=4)
    assert sorted(int(text) for _, text in parrot.heard) == list(range(50))
    assert rates["one"] > 0


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3.0], 95, 3.0), ([1.0, 2.0], 50, 1.5), ([4.0, 1.0, 3.0, 2.0, 5.0], 50, 3.0), (list(range(101)), 95, 95)],
)
def test_percentile_lies_between_neighbours(values: list[float], share: float, expected: float) -> None:
    assert percentile(values, share) == pytest.approx(expected)
