"""What makes `rasa train` wait for nothing, removed in our own training process (docs/decisions/0008 has the times)."""

import copy
import tarfile
from types import SimpleNamespace
from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, RESPONSE
from rasa.shared.nlu.training_data import training_data
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.channel.patches.rule_index import look_rules_up_in_an_index

_FASTEST_COMPRESSION = 1


def hurry_training() -> None:
    """For a process that trains once and ends."""
    _read_examples_once()
    _validate_examples_never()
    _merge_examples_without_copies()
    _fingerprint_examples_once()
    _compress_lightly()
    look_rules_up_in_an_index()


def _read_examples_once() -> None:
    # Rasa reads and parses every file three times: for the data, the domain's intents, the fingerprint.
    original = RasaFileImporter.get_nlu_data
    known: dict[tuple[str, ...], TrainingData] = {}

    def get_nlu_data(self: RasaFileImporter, language: str | None = "en") -> TrainingData:
        files = tuple(self._nlu_files)
        if files not in known:
            known[files] = original(self, language)
        return known[files]

    RasaFileImporter.get_nlu_data = get_nlu_data


def _validate_examples_never() -> None:
    # Our own checks have just read the same files, and say the line (bot/training/data_check.py).
    def validate(self: RasaYAMLReader, string: str) -> None:
        pass

    RasaYAMLReader.validate = validate


def _merge_examples_without_copies() -> None:
    # Rasa copies every example, deeply, at each of a dozen merges: 5 s. Nothing of our pipeline changes an example.
    training_data.copy = SimpleNamespace(copy=copy.copy, deepcopy=copy.copy)


def _fingerprint_examples_once() -> None:
    # Each merge strips the topics of all examples, which makes them forget their fingerprints, and compares these: 3 s.
    original = TrainingData.sanitize_examples

    def sanitize_examples(examples: list[Message]) -> list[Message]:
        if any(
            name != name.strip()
            for example in examples
            for name in (example.get(INTENT), example.get(RESPONSE))
            if name
        ):
            sanitized: list[Message] = original(examples)
            return sanitized
        return list(dict.fromkeys(examples))

    TrainingData.sanitize_examples = staticmethod(sanitize_examples)


def _compress_lightly() -> None:
    # Weights hardly compress: level 9 takes five times as long for 3 % fewer bytes.
    original = tarfile.TarFile.gzopen

    def gzopen(name: Any, mode: Any = "r", fileobj: Any = None, compresslevel: int = 9, **named: Any) -> Any:
        return original(name, mode, fileobj, _FASTEST_COMPRESSION, **named)

    tarfile.TarFile.gzopen = gzopen  # type: ignore[method-assign]
