"""Probabilities of topics that mean what they say: of the messages given 80 %, about 80 % are right.

Two machines that err differently, a linear SVM and a kernel machine; how much each is believed is fitted on examples
that neither has seen, so that the softmax of the sum is a probability.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from bot.nlu.kernel_machine import KernelMachine
from bot.nlu.linear_machine import LinearMachine
from bot.nlu.text_features import FeatureRows

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]
Beliefs = tuple[float, float]

_FOLDS = 2
_SEED = 20170509
_PROCESSES = 2
_FEWEST_WORTH_A_PROCESS = 1000
_MOST_BELIEVED = 30.0


class TopicModel:
    """Probabilities of topics for rows of features."""

    def __init__(self, topics: Sequence[str], weights: Floats, offsets: Floats, kernel: KernelMachine, belief: float):
        self.topics = list(topics)
        self._weights = weights
        self._offsets = offsets
        self._kernel = kernel
        self._belief_in_points = belief

    @classmethod
    def fit(cls, rows: FeatureRows, labels: Sequence[str], penalty: float) -> "TopicModel":
        """Learn from labelled rows: at least two topics, three examples each."""
        targets = np.asarray(labels)
        seen, unseen = next(StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(targets, targets))
        # Processes, not threads: liblinear draws from one random state for the whole process.
        processes = _PROCESSES if len(targets) >= _FEWEST_WORTH_A_PROCESS else 1
        linear, trial_linear, kernel, trial_kernel = Parallel(n_jobs=processes)(
            [
                delayed(LinearMachine.fit)(rows, targets, penalty),
                delayed(LinearMachine.fit)(rows[seen], targets[seen], penalty),
                delayed(KernelMachine.fit)(rows, targets),
                delayed(KernelMachine.fit)(rows[seen], targets[seen]),
            ]
        )
        held_out = rows[unseen]
        beliefs = _fit_beliefs(trial_linear.margins(held_out), trial_kernel.scores(held_out), targets, unseen)
        return cls(np.unique(targets).tolist(), *_joined(linear, kernel, beliefs), kernel, beliefs[1])

    def probabilities(self, rows: FeatureRows) -> Floats:
        """Shape (rows, topics); each row sums to 1."""
        counted = rows.counts.shape[1]
        sums = rows.counts @ self._weights[:counted] + rows.points @ self._weights[counted:] + self._offsets
        return softmax(sums + self._belief_in_points * self._kernel.point_scores(rows.points))

    def save(self, directory: Path) -> None:
        """Write NumPy arrays, without pickles."""
        np.savez(
            directory / "topics.npz",
            topics=np.asarray(self.topics),
            weights=self._weights,
            offsets=self._offsets,
            belief=np.asarray(self._belief_in_points),
            **self._kernel.arrays(),
        )

    @classmethod
    def load(cls, directory: Path) -> "TopicModel":
        """Read what `save` wrote."""
        with np.load(directory / "topics.npz", allow_pickle=False) as stored:
            weights = stored["weights"]
            kernel = KernelMachine(weights[:0], stored["points"], stored["pulls"])
            return cls(stored["topics"].tolist(), weights, stored["offsets"], kernel, float(stored["belief"]))


def softmax(scores: Floats) -> Floats:
    """Row-wise, safe for large scores."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    normalised: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return normalised


def _joined(linear: LinearMachine, kernel: KernelMachine, beliefs: Beliefs) -> tuple[Floats, Floats]:
    """The linear parts of both machines as one, which costs half as much in a visitor's turn."""
    weights = beliefs[0] * linear.weights
    weights[: len(kernel.count_weights)] += beliefs[1] * kernel.count_weights
    return weights.astype(np.float32), (beliefs[0] * linear.offsets).astype(np.float32)


def _fit_beliefs(margins: Floats, scores: Floats, targets: Labels, unseen: npt.NDArray[np.int_]) -> Beliefs:
    _, indices = np.unique(targets, return_inverse=True)
    right = (np.arange(len(unseen)), indices[unseen])
    both = np.stack([margins, scores]).astype(np.float64)

    def surprise(beliefs: npt.NDArray[np.float64]) -> float:
        probabilities = softmax(np.tensordot(beliefs, both, axes=1))[right]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    fitted = minimize(surprise, x0=(4.0, 4.0), method="L-BFGS-B", bounds=[(0.0, _MOST_BELIEVED)] * 2)
    return float(fitted.x[0]), float(fitted.x[1])
