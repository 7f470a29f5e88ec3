"""Trains the topics without Rasa: features and model of labelled texts, written into a directory.

Also a process of its own, started while the training process is still importing Rasa: two cores are better than one.
`TopicClassifier.train` claims the result if it was made from the very examples that Rasa has read.
"""

import atexit
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import yaml

from bot.catalogue.examples import list_examples
from bot.nlu.point_cache import PointCache
from bot.nlu.text_features import TextFeatures
from bot.nlu.topic_model import TopicModel

Pairs = Sequence[tuple[str, str]]
_DIGEST = "digest"
_early: tuple["subprocess.Popen[bytes]", Path] | None = None


def train_topics(pairs: Pairs, penalty: float, directory: Path, cache: PointCache | None = None) -> None:
    """Fit on (text, topic) pairs, in whatever order, and write what `TextFeatures.load` and `TopicModel.load` read."""
    texts, topics = zip(*sorted(pairs), strict=True)
    features, rows = TextFeatures.fit_transform(texts, cache)
    model = TopicModel.fit(rows, topics, penalty)
    features.save(directory)
    model.save(directory)


def start_early(root: Path) -> None:
    """Begin now, in another process, with the examples of `data/nlu` and the penalty of `config.yml`."""
    global _early
    directory = Path(tempfile.mkdtemp(prefix="assistant-topics-"))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "bot.nlu.topic_trainer", str(root), str(directory)]
    )
    _early = process, directory
    atexit.register(_put_away, process, directory)


def _put_away(process: "subprocess.Popen[bytes]", directory: Path) -> None:
    process.terminate()
    process.wait()
    shutil.rmtree(directory, ignore_errors=True)


def claim_early(pairs: Pairs, penalty: float) -> Path | None:
    """Where the result of `start_early` is, once it is ready; `None` when there is none made from these examples."""
    if _early is None:
        return None
    process, directory = _early
    made_from = directory / _DIGEST
    if process.wait() != 0 or not made_from.exists() or made_from.read_text() != _digest(pairs, penalty):
        return None
    return directory


def _digest(pairs: Pairs, penalty: float) -> str:
    return hashlib.sha256(json.dumps([sorted(pairs), penalty]).encode()).hexdigest()


def _penalty_in(configuration: Path) -> float | None:
    for component in yaml.safe_load(configuration.read_text("utf-8"))["pipeline"]:
        if str(component.get("name", "")).endswith("TopicClassifier"):
            return float(component["penalty"])
    return None


def _main(root: Path, directory: Path) -> None:
    penalty = _penalty_in(root / "config.yml")
    if penalty is None:
        return
    pairs = [(example.text, example.topic) for example in list_examples(root)]
    train_topics(pairs, penalty, directory, PointCache(root / "var" / "cache"))
    (directory / _DIGEST).write_text(_digest(pairs, penalty))


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
