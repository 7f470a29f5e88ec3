"""Runs a program of `bot.nlu` that computes on texts: JSON in, one JSON line out per result, as each is ready."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.errors import ConfigurationError
from bot.rasa_process import RASA_ENVIRONMENT


def run_nlu(module: str, given: Any) -> Iterator[bytes]:
    """The lines it prints. Raises `ConfigurationError` with its last words when it fails."""
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={**os.environ, **RASA_ENVIRONMENT},
        ) as process,
    ):
        if process.stdin is not None:
            process.stdin.write(msgspec.json.encode(given))
            process.stdin.close()
        yield from process.stdout or ()
        if process.wait() != 0:
            complaints.seek(0)
            last = (complaints.read().decode("utf-8", "replace").strip().splitlines() or ["?"])[-1]
            raise ConfigurationError(f"le calcul a échoué : {last}")


def own_penalty(root: Path) -> float:
    """The penalty of the classifier in force. Raises `ConfigurationError` when `config.yml` has none."""
    config = yaml.safe_load((root / "config.yml").read_text("utf-8"))
    for component in config["pipeline"]:
        if "penalty" in component:
            return float(component["penalty"])
    raise ConfigurationError("config.yml : aucun composant n'a de « penalty ».")
