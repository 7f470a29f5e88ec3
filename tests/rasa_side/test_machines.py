"""The two machines of the topic model, each by itself, and how much each is believed."""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
import scipy.sparse as sp

from bot.nlu.kernel_machine import KernelMachine
from bot.nlu.linear_machine import LinearMachine
from bot.nlu.text_features import FeatureRows
from bot.nlu.topic_model import TopicModel, _fit_beliefs

RANDOM = np.random.default_rng(7)
EACH = 12


def rows_about(topics: int) -> tuple[FeatureRows, npt.NDArray[Any]]:
    """Texts of invented topics: a word of their own, and a direction of their own."""
    targets = np.repeat(np.arange(topics), EACH)
    counts = np.eye(topics, 10, dtype=np.float32)[targets] + RANDOM.random((len(targets), 10), dtype=np.float32) * 0.2
    points = np.eye(topics, 512, dtype=np.float32)[targets] + RANDOM.normal(0, 0.02, (len(targets), 512))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    labels = np.asarray([f"sujet_{target}" for target in targets])
    return FeatureRows(sp.csr_matrix(counts), points.astype(np.float32)), labels


def best(scores: npt.NDArray[Any], labels: npt.NDArray[Any]) -> list[str]:
    topics = np.unique(labels)
    assert scores.shape == (len(labels), len(topics))
    return [str(topics[index]) for index in scores.argmax(axis=1)]


@pytest.mark.parametrize("topics", [2, 3, 5])
def test_each_machine_finds_the_topics_in_alphabetical_order(topics: int) -> None:
    rows, labels = rows_about(topics)
    shuffled = RANDOM.permutation(len(labels))
    rows, labels = rows[shuffled], labels[shuffled]
    assert best(LinearMachine.fit(rows, labels, 0.5).scores(rows), labels) == labels.tolist()
    assert best(KernelMachine.fit(rows, labels).scores(rows), labels) == labels.tolist()


def test_what_speaks_for_one_topic_speaks_against_the_other_when_there_are_two() -> None:
    rows, labels = rows_about(2)
    margins = LinearMachine.fit(rows, labels, 0.5).scores(rows)
    assert np.allclose(margins[:, 0], -margins[:, 1])
    scores = KernelMachine.fit(rows, labels).scores(rows)
    assert np.allclose(scores[:, 0], -scores[:, 1], atol=1e-3)


def test_scores_are_near_one_for_the_right_topic_and_near_minus_one_for_the_others() -> None:
    rows, labels = rows_about(3)
    scores = KernelMachine.fit(rows, labels).scores(rows)
    right = labels[:, None] == np.unique(labels)
    assert scores[right].min() > 0.5
    assert scores[~right].max() < -0.5


def test_a_topic_with_many_more_examples_does_not_draw_what_lies_between() -> None:
    rows, labels = rows_about(2)
    many = np.concatenate([np.arange(EACH), np.arange(EACH), np.arange(EACH), np.arange(len(labels))])
    between = FeatureRows((rows.counts[:1] + rows.counts[-1:]) / 2, (rows.points[:1] + rows.points[-1:]) / 2)
    even = KernelMachine.fit(rows, labels).scores(between)[0]
    uneven = KernelMachine.fit(rows[many], labels[many]).scores(between)[0]
    assert abs(even[0] - even[1]) < 0.3
    assert abs(uneven[0] - uneven[1]) < 0.5


def test_each_machine_is_the_same_when_it_is_fitted_again() -> None:
    rows, labels = rows_about(3)
    once, again = (LinearMachine.fit(rows, labels, 0.5) for _ in range(2))
    assert np.array_equal(once.weights, again.weights)
    assert np.array_equal(KernelMachine.fit(rows, labels).scores(rows), KernelMachine.fit(rows, labels).scores(rows))


def test_a_kernel_machine_is_the_same_when_it_is_made_again_from_what_is_stored() -> None:
    rows, labels = rows_about(3)
    machine = KernelMachine.fit(rows, labels)
    again = KernelMachine(machine.count_weights, machine.arrays()["points"], machine.arrays()["pulls"])
    assert np.array_equal(again.scores(rows), machine.scores(rows))


@pytest.mark.parametrize("topics", [2, 4])
def test_the_model_is_the_same_when_it_is_saved_and_loaded(topics: int, tmp_path: Path) -> None:
    rows, labels = rows_about(topics)
    model = TopicModel.fit(rows, labels.tolist(), 0.5)
    model.save(tmp_path)
    loaded = TopicModel.load(tmp_path)
    assert loaded.topics == model.topics == sorted(set(labels.tolist()))
    # Sums of floats depend on how arrays lie in memory.
    assert np.allclose(loaded.probabilities(rows), model.probabilities(rows), rtol=1e-4, atol=1e-7)


def test_the_model_ranks_as_both_machines_do_when_they_agree() -> None:
    rows, labels = rows_about(4)
    assert best(TopicModel.fit(rows, labels.tolist(), 0.5).probabilities(rows), labels) == labels.tolist()


def beliefs_in(right: npt.NDArray[Any], wrong: npt.NDArray[Any]) -> list[float]:
    """For three topics and a machine that is right, one that is not."""
    targets = np.asarray(["a", "b", "c"] * 20)
    return _fit_beliefs([right, wrong], targets, np.arange(len(targets)))


def test_the_machine_that_is_right_is_believed_and_the_other_is_not() -> None:
    indices = np.arange(60) % 3
    noise = RANDOM.normal(0, 0.4, (60, 3))
    right = (np.eye(3)[indices] + noise).astype(np.float32)
    misleading = (-np.eye(3)[indices]).astype(np.float32)
    in_right, in_misleading = beliefs_in(right, misleading)
    assert in_right > 1
    assert in_misleading == pytest.approx(0, abs=1e-3)
    in_misleading, in_right = beliefs_in(misleading, right)
    assert in_right > 1
    assert in_misleading == pytest.approx(0, abs=1e-3)


def test_no_machine_is_believed_without_end_when_it_is_never_wrong() -> None:
    perfect = np.eye(3, dtype=np.float32)[np.arange(60) % 3]
    assert max(beliefs_in(perfect, perfect)) <= 30


def test_probabilities_mean_what_they_say_when_a_machine_is_right_two_times_out_of_three() -> None:
    targets = np.arange(300) % 3
    said = targets.copy()
    said[::3] = (said[::3] + 1) % 3
    said_rows = np.eye(3, dtype=np.float32)[said]
    names = np.asarray(["a", "b", "c"])[targets]
    in_said, in_nothing = _fit_beliefs([said_rows, np.zeros((300, 3), np.float32)], names, np.arange(300))
    weight = np.exp(in_said)
    assert weight / (weight + 2) == pytest.approx(2 / 3, abs=0.01)
    assert 0 <= in_nothing <= 30
