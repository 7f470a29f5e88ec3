"""`assistant evaluate FILE`: the figures of the design on labelled messages, per topic and in all."""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from bot.catalogue import load_topics
from bot.cli.labelled_files import read_labelled
from bot.cli.model_choice import get_model
from bot.evaluation.figures import Figures, Labelled, compute_by_topic, compute_figures, is_direct
from bot.evaluation.predictions import Prediction, predict_all

_NAMES = ("helpful", "direct", "wrong", "lost", "leaked")


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("evaluate", help="mesurer sur des messages étiquetés", description=__doc__)
    parser.add_argument("file", type=Path, help='lignes {"text", "topic", "accept"?}')
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser.add_argument("--errors", action="store_true", help="lister aussi les messages mal traités")
    parser.add_argument("--model", type=Path, help="fichier du modèle")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Predict, compare, print."""
    messages = read_labelled(given.file)
    predictions = predict_all(get_model(given.model), [message.text for message in messages])
    pairs = list(zip(messages, predictions, strict=True))
    total, topics = compute_figures(pairs, load_topics()), compute_by_topic(pairs, load_topics())
    if given.json:
        rows = {topic: msgspec.to_builtins(figures) for topic, figures in topics.items()}
        print(json.dumps({"total": msgspec.to_builtins(total), "topics": rows}, ensure_ascii=False))
    else:
        _print_table(total, topics)
        if given.errors:
            _print_errors(pairs)
    return 0


def _print_table(total: Figures, topics: dict[str, Figures]) -> None:
    print(f"{'':42}{'messages':>9}" + "".join(f"{name:>9}" for name in _NAMES))
    for topic, figures in topics.items():
        print(_row(topic, figures))
    print(_row("ENSEMBLE", total))


def _row(name: str, figures: Figures) -> str:
    shares = (getattr(figures, column) for column in _NAMES)
    cells = "".join(f"{'–' if share is None else f'{share:.1%}':>9}" for share in shares)
    return f"{name:42}{figures.in_scope + figures.out_of_scope:>9}{cells}"


def _print_errors(pairs: list[tuple[Labelled, Prediction]]) -> None:
    for message, prediction in pairs:
        if not is_direct(message, prediction):
            print(f"{message.topic} → {prediction.outcome.value} {', '.join(prediction.topics)}"
                  f" ({prediction.confidence:.2f}) : {message.text}")  # fmt: skip
