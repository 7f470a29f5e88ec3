"""`assistant bench`: how fast the assistant is, measured on a private one of its own."""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from bot.catalogue import load_topics
from bot.cli.model_choice import get_model
from bot.evaluation.private_assistant import PrivateAssistant, private_assistant
from bot.evaluation.visitor_client import VisitorClient
from bot.settings import ROOT
from bot.training.data_check import examples_in
from bot.wire.messages import Author
from bot.wire.visitor import MessagePosted

_WARM_UP = 10
_MEGABYTE = 1024**2


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("bench", help="mesurer la vitesse", description=__doc__)
    benches = parser.add_subparsers(metavar="mesure", required=True)
    turn = benches.add_parser("turn", help="un tour à travers la WebSocket, et la mémoire de chaque processus")
    turn.add_argument("--turns", type=int, default=200, help="nombre de tours mesurés (par défaut : 200)")
    turn.add_argument("--model", type=Path, help="fichier du modèle")
    turn.add_argument("--json", action="store_true", help="pour un programme")
    turn.set_defaults(run=run_turn)


def run_turn(given: argparse.Namespace) -> int:
    """Measure and print."""
    figures = asyncio.run(_measure(get_model(given.model), given.turns))
    if given.json:
        print(json.dumps(figures))
        return 0
    print(f"Prêt en {figures['ready_seconds']:.1f} s.")
    print(f"Tour, du message envoyé à la réponse reçue, {given.turns} tours l'un après l'autre :")
    print(f"  p50 {figures['turn_p50_ms']:.1f} ms   p95 {figures['turn_p95_ms']:.1f} ms")
    for name, megabytes in figures["memory_mb"].items():
        print(f"  mémoire {name:8} {megabytes:7.0f} Mo")
    return 0


async def _measure(model: Path, turns: int) -> dict[str, Any]:
    questions = _questions(_WARM_UP + turns)
    with tempfile.TemporaryDirectory(prefix="assistant-") as directory:
        started = time.perf_counter()
        async with private_assistant(model, Path(directory)) as assistant:
            ready_seconds = time.perf_counter() - started
            times = [await _time_turn(assistant, question) for question in questions][_WARM_UP:]
            memory = {name: _memory_of(child.pid) for name, child in assistant.stack.children.items()}
    quantiles = statistics.quantiles(times, n=20)
    return {
        "ready_seconds": ready_seconds,
        "turn_p50_ms": statistics.median(times),
        "turn_p95_ms": quantiles[18],
        "memory_mb": memory,
    }


async def _time_turn(assistant: PrivateAssistant, question: str) -> float:
    """Milliseconds from sending to the first thing the bot says; each turn opens a conversation."""
    async with VisitorClient(assistant.url) as client:
        await client.connect()
        started = time.perf_counter()
        await client.post(question)
        while True:
            event = await client.receive()
            if isinstance(event, MessagePosted) and event.message.author is not Author.VISITOR:
                return (time.perf_counter() - started) * 1000


def _questions(count: int) -> list[str]:
    files = [ROOT / "data" / "nlu" / f"{topic}.yml" for topic in load_topics()]
    by_topic = [[example.text for example in examples_in(path, ROOT)] for path in files]
    return [by_topic[i % len(by_topic)][i // len(by_topic)] for i in range(count)]


def _memory_of(pid: int) -> float:
    return float(psutil.Process(pid).memory_info().rss / _MEGABYTE)
