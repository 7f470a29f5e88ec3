"""The sentence encoder for one short text at a time: what depends on a piece of word alone is worked out once.

The network of Google's multilingual Universal Sentence Encoder, as its package lays it out: each piece of a text
becomes a vector, is projected, and passes through three convolutions of two layers (2, 3 and 5 pieces wide); their sum
over the text passes through a small residual network. What a piece gives to the first layer does not depend on its
neighbours, so it is kept: 1.9 ms instead of 3.4 in a visitor's turn (docs/decisions/0007).
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_EMBEDDING = 512
_CHANNELS = 256
_CHUNKS = 17
"""The package stores the vocabulary in that many blocks, each with a scale and an offset: piece n is in n modulo 17."""
_WINDOWS = ((2, 0), (3, 1), (5, 2))
"""Width of each convolution, and how many of its pieces stand left of the one it is for."""
_PROJECTED = slice(_EMBEDDING, _EMBEDDING + len(_WINDOWS) * _CHANNELS)
_WIDEST_LEFT, _WIDEST_RIGHT = 2, 2
_PIECES_KEPT = 4096
"""15 kB each, 63 MB in all: 98 % of the pieces of the examples of all topics."""


class PieceEncoder:
    """Works on the weights of the package's own backend, whose attributes it reads."""

    def __init__(self, backend: Any):
        self._weights = backend
        # (width x channels, channels) as the package has it; here what one piece gives to each place of the window.
        self._first_layers = [
            np.ascontiguousarray(layer.reshape(width, _CHANNELS, _CHANNELS).transpose(1, 0, 2).reshape(_CHANNELS, -1))
            for layer, (width, _) in zip(backend.w1, _WINDOWS, strict=True)
        ]
        shares = sum(width for width, _ in _WINDOWS)
        self._rows = np.empty((_PIECES_KEPT, _PROJECTED.stop + shares * _CHANNELS), np.float32)
        self._places: dict[int, int] = {}

    def encode(self, pieces: list[int]) -> Floats:
        """The point of a text, of shape (512,) and length 1, from its pieces with the marks of begin and end.

        At most as many different pieces as are kept: `can_encode` says so.
        """
        rows = self._rows[self._places_of(pieces)]
        count = len(pieces)
        features = np.empty((count, _PROJECTED.stop), np.float32)
        features[:, :_EMBEDDING] = rows[:, :_EMBEDDING]
        # Rows of zeros stand for what is left and right of the text.
        padded = np.zeros((_WIDEST_LEFT + count + _WIDEST_RIGHT, _CHANNELS), np.float32)
        inside = padded[_WIDEST_LEFT : _WIDEST_LEFT + count]
        share = _PROJECTED.stop
        for number, (width, left) in enumerate(_WINDOWS):
            start = _EMBEDDING + number * _CHANNELS
            projected = rows[:, start : start + _CHANNELS]
            hidden = _sum_over_windows(rows, share, width, left)
            hidden += self._weights.b1[number]
            np.maximum(hidden, 0, out=hidden)
            hidden += projected
            inside[:] = hidden
            windows = np.empty((count, width * _CHANNELS), np.float32)
            for place in range(width):
                begin = _WIDEST_LEFT - left + place
                windows[:, place * _CHANNELS : (place + 1) * _CHANNELS] = padded[begin : begin + count]
            output = features[:, start : start + _CHANNELS]
            np.matmul(windows, self._weights.w2[number], out=output)
            output += self._weights.b2[number]
            np.maximum(output, 0, out=output)
            output += hidden
            share += width * _CHANNELS
        _normalise(features, self._weights.ln_g, self._weights.ln_b, self._weights.eps)
        return self._finish(features.sum(axis=0), count)

    def _finish(self, total: Floats, count: int) -> Floats:
        w = self._weights
        mean = (total @ w.cnn_W + count * w.cnn_b) / np.float32(np.sqrt(count))
        first = np.maximum(mean @ w.p1 + np.maximum(mean @ w.d0, 0) @ w.d1, 0)
        point: Floats = np.tanh(first @ w.p3 + np.maximum(first @ w.d2, 0) @ w.d3)
        return point / np.float32(np.sqrt(max(float(point @ point), w.eps)))

    @staticmethod
    def can_encode(pieces: list[int]) -> bool:
        """Whether the text is short enough."""
        return len(pieces) <= _PIECES_KEPT

    def learn(self, pieces: Iterable[int]) -> None:
        """Work out what depends on these pieces alone, before a text has them; at most as many as are kept."""
        self._places_of(list(pieces))

    def _places_of(self, pieces: list[int]) -> list[int]:
        unknown = {piece for piece in pieces if piece not in self._places}
        if len(self._places) + len(unknown) > _PIECES_KEPT:
            self._places.clear()
            unknown = set(pieces)
        # One after the other: a product with a vector reads the weights as they are, one with three rows repacks them
        # first and takes six times as long.
        for piece in unknown:
            self._rows[len(self._places)] = self._row_of(piece)
            self._places[piece] = len(self._places)
        return [self._places[piece] for piece in pieces]

    def _row_of(self, piece: int) -> Floats:
        w = self._weights
        chunk = piece % _CHUNKS
        embedded = w.table[piece] * w.scale[chunk] + w.lo[chunk]
        projected = (embedded @ w.proj_W + w.proj_b)[None, :]
        _normalise(projected, w.ln_g_all, w.ln_b_all, w.eps)
        parts = np.split(projected[0], len(_WINDOWS))
        shares = [part @ layer for part, layer in zip(parts, self._first_layers, strict=True)]
        row: Floats = np.concatenate([embedded, projected[0], *shares])
        return row


def _sum_over_windows(rows: Floats, start: int, width: int, left: int) -> Floats:
    """What the pieces of each window give to it: the piece in its middle, then its neighbours where there are some."""
    count = len(rows)
    total = rows[:, start + left * _CHANNELS : start + (left + 1) * _CHANNELS].copy()
    for place in range(width):
        share = rows[:, start + place * _CHANNELS : start + (place + 1) * _CHANNELS]
        distance = place - left
        if 0 < distance < count:
            total[:-distance] += share[distance:]
        elif -count < distance < 0:
            total[-distance:] += share[:distance]
    return total


def _normalise(rows: Floats, gain: Floats, bias: Floats, epsilon: float) -> None:
    """Layer normalisation, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= 1 / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + np.float32(epsilon))[:, None]
    rows *= gain
    rows += bias
