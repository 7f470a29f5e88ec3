"""The network of the sentence encoder, with what depends on a piece of word alone worked out once.

That of Google's multilingual Universal Sentence Encoder, as its package lays it out: each piece of a text becomes a
vector, is projected, and passes through three convolutions of two layers (2, 3 and 5 pieces wide); their sum over the
text passes through a small residual network. What a piece gives to the first layer does not depend on its neighbours,
so it is kept: half of the work, for one message as for ten thousand examples (docs/decisions/0012).
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Pieces = Sequence[int]
"""The numbers of the pieces of a text, with the marks of begin and end: two or more."""

_EMBEDDING = 512
_CHANNELS = 256
_CHUNKS = 17
"""The package stores the vocabulary in that many blocks, each with a scale and an offset: piece n is in n modulo 17."""
_WINDOWS = ((2, 0), (3, 1), (5, 2))
"""Width of each convolution, and how many of its pieces stand left of the one it is for."""
_MARGIN = 2
"""Nothing is seen further than that, left or right: between two texts, so many places are empty."""
_FEATURES = _EMBEDDING + len(_WINDOWS) * _CHANNELS
_PIECES_KEPT = 4096
"""15 kB each, 63 MB in all: 98 % of the pieces of the examples of all topics."""
_EMPTY = 0
"""The place of what is left and right of a text: zeros."""
_PIECES_AT_ONCE = 512
_MANY = 16
"""From so many on, a product of matrices: with fewer it takes longer to repack the weights than to read them."""


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
        self._rows = np.empty((1 + _PIECES_KEPT, _FEATURES + shares * _CHANNELS), np.float32)
        self._rows[_EMPTY] = 0
        self._places: dict[int, int] = {}

    @staticmethod
    def can_encode(pieces: Pieces) -> bool:
        """Whether the text is short enough: no more pieces than are kept."""
        return len(pieces) <= _PIECES_KEPT

    def encode(self, texts: Sequence[Pieces]) -> Floats:
        """Shape (texts, 512), each row of length 1; every text is one that `can_encode`."""
        nothing = np.empty((0, _EMBEDDING), np.float32)
        return np.concatenate([nothing, *(self._encode_some(some) for some in _in_groups(texts))])

    def learn(self, pieces: Iterable[int]) -> None:
        """Work out what depends on these pieces alone, before a text has them; at most as many as are kept."""
        unknown = [piece for piece in dict.fromkeys(pieces) if piece not in self._places]
        if len(self._places) + len(unknown) > _PIECES_KEPT:
            self._places.clear()
            unknown = list(dict.fromkeys(pieces))
        size = len(unknown) if len(unknown) >= _MANY else 1
        for start in range(0, len(unknown), size):
            some = unknown[start : start + size]
            place = 1 + len(self._places)
            self._rows[place : place + len(some)] = self._work_out(np.array(some))
            self._places.update(zip(some, range(place, place + len(some)), strict=True))

    def _work_out(self, pieces: npt.NDArray[np.int_]) -> Floats:
        w = self._weights
        chunks = pieces % _CHUNKS
        embedded = w.table[pieces] * w.scale[chunks, None] + w.lo[chunks, None]
        projected = embedded @ w.proj_W + w.proj_b
        _normalise(projected, w.ln_g_all, w.ln_b_all, w.eps)
        parts = np.split(projected, len(_WINDOWS), axis=1)
        shares = [part @ layer for part, layer in zip(parts, self._first_layers, strict=True)]
        return np.concatenate([embedded, projected, *shares], axis=1)

    def _encode_some(self, texts: Sequence[Pieces]) -> Floats:
        self.learn(list(chain.from_iterable(texts)))
        empty = [_EMPTY] * _MARGIN
        places = [*empty, *chain.from_iterable((*map(self._places.__getitem__, text), *empty) for text in texts)]
        inside = np.array(places[_MARGIN:-_MARGIN])
        features = self._convolve(self._rows[places], inside == _EMPTY)
        if len(texts) > 1:
            features = features[inside != _EMPTY]
        _normalise(features, self._weights.ln_g, self._weights.ln_b, self._weights.eps)
        counts = np.array([len(text) for text in texts])
        totals = np.add.reduceat(features, np.cumsum(counts) - counts, axis=0)
        return self._finish(totals, counts[:, None].astype(np.float32))

    def _convolve(self, rows: Floats, is_empty: npt.NDArray[np.bool_]) -> Floats:
        """The features of each place but for the margins at both ends."""
        count = len(rows) - 2 * _MARGIN
        inside = slice(_MARGIN, _MARGIN + count)
        features = np.empty((count, _FEATURES), np.float32)
        features[:, :_EMBEDDING] = rows[inside, :_EMBEDDING]
        padded = np.zeros((len(rows), _CHANNELS), np.float32)
        share = _FEATURES
        for number, (width, left) in enumerate(_WINDOWS):
            columns = slice(_EMBEDDING + number * _CHANNELS, _EMBEDDING + (number + 1) * _CHANNELS)
            begins = [_MARGIN - left + place for place in range(width)]
            hidden = self._weights.b1[number] + rows[begins[0] : begins[0] + count, share : share + _CHANNELS]
            for place, begin in enumerate(begins[1:], start=1):
                start = share + place * _CHANNELS
                hidden += rows[begin : begin + count, start : start + _CHANNELS]
            np.maximum(hidden, 0, out=hidden)
            hidden += rows[inside, columns]
            hidden[is_empty] = 0
            padded[inside] = hidden
            windows = np.concatenate([padded[begin : begin + count] for begin in begins], axis=1)
            output = windows @ self._weights.w2[number] + self._weights.b2[number]
            np.maximum(output, 0, out=output)
            np.add(output, hidden, out=features[:, columns])
            share += width * _CHANNELS
        return features

    def _finish(self, totals: Floats, counts: Floats) -> Floats:
        w = self._weights
        mean = (totals @ w.cnn_W + counts * w.cnn_b) / np.sqrt(counts)
        first = np.maximum(mean @ w.p1 + np.maximum(mean @ w.d0, 0) @ w.d1, 0)
        points: Floats = np.tanh(first @ w.p3 + np.maximum(first @ w.d2, 0) @ w.d3)
        points /= np.sqrt(np.maximum(np.einsum("ij,ij->i", points, points), np.float32(w.eps)))[:, None]
        return points


def _in_groups(texts: Sequence[Pieces]) -> Iterator[Sequence[Pieces]]:
    """As many texts at once as the processor's cache holds."""
    group: list[Pieces] = []
    held = 0
    for text in texts:
        if group and held + len(text) > _PIECES_AT_ONCE:
            yield group
            group, held = [], 0
        group.append(text)
        held += len(text)
    if group:
        yield group


def _normalise(rows: Floats, gain: Floats, bias: Floats, epsilon: float) -> None:
    """Layer normalisation, in place."""
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= 1 / np.sqrt(np.einsum("ij,ij->i", rows, rows) / rows.shape[1] + np.float32(epsilon))[:, None]
    rows *= gain
    rows += bias
