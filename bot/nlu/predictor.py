"""Runs the trained pipeline on lines of text: `python -m bot.nlu.predictor MODEL < in.jsonl > out.jsonl`.

A subprocess of `assistant predict`, so that only it pays for importing Rasa.
"""

import asyncio
import json
import sys
import time
from typing import Any

import msgspec
from rasa.core.agent import Agent, load_agent

from bot.catalogue import Kind, load_topics
from bot.dialogue.decision import Decision
from bot.nlu.topic_classifier import DECISION
from bot.text.visitor_text import without_command_mark
from bot.wire.turns import Outcome


def outcome_of(decision: Decision) -> Outcome:
    """How a first message with this decision is treated: some topics end with a human."""
    topics = load_topics()
    if decision.outcome is Outcome.ANSWER and topics[decision.topics[0]].kind is Kind.HANDOFF:
        return Outcome.HANDOFF
    return decision.outcome


async def predict(agent: Agent, text: str) -> dict[str, Any]:
    """One line of the output (design §5)."""
    started = time.perf_counter()
    parsed = await agent.parse_message(without_command_mark(text) or "?")
    decision = msgspec.convert(parsed[DECISION], Decision)
    return {
        "text": text,
        "outcome": outcome_of(decision).value,
        "topics": list(decision.topics),
        "confidence": round(decision.confidence, 4),
        "milliseconds": round((time.perf_counter() - started) * 1000, 2),
    }


async def main(model: str) -> None:
    """Read standard input to its end."""
    agent = await load_agent(model_path=model)
    for line in sys.stdin:
        if line.strip():
            row = await predict(agent, str(json.loads(line)["text"]))
            print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
