"""Runs the trained pipeline on texts, in a subprocess."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec

from bot.errors import ConfigurationError
from bot.rasa_process import RASA_ENVIRONMENT
from bot.wire.turns import Outcome, RankedTopic


class Prediction(msgspec.Struct, frozen=True):
    """What would be done with a message."""

    text: str
    outcome: Outcome
    topics: tuple[str, ...]
    confidence: float
    milliseconds: float
    ranking: tuple[RankedTopic, ...] = ()


def predict_all(model: Path, texts: Sequence[str]) -> list[Prediction]:
    """One prediction a text, in order. Raises `ConfigurationError` when the pipeline does not run."""
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bot.rasa_launcher", "predict", str(model)],
        input=lines,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **RASA_ENVIRONMENT},
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise ConfigurationError(f"le modèle ne répond pas : {last}")
    rows = [line for line in done.stdout.splitlines() if line.startswith('{"text"')]
    return [msgspec.json.decode(row, type=Prediction) for row in rows]
