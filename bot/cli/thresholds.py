"""`assistant thresholds FILE…`: what each value of a threshold would give on labelled messages."""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.catalogue import load_topics
from bot.cli.labelled_files import read_labelled
from bot.cli.model_choice import get_model
from bot.dialogue.decision import Thresholds
from bot.errors import ConfigurationError
from bot.evaluation.predictions import predict_all
from bot.evaluation.trade_off import Point, compute_calibration_error, compute_curve
from bot.settings import ROOT

_NAMES = ("helpful", "direct", "wrong", "lost", "leaked")


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser(
        "thresholds", help="choisir les seuils : ce que donnerait chaque valeur", description=__doc__
    )
    parser.add_argument("files", type=Path, nargs="+", help='lignes {"text", "topic", "accept"?}')
    parser.add_argument(
        "--vary",
        choices=("answer", "decline", "clarify", "offer"),
        default="answer",
        help="le seuil à faire varier, les autres restant ceux de config.yml (par défaut : answer)",
    )
    parser.add_argument("--json", action="store_true", help="pour un programme")
    parser.add_argument("--model", type=Path, help="fichier du modèle")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Predict once, decide many times, print the curve."""
    messages = [message for file in given.files for message in read_labelled(file)]
    predictions = predict_all(get_model(given.model), [message.text for message in messages])
    pairs = list(zip(messages, predictions, strict=True))
    curve = compute_curve(pairs, load_topics(), _thresholds_in_force(ROOT / "config.yml"), given.vary)
    error = compute_calibration_error(pairs, load_topics())
    if given.json:
        points = [msgspec.to_builtins(point) for point in curve]
        print(json.dumps({"threshold": given.vary, "curve": points, "calibration_error": error}))
        return 0
    print(f"{given.vary:>10}" + "".join(f"{name:>9}" for name in _NAMES))
    for point in curve:
        print(_row(point))
    print(f"Erreur de calibration des confiances : {error:.1%}" if error is not None else "Aucun message.")
    return 0


def _thresholds_in_force(configuration: Path) -> Thresholds:
    for component in yaml.safe_load(configuration.read_text("utf-8"))["pipeline"]:
        if "thresholds" in component:
            return msgspec.convert(component["thresholds"], Thresholds)
    raise ConfigurationError(f"{configuration.name} : aucun composant n'a de seuils (« thresholds »).")


def _row(point: Point) -> str:
    shares = (getattr(point.figures, name) for name in _NAMES)
    cells = "".join(f"{'–' if share is None else f'{share:.1%}':>9}" for share in shares)
    return f"{point.value:>10.2f}{cells}{'  ← en vigueur' if point.is_in_force else ''}"
