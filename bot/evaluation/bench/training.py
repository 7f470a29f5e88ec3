"""Trains both assistants from fresh folders and times it, from the command to the model file."""

import codecs
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from bot.errors import ConfigurationError
from bot.evaluation.bench.epochs import EpochClock, scale_training
from bot.evaluation.bench.recommended import ENVIRONMENT, FULL_EPOCHS, require_spacy_model

Progress = Callable[[str], None]
_MODEL = "recommended"
_LAST_LINES = 5


class Training(msgspec.Struct, frozen=True, kw_only=True):
    """A model and what it cost.

    `full_seconds` is scaled when the training was shortened, with `seconds_per_epoch`, the median of `epoch_seconds`;
    `idle` names what had nothing to learn.
    """

    model: str
    seconds: float
    full_seconds: float
    epochs: int | None = None
    seconds_per_epoch: dict[str, float] = {}
    epoch_seconds: dict[str, list[float]] = {}
    idle: tuple[str, ...] = ()

    @property
    def is_scaled(self) -> bool:
        """Whether fewer epochs were trained than Rasa recommends."""
        return self.epochs is not None and self.epochs < FULL_EPOCHS

    def facts(self) -> dict[str, Any]:
        """For a program: all but where the model was."""
        facts = {name: value for name, value in msgspec.structs.asdict(self).items() if name != "model"}
        return {**facts, "is_scaled": self.is_scaled}


def train_own(project: Path, progress: Progress) -> Training:
    """This assistant, by its own training command. Raises `ConfigurationError` with what was wrong."""
    started = time.perf_counter()
    last = ""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "bot.evaluation.bench.own_training", str(project)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        for line in process.stdout or ():
            last = line.strip()
            progress(f"assistant : {last}")
        complaint = process.stderr.read().strip() if process.stderr else ""
    seconds = time.perf_counter() - started
    if process.returncode != 0:
        raise ConfigurationError(complaint or "l'entraînement de l'assistant a échoué")
    return Training(model=last, seconds=seconds, full_seconds=seconds)


def train_recommended(project: Path, epochs: int, progress: Progress) -> Training:
    """Rasa's recommended configuration, by Rasa's own command. Raises `ConfigurationError` when it fails."""
    require_spacy_model()
    clock = EpochClock()
    said = ""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    started = time.perf_counter()
    with subprocess.Popen(
        # Without Rasa's validation of the data, which our own command does not wait for either.
        [sys.executable, "-W", "ignore", "-m", "rasa", "train", "--skip-validation", "--fixed-model-name", _MODEL],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **ENVIRONMENT},
    ) as process:
        # Read as it comes: a line of a progress bar is complete only when the next epoch has ended.
        while process.stdout and (chunk := os.read(process.stdout.fileno(), 65536)):
            piece = decoder.decode(chunk)
            said = (said + piece)[-4000:]
            if news := clock.feed(piece, time.perf_counter()):
                progress(f"recommandée : {news}")
    seconds = time.perf_counter() - started
    model = project / "models" / f"{_MODEL}.tar.gz"
    if process.returncode != 0 or not model.exists():
        last_lines = "\n".join(said.strip().splitlines()[-_LAST_LINES:])
        raise ConfigurationError(f"l'entraînement de la configuration recommandée a échoué :\n{last_lines}")
    return Training(
        model=str(model),
        seconds=seconds,
        full_seconds=scale_training(seconds, epochs, FULL_EPOCHS, clock.seconds_per_epoch),
        epochs=epochs,
        seconds_per_epoch=clock.seconds_per_epoch,
        epoch_seconds=clock.epochs,
        idle=clock.idle,
    )
