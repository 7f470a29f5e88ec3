"""From texts to numbers: TF-IDF of words and of pieces of words on folded text, and the sentence as a point.

Pieces of words forgive typing errors; folding makes unaccented text equal to accented; abbreviations are written out;
the point brings near what is said with other words (docs/decisions/0007 has the measurements).
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.nlu.point_cache import PointCache
from bot.nlu.sentence_encoder import sentence_encoder
from bot.text.chat_words import write_out
from bot.text.folding import fold

_WORDS: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", "min_df": 2, "sublinear_tf": True}
_PIECES: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (3, 4), "min_df": 2, "sublinear_tf": True}
_NAMES = ("words", "pieces")
_WORDS_REMEMBERED = 4096


@dataclass(frozen=True)
class FeatureRows:
    """Some texts as numbers."""

    counts: sp.csr_matrix
    """Shape (texts, words + pieces), TF-IDF."""
    points: npt.NDArray[np.float32]
    """Shape (texts, 512), each row of length 1."""

    def __getitem__(self, rows: npt.NDArray[np.int_]) -> "FeatureRows":
        return FeatureRows(self.counts[rows], self.points[rows])

    def __len__(self) -> int:
        return int(self.points.shape[0])


@dataclass(frozen=True)
class MessageFeatures:
    """One message as numbers, without the preparations that many texts are worth: 0.2 ms of a visitor's turn."""

    columns: npt.NDArray[np.int64]
    """Which words and pieces it has, of those that the examples have too; in no order."""
    values: npt.NDArray[np.float32]
    """Their TF-IDF."""
    point: npt.NDArray[np.float32]
    """Shape (512,), of length 1."""


class MessageCounter:
    """What a fitted `TfidfVectorizer` makes of one text."""

    def __init__(self, vectorizer: TfidfVectorizer):
        self._analyse = vectorizer.build_analyzer()
        self._vocabulary: dict[str, int] = vectorizer.vocabulary_
        self._weights = vectorizer.idf_.astype(np.float32)
        # No piece goes over a blank, and words come back: half the time.
        self._has_pieces = vectorizer.analyzer == _PIECES["analyzer"]
        self._of_word = lru_cache(_WORDS_REMEMBERED)(self._numbers)

    def count(self, text: str) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
        """Columns and their values."""
        numbers = chain.from_iterable(map(self._of_word, text.split())) if self._has_pieces else self._numbers(text)
        times = Counter(numbers)
        columns = np.fromiter(times, np.int64, len(times))
        values = (1 + np.log(np.fromiter(times.values(), np.float32, len(times)))) * self._weights[columns]
        length = np.sqrt(values @ values)
        return columns, values / length if length else values

    def _numbers(self, text: str) -> tuple[int, ...]:
        return tuple(number for number in map(self._vocabulary.get, self._analyse(text)) if number is not None)


def prepare(text: str) -> None:
    """Begin in a thread what takes longest in `TextFeatures.of_message` of that text, which will follow."""
    sentence_encoder().begin(write_out(text))


def _side_by_side(parts: Sequence[sp.csr_matrix]) -> sp.csr_matrix:
    # In 32 bits, like the weights: scipy would make a 64-bit copy of them all, 10 ms a message.
    return sp.hstack(parts, format="csr", dtype=np.float32)


class TextFeatures:
    """Fitted on the examples, then the same for every message."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]):
        self._vectorizers = vectorizers
        self._counters = [MessageCounter(vectorizer) for vectorizer in vectorizers]

    @classmethod
    def fit_transform(cls, texts: Sequence[str], cache: PointCache | None = None) -> tuple["TextFeatures", FeatureRows]:
        """Learn the vocabulary and its weights; also gives the rows of these texts.

        With a cache, texts seen in an earlier training are not encoded again.
        """
        written = [write_out(text) for text in texts]
        folded = [fold(text) for text in written]
        vectorizers = [TfidfVectorizer(lowercase=False, dtype=np.float32, **options) for options in (_WORDS, _PIECES)]
        counts = _side_by_side([vectorizer.fit_transform(folded) for vectorizer in vectorizers])
        encode = cache.encode if cache else sentence_encoder().encode
        rows = FeatureRows(counts, encode(written))
        return cls(vectorizers), rows

    def transform(self, texts: Sequence[str]) -> FeatureRows:
        """One row a text."""
        written = [write_out(text) for text in texts]
        folded = [fold(text) for text in written]
        counts = _side_by_side([vectorizer.transform(folded) for vectorizer in self._vectorizers])
        return FeatureRows(counts, sentence_encoder().encode(written))

    def of_message(self, text: str) -> MessageFeatures:
        """The row of this text."""
        written = write_out(text)
        folded = fold(written)
        (words, of_words), (pieces, of_pieces) = (counter.count(folded) for counter in self._counters)
        return MessageFeatures(
            np.concatenate([words, pieces + len(self._vectorizers[0].vocabulary_)]),
            np.concatenate([of_words, of_pieces]),
            sentence_encoder().encode([written])[0],
        )

    def save(self, directory: Path) -> None:
        """Write JSON and NumPy arrays: nothing that runs when it is read."""
        for name, vectorizer in zip(_NAMES, self._vectorizers, strict=True):
            terms = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)
            (directory / f"{name}.json").write_text(json.dumps(terms, ensure_ascii=False), "utf-8")
            np.save(directory / f"{name}.npy", vectorizer.idf_, allow_pickle=False)

    @classmethod
    def load(cls, directory: Path) -> "TextFeatures":
        """Read what `save` wrote, and prepare the encoder: not in a visitor's turn."""
        sentence_encoder()
        vectorizers = []
        for name, options in zip(_NAMES, (_WORDS, _PIECES), strict=True):
            terms = json.loads((directory / f"{name}.json").read_text("utf-8"))
            fixed = {**options, "vocabulary": {term: index for index, term in enumerate(terms)}}
            fixed.pop("min_df", None)
            vectorizer = TfidfVectorizer(lowercase=False, dtype=np.float32, **fixed)
            vectorizer.idf_ = np.load(directory / f"{name}.npy", allow_pickle=False)
            vectorizers.append(vectorizer)
        return cls(vectorizers)
