"""The topics are trained early, in another process; the result is claimed for the very same examples only."""

import subprocess
import sys
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import topic_trainer
from bot.nlu.text_features import TextFeatures
from bot.nlu.topic_classifier import TopicClassifier
from bot.nlu.topic_model import TopicModel

PAIRS = [
    *((text, "favoris") for text in ("mes favoris", "le petit cœur", "garder une mission", "liste des favoris")),
    *(
        (text, "mot_de_passe_oublie")
        for text in ("mdp perdu", "mot de passe oublié", "code perdu", "retrouver mon mdp")
    ),
]
PENALTY = 0.5


class Ended:
    """Stands for the other process, which has ended."""

    def __init__(self, code: int = 0):
        self._code = code

    def wait(self) -> int:
        """Its exit code."""
        return self._code

    def terminate(self) -> None:
        """Nothing more to end."""


def let_early_be(monkeypatch: pytest.MonkeyPatch, directory: Path, code: int = 0) -> None:
    process = cast("subprocess.Popen[bytes]", Ended(code))
    monkeypatch.setattr(topic_trainer, "_early", (process, directory))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with two topics."""
    folder = tmp_path / "project" / "data" / "nlu"
    folder.mkdir(parents=True)
    for topic in {topic for _, topic in PAIRS}:
        examples = "".join(f"    - {text}\n" for text, of in PAIRS if of == topic)
        (folder / f"{topic}.yml").write_text(
            f'version: "3.1"\nnlu:\n- intent: {topic}\n  examples: |\n{examples}', "utf-8"
        )
    configuration = (
        f"pipeline:\n- name: Other\n- name: bot.nlu.topic_classifier.TopicClassifier\n  penalty: {PENALTY}\n"
    )
    (tmp_path / "project" / "config.yml").write_text(configuration, "utf-8")
    return tmp_path / "project"


@pytest.fixture
def early(root: Path, tmp_path: Path) -> Path:
    """What the other process leaves when it ends well."""
    directory = tmp_path / "early"
    directory.mkdir()
    topic_trainer._main(root, directory)
    return directory


def probabilities(directory: Path) -> list[list[float]]:
    features, model = TextFeatures.load(directory), TopicModel.load(directory)
    found: list[list[float]] = model.probabilities(features.transform(["mdp oublié", "favoris"])).tolist()
    return found


def test_nothing_is_claimed_when_nothing_was_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_trainer, "_early", None)
    assert topic_trainer.claim_early(PAIRS, PENALTY) is None


def test_the_result_is_claimed_when_it_was_made_from_the_same_examples_in_any_order(
    early: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_early_be(monkeypatch, early)
    assert topic_trainer.claim_early(PAIRS, PENALTY) == early
    assert topic_trainer.claim_early(PAIRS[::-1], PENALTY) == early


@pytest.mark.parametrize(
    "pairs",
    [
        PAIRS[1:],
        [*PAIRS, PAIRS[0]],
        [("Mes favoris", "favoris"), *PAIRS[1:]],
        [("mes favoris", "mot_de_passe_oublie"), *PAIRS[1:]],
        [],
    ],
    ids=["one less", "one twice", "another text", "another topic", "none"],
)
def test_the_result_is_not_claimed_when_the_examples_are_others(
    early: Path, monkeypatch: pytest.MonkeyPatch, pairs: list[tuple[str, str]]
) -> None:
    let_early_be(monkeypatch, early)
    assert topic_trainer.claim_early(pairs, PENALTY) is None


def test_the_result_is_not_claimed_when_the_penalty_is_another(early: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_early_be(monkeypatch, early)
    assert topic_trainer.claim_early(PAIRS, 0.6) is None


def test_the_result_is_not_claimed_when_the_other_process_failed(early: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    let_early_be(monkeypatch, early, code=1)
    assert topic_trainer.claim_early(PAIRS, PENALTY) is None


def test_the_result_is_not_claimed_when_the_other_process_found_nothing_to_train(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "config.yml").write_text("pipeline: []\n")
    topic_trainer._main(root, tmp_path)
    let_early_be(monkeypatch, tmp_path)
    assert topic_trainer.claim_early(PAIRS, PENALTY) is None


def test_the_order_of_the_examples_changes_nothing(tmp_path: Path) -> None:
    for name, pairs in (("once", PAIRS), ("again", PAIRS[::-1])):
        (tmp_path / name).mkdir()
        topic_trainer.train_topics(pairs, PENALTY, tmp_path / name)
    assert np.allclose(probabilities(tmp_path / "once"), probabilities(tmp_path / "again"))


def test_the_other_process_is_python_on_the_same_project(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def popen(command: list[str]) -> Ended:
        started.append(command)
        return Ended()

    monkeypatch.setattr(topic_trainer, "_early", None)
    monkeypatch.setattr(subprocess, "Popen", popen)
    topic_trainer.start_early(root)
    ((*head, project, directory),) = started
    assert (head[0], head[-1], project) == (sys.executable, "bot.nlu.topic_trainer", str(root))
    Path(directory).rmdir()


def test_the_classifier_serves_the_early_result_when_there_is_one(
    early: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_early_be(monkeypatch, early)
    # A training of its own would fail.
    monkeypatch.setattr("bot.nlu.topic_classifier.train_topics", None)
    (tmp_path / "storage").mkdir()
    storage, resource = LocalModelStorage(tmp_path / "storage"), Resource("classifier")
    config = {**TopicClassifier.get_default_config(), "penalty": PENALTY}
    messages = [Message(data={TEXT: text, INTENT: topic}) for text, topic in PAIRS]
    TopicClassifier.create(config, storage, resource, None).train(TrainingData(messages))
    classifier = TopicClassifier.load(config, storage, resource, None)
    (message,) = classifier.process([Message(data={TEXT: "mes favoris"})])
    ranking = message.get("intent_ranking")
    assert {row["name"] for row in ranking} >= {"favoris", "mot_de_passe_oublie"}
