"""`assistant train`: a model from the present data; `--check`: only say what is wrong with them."""

import argparse
import time
from typing import Any

from bot.settings import ROOT
from bot.training.run_training import require_model_packages, require_sound_data, train, validate_with_rasa


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("train", help="entraîner le modèle", description=__doc__)
    parser.add_argument("--check", action="store_true", help="vérifier les données sans entraîner")
    parser.set_defaults(run=run)


def run(given: argparse.Namespace) -> int:
    """Train, or check."""
    if given.check:
        require_model_packages()
        require_sound_data(ROOT)
        validate_with_rasa(ROOT)
        print("Les données d'entraînement sont bonnes.")
        return 0
    started = time.monotonic()
    model = train(ROOT, lambda line: print(f"  {line}", flush=True))
    print(f"Modèle : {model.relative_to(ROOT)} ({time.monotonic() - started:.0f} s)")
    return 0
