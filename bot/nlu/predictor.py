"""Runs the trained pipeline on lines of text: `python -m bot.rasa_launcher predict MODEL < in.jsonl > out.jsonl`.

A subprocess of `assistant predict`, so that only it pays for importing Rasa.
"""

import json
import sys
import time
from typing import Any

import msgspec
from rasa.core.agent import load_agent

from bot.dialogue.state import DialogueState
from bot.nlu.reading import Reader, heard_in, ranking_in


async def predict(reader: Reader, text: str) -> dict[str, Any]:
    """How a first message would be treated: a line of `assistant predict`, and the ranking behind it."""
    started = time.perf_counter()
    parse_data = await reader.parse(text)
    moves = await reader.interpreter(parse_data).interpret(heard_in(parse_data), DialogueState())
    return {
        "text": text,
        "outcome": moves[0].outcome.value,
        "topics": [topic for move in moves for topic in move.topics],
        "confidence": round(moves[0].confidence, 4),
        "milliseconds": round((time.perf_counter() - started) * 1000, 2),
        "ranking": msgspec.to_builtins(ranking_in(parse_data)),
    }


async def main(model: str) -> None:
    """Read standard input to its end."""
    reader = Reader(await load_agent(model_path=model))
    for line in sys.stdin:
        if line.strip():
            row = await predict(reader, str(json.loads(line)["text"]))
            print(json.dumps(row, ensure_ascii=False), flush=True)
