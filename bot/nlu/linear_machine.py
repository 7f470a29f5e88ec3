"""A linear SVM, one topic against the rest, on counts and points together."""

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


class LinearMachine:
    """Margins of topics: how far a text is on the topic's side."""

    def __init__(self, weights: Floats, offsets: Floats):
        self.weights = weights
        """Shape (features, topics)."""
        self.offsets = offsets

    @classmethod
    def fit(cls, rows: FeatureRows, labels: Labels, penalty: float) -> "LinearMachine":
        """Topics come in the order of `np.unique(labels)`; at least two."""
        basis = _main_directions(rows.points)
        features = sp.hstack([rows.counts, sp.csr_matrix(rows.points @ basis)]).tocsr()
        machine = LinearSVC(C=penalty, random_state=_SEED, tol=_TOLERANCE).fit(features, labels)
        weights, offsets = machine.coef_, machine.intercept_
        if len(machine.classes_) == 2:
            # scikit-learn keeps one row for two classes: what speaks for one speaks against the other.
            weights, offsets = np.vstack([-weights, weights]), np.concatenate([-offsets, offsets])
        counted = rows.counts.shape[1]
        whole = np.vstack([weights.T[:counted], basis @ weights.T[counted:]])
        return cls(whole.astype(np.float32), offsets.astype(np.float32))

    def scores(self, rows: FeatureRows) -> Floats:
        """Shape (rows, topics)."""
        counted = rows.counts.shape[1]
        scores: Floats = rows.counts @ self.weights[:counted] + rows.points @ self.weights[counted:] + self.offsets
        return scores


def _main_directions(points: Floats) -> Floats:
    """Shape (512, 128): the directions in which the points differ most."""
    _, directions = np.linalg.eigh(points.T @ points)
    directions_by_size: Floats = directions[:, ::-1][:, :_DIMENSIONS]
    return directions_by_size
