"""Probabilities of topics that mean what they say: of the messages given 80 %, about 80 % are right.

A linear SVM and, where topics have enough examples for it to help, a kernel machine that errs elsewhere. How much each
is believed is fitted on examples that neither has seen, so that the softmax of the sum is a probability.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from scipy.optimize import minimize
from sklearn.model_selection import StratifiedKFold

from bot.nlu.kernel_machine import KernelMachine
from bot.nlu.linear_machine import LinearMachine
from bot.nlu.text_features import FeatureRows, MessageFeatures

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]
_Fit = Callable[[FeatureRows, Labels], Any]

_FOLDS = 3
_SEED = 20170509
_PROCESSES = 2
_FEWEST_WORTH_A_PROCESS = 1000
_MOST_BELIEVED = 30.0
# With 60 examples a topic the kernel machine brought nothing, with 100 half a point (docs/decisions/0007), for half as
# much time again.
_ENOUGH_FOR_A_KERNEL = 80
_TOO_MANY_FOR_A_KERNEL = 12_000
"""Its equations take the cube of the number of examples, 20 s for 14,000, and a message 30 MB of memory to read."""


class TopicModel:
    """Probabilities of topics for rows of features."""

    def __init__(
        self, topics: Sequence[str], weights: Floats, offsets: Floats, kernel: KernelMachine | None, belief: float
    ):
        self.topics = list(topics)
        self._weights = weights
        self._offsets = offsets
        self._kernel = kernel
        self._belief_in_kernel = belief

    @classmethod
    def fit(cls, rows: FeatureRows, labels: Sequence[str], penalty: float) -> "TopicModel":
        """Learn from labelled rows: at least two topics, three examples each."""
        targets = np.asarray(labels)
        topics, sizes = np.unique(targets, return_counts=True)
        processes = _PROCESSES if len(targets) >= _FEWEST_WORTH_A_PROCESS else 1
        fits: list[_Fit] = [
            partial(LinearMachine.fit, penalty=penalty, wanted=some) for some in np.array_split(topics, processes)
        ]
        if np.median(sizes) >= _ENOUGH_FOR_A_KERNEL and len(targets) <= _TOO_MANY_FOR_A_KERNEL:
            fits.append(KernelMachine.fit)
        # The trial learns from one fold only and is judged by the others: it is a third of a training.
        unseen, seen = next(StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(targets, targets))
        # Processes, not threads: liblinear draws from one random state for the whole process. The longest work first.
        trained = Parallel(n_jobs=processes)(
            delayed(fit)(*part) for part in ((rows, targets), (rows[seen], targets[seen])) for fit in fits
        )
        linear, *kernels = _machines(trained[: len(fits)], processes)
        trials = _machines(trained[len(fits) :], processes)
        beliefs = _fit_beliefs([trial.scores(rows[unseen]) for trial in trials], targets, unseen)
        believed = np.float32(beliefs[0])
        weights, offsets = believed * linear.weights, believed * linear.offsets
        for kernel in kernels:
            # The linear part of the kernel machine joins the other's: half the cost in a visitor's turn.
            weights[: len(kernel.count_weights)] += np.float32(beliefs[1]) * kernel.count_weights
        return cls(topics.tolist(), weights, offsets, kernels[0] if kernels else None, beliefs[-1])

    def probabilities(self, rows: FeatureRows) -> Floats:
        """Shape (rows, topics); each row sums to 1."""
        return self._believed(rows.counts @ self._weights[: rows.counts.shape[1]], rows.points)

    def probabilities_of(self, message: MessageFeatures) -> Floats:
        """Shape (topics,); sums to 1."""
        counts = message.values @ self._weights[message.columns]
        alone: Floats = self._believed(counts[None], message.point[None])[0]
        return alone

    def _believed(self, counts: Floats, points: Floats) -> Floats:
        sums = counts + points @ self._weights[-points.shape[1] :] + self._offsets
        if self._kernel is not None:
            sums += self._belief_in_kernel * self._kernel.point_scores(points)
        return softmax(sums)

    def save(self, directory: Path) -> None:
        """Write NumPy arrays, without pickles."""
        np.savez(
            directory / "topics.npz",
            topics=np.asarray(self.topics),
            weights=self._weights,
            offsets=self._offsets,
            belief=np.asarray(self._belief_in_kernel),
            **(self._kernel.arrays() if self._kernel else {}),
        )

    @classmethod
    def load(cls, directory: Path) -> "TopicModel":
        """Read what `save` wrote."""
        with np.load(directory / "topics.npz", allow_pickle=False) as stored:
            weights = stored["weights"]
            kernel = KernelMachine(weights[:0], stored["points"], stored["pulls"]) if "pulls" in stored else None
            return cls(stored["topics"].tolist(), weights, stored["offsets"], kernel, float(stored["belief"]))


def _machines(trained: Sequence[Any], shares: int) -> list[Any]:
    """The linear machine, whose topics were shared out, then the others."""
    return [LinearMachine.join(trained[:shares]), *trained[shares:]]


def softmax(scores: Floats) -> Floats:
    """Row-wise, safe for large scores."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    normalised: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return normalised


def _fit_beliefs(scores: Sequence[Floats], targets: Labels, unseen: npt.NDArray[np.int_]) -> list[float]:
    """How much each machine is believed, from the scores that its trial gave to examples it had not seen."""
    _, indices = np.unique(targets, return_inverse=True)
    right = (np.arange(len(unseen)), indices[unseen])
    stacked = np.stack(scores).astype(np.float64)

    def surprise(beliefs: npt.NDArray[np.float64]) -> float:
        probabilities = softmax(np.tensordot(beliefs, stacked, axes=1))[right]
        return float(-np.log(np.maximum(probabilities, 1e-12)).mean())

    bounds = [(0.0, _MOST_BELIEVED)] * len(scores)
    fitted = minimize(surprise, x0=np.full(len(scores), 4.0), method="L-BFGS-B", bounds=bounds)
    return [float(belief) for belief in fitted.x]
