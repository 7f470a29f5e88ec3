"""A linear SVM, one topic against the rest, on counts and points together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.svm import LinearSVC

from bot.nlu.text_features import FeatureRows

Floats = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]

_SEED = 20170509
# Ten times coarser than scikit-learn's: the same accuracy to a tenth of a point, 10 % faster.
_TOLERANCE = 1e-2
# The points in a quarter of their dimensions: 13 s instead of 17 with 256, the same accuracy (docs/decisions/0007).
_DIMENSIONS = 128
_OTHERS = ""
"""What the topics that are not wanted are called together: no topic has this name."""


class LinearMachine:
    """Margins of topics: how far a text is on the topic's side."""

    def __init__(self, weights: Floats, offsets: Floats):
        self.weights = weights
        """Shape (features, topics)."""
        self.offsets = offsets

    @classmethod
    def fit(cls, rows: FeatureRows, labels: Labels, penalty: float, wanted: Labels | None = None) -> "LinearMachine":
        """Topics come in the order of `np.unique(labels)`; at least two. With `wanted`, these alone are learnt."""
        sides = labels if wanted is None else np.where(np.isin(labels, wanted), labels, _OTHERS)
        basis = _main_directions(rows.points)
        features = sp.hstack([rows.counts, sp.csr_matrix(rows.points @ basis)], format="csr")
        machine = LinearSVC(C=penalty, random_state=_SEED, tol=_TOLERANCE).fit(features, sides)
        weights, offsets = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            # scikit-learn keeps one row for two classes: what speaks for one speaks against the other.
            weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
        kept = machine.classes_ != _OTHERS
        weights, offsets = weights[kept].T, offsets[kept]
        counted = rows.counts.shape[1]
        whole = np.vstack([weights[:counted], basis @ weights[counted:]])
        return cls(whole.astype(np.float32), offsets.astype(np.float32))

    @classmethod
    def join(cls, parts: Sequence["LinearMachine"]) -> "LinearMachine":
        """All their topics, in their order."""
        return cls(
            np.hstack([part.weights for part in parts]),
            np.concatenate([part.offsets for part in parts]),
        )

    def scores(self, rows: FeatureRows) -> Floats:
        """Shape (rows, topics)."""
        counted = rows.counts.shape[1]
        scores: Floats = rows.counts @ self.weights[:counted] + rows.points @ self.weights[counted:] + self.offsets
        return scores


def _main_directions(points: Floats) -> Floats:
    """Shape (512, 128): the directions in which the points differ most."""
    _, directions = np.linalg.eigh(points.T @ points)
    # The last are the largest. A view that runs backwards would be multiplied without BLAS, fifty times slower.
    widest: Floats = directions[:, -_DIMENSIONS:]
    return widest
