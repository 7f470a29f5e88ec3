"""`assistant converse`: whole dialogues through the running pipeline (gateway, Rasa, actions), as visitors.

Starts a private assistant of its own, on free ports and empty databases, and speaks to it over the WebSocket.
"""

import argparse
import asyncio
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.cli.jsonl import read_lines
from bot.cli.model_choice import get_model
from bot.evaluation.dialogues import DialogueLine, play_dialogues
from bot.evaluation.private_assistant import private_assistant


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("converse", help="jouer des dialogues entiers", description=__doc__)
    parser.add_argument("--model", type=Path, help="fichier du modèle")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read every line, play them in order, write one answer a line as they come."""
    lines = read_lines(sys.stdin, DialogueLine, "entrée standard")
    return asyncio.run(_converse(lines, get_model(given.model)))


async def _converse(lines: Sequence[DialogueLine], model: Path) -> int:
    with tempfile.TemporaryDirectory(prefix="assistant-") as directory:
        async with private_assistant(model, Path(directory)) as assistant:
            async for answer in play_dialogues(assistant, lines):
                print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 0
