"""Points of the examples of earlier trainings: a trainer who adds ten sentences must not wait for ten thousand.

A file of NumPy arrays in `var/cache`, made anew by each training; losing it costs ten seconds.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from bot.nlu.sentence_encoder import DIMENSIONS, Points, encoder_version, sentence_encoder


class PointCache:
    """Encodes texts, those that it knows from its file."""

    def __init__(self, directory: Path):
        self._file = directory / f"points-{encoder_version()}.npz"

    def encode(self, texts: Sequence[str]) -> Points:
        """Shape (texts, 512); afterwards the file knows these texts, and no others."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        known = self._read()
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        known |= zip(unknown, sentence_encoder().encode(list(unknown.values())), strict=True)
        points: Points = np.stack([known[key] for key in keys]) if keys else np.empty((0, DIMENSIONS), np.float32)
        self._write(keys, points)
        return points

    def _read(self) -> dict[str, Points]:
        if not self._file.exists():
            return {}
        try:
            with np.load(self._file, allow_pickle=False) as stored:
                return dict(zip(stored["keys"].tolist(), stored["points"], strict=True))
        except (OSError, ValueError, KeyError, BadZipFile):
            return {}  # damaged: made anew

    def _write(self, keys: Sequence[str], points: Points) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".unfinished.npz")
        np.savez(unfinished, keys=np.asarray(keys), points=points)
        unfinished.replace(self._file)
