"""Kernel ridge regression (a least-squares SVM): each example pulls the texts that resemble it towards its topic.

Likeness is that of the counts (linear) and that of the points (Gaussian). One system of equations for all topics.
It errs elsewhere than the linear SVM, which is why both are asked (docs/decisions/0007).
"""

import numpy as np
import numpy.typing as npt
import scipy.linalg
import scipy.sparse as sp

from bot.nlu.text_features import FeatureRows

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]

_NARROWNESS = 1.0
_WEIGHT_OF_POINTS = 8.0
_RIDGE = 0.6
_TEXTS_OF_A_COMMON_COLUMN = 200
"""From 100 to 300 it makes no difference: three times faster than the sparse product of all columns."""


class KernelMachine:
    """Scores of topics: about +1 for the right one, -1 for the others."""

    def __init__(self, count_weights: Floats, points: Floats, pulls: Floats):
        self.count_weights = count_weights
        """Shape (counts, topics): the linear part, summed over the examples once and for all."""
        self._points = points
        self._pulls = pulls

    @classmethod
    def fit(cls, rows: FeatureRows, labels: Labels) -> "KernelMachine":
        """Topics come in the order of `np.unique(labels)`."""
        topics, targets, sizes = np.unique(labels, return_inverse=True, return_counts=True)
        sides = np.where(targets[:, None] == np.arange(len(topics)), 1.0, -1.0).astype(np.float32)
        system = _products(rows.counts)
        system += _likeness(rows.points, rows.points)
        # Topics with more examples than most would draw their neighbours' texts: each of their examples pulls less.
        own_weight = np.minimum(1.0, np.sqrt(np.median(sizes) / sizes))[targets]
        system[np.diag_indices_from(system)] += _RIDGE / own_weight
        # Transposed, it is the same, in the order that LAPACK wants: no copy of half a gigabyte.
        factor = scipy.linalg.cho_factor(system.T, lower=True, overwrite_a=True, check_finite=False)
        pulls = scipy.linalg.cho_solve(factor, sides, overwrite_b=True, check_finite=False).astype(np.float32)
        return cls(np.asarray(rows.counts.T @ pulls), rows.points, np.ascontiguousarray(pulls))

    def scores(self, rows: FeatureRows) -> Floats:
        """Shape (rows, topics)."""
        scores: Floats = rows.counts @ self.count_weights + self.point_scores(rows.points)
        return scores

    def point_scores(self, points: Floats) -> Floats:
        """The part of the scores that comes from the sentence as a point."""
        scores: Floats = _likeness(points, self._points) @ self._pulls
        return scores

    def arrays(self) -> dict[str, Floats]:
        """What to store; the linear part is left to who joins it with other weights."""
        return {"points": self._points, "pulls": self._pulls}


def _products(counts: sp.csr_matrix) -> Floats:
    """Each text with each, shape (texts, texts): the columns that many texts have are multiplied as a dense matrix."""
    is_common = np.bincount(counts.indices, minlength=counts.shape[1]) >= _TEXTS_OF_A_COMMON_COLUMN
    common, rare = counts[:, is_common].toarray(), counts[:, ~is_common]
    products: Floats = common @ common.T
    products += (rare @ rare.T).toarray()
    return products


def _likeness(some: Floats, others: Floats) -> Floats:
    likeness: Floats = _WEIGHT_OF_POINTS * np.exp(2 * _NARROWNESS * (some @ others.T - 1), dtype=np.float32)
    return likeness
