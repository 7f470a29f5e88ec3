"""`assistant predict`: for each `{"text": …}` of standard input, what would be done with it as a first message."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from bot.cli.jsonl import read_lines
from bot.cli.model_choice import get_model
from bot.evaluation.predictions import predict_all


class _Line(msgspec.Struct):
    text: str


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("predict", help="prédire le traitement de messages", description=__doc__)
    parser.add_argument("--model", type=Path, help="fichier du modèle (par défaut : celui des données actuelles)")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Read everything, predict, write."""
    lines = read_lines(sys.stdin, _Line, "entrée standard")
    for prediction in predict_all(get_model(given.model), [line.text for line in lines]):
        row = msgspec.to_builtins(prediction)
        del row["ranking"]
        print(json.dumps(row, ensure_ascii=False))
    return 0
