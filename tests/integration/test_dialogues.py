"""Whole dialogues of `tests/dialogues`, played through the real gateway, Rasa and the actions."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from pytest_asyncio import fixture as async_fixture

from bot.conversations.notices import WAITING
from bot.evaluation.dialogues import DialogueLine, play_dialogues
from bot.evaluation.private_assistant import PrivateAssistant
from bot.wire.turns import Outcome
from tests.dialogue_files import Dialogue, Tour, load_dialogues

Said = dict[str, Any]

ALL = load_dialogues()
# Visitors who speak at the same time: more of them do not go faster on two cores.
AT_ONCE = 4
MOST_TIMES = 2
SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")
# Shown again as often as the visitor goes back to it.
STEP = re.compile(r"\*\*Étape \d+ sur \d+\.\*\*")
CARD = re.compile(r"^- \[.*$", re.MULTILINE)


@async_fixture(scope="session", loop_scope="session")
async def played(assistant: PrivateAssistant) -> dict[str, list[Said]]:
    """What was said in each dialogue, turn by turn."""
    names = list(ALL)
    groups = [names[start::AT_ONCE] for start in range(AT_ONCE)]
    rows = await asyncio.gather(*(_play(assistant, group) for group in groups))
    said: dict[str, list[Said]] = {name: [] for name in names}
    for row in (row for group in rows for row in group):
        said[row["conversation"]].append(row)
    return said


async def _play(assistant: PrivateAssistant, names: Sequence[str]) -> list[Said]:
    lines = [
        DialogueLine(conversation=name, text=tour.visiteur, as_=ALL[name].as_)
        for name in names
        for tour in ALL[name].tours
    ]
    return [row async for row in play_dialogues(assistant, lines)]


@pytest.mark.parametrize(("name", "dialogue"), ALL.items(), ids=list(ALL))
async def test_dialogue(name: str, dialogue: Dialogue, played: dict[str, list[Said]]) -> None:
    wrong = {
        f"{number}. {tour.visiteur}": {**differences, "reply": said["reply"]}
        for number, (tour, said) in enumerate(zip(dialogue.tours, played[name], strict=True), start=1)
        if (differences := _differences(tour, said))
    }
    assert wrong == {}


def _differences(tour: Tour, said: Said) -> dict[str, Any]:
    """What is not as expected, each with what came instead; empty when all is well."""
    reply, buttons = said["reply"], said["buttons"]
    found: dict[str, Any] = {}
    if tour.outcome is not None and said["outcome"] != tour.outcome.value:
        found["outcome"] = said["outcome"]
    if tour.topics is not None and said["topics"] != list(tour.topics):
        found["topics"] = said["topics"]
    if missing := [piece for piece in tour.dit if piece not in reply]:
        found["dit"] = missing
    if present := [piece for piece in tour.tait if piece in reply]:
        found["tait"] = present
    if not set(tour.boutons) <= set(buttons):
        found["boutons"] = buttons
    if tour.muet and (reply or buttons):
        found["muet"] = False
    return found


async def test_no_turn_is_without_reply_unless_a_person_was_asked_for(played: dict[str, list[Said]]) -> None:
    silent = []
    for name, turns in played.items():
        handed_over = False
        for said in turns:
            if not said["reply"] and not handed_over:
                silent.append((name, said["text"]))
            handed_over = handed_over or said["outcome"] == Outcome.HANDOFF.value
    assert silent == []


async def test_no_sentence_is_said_three_times_in_a_conversation(played: dict[str, list[Said]]) -> None:
    repeated = {name: again for name, turns in played.items() if (again := _said_too_often(turns))}
    assert repeated == {}


def _said_too_often(turns: Sequence[Said]) -> list[str]:
    times = Counter(
        sentence
        for said in turns
        if not STEP.match(said["reply"])
        # A mission that is still found after the search has changed is shown again.
        for sentence in SENTENCE_END.split(CARD.sub("", said["reply"].replace(WAITING, "")))
        if sentence.strip()
    )
    return [sentence for sentence, number in times.items() if number > MOST_TIMES]
