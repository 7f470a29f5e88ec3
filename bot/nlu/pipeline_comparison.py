"""`python -m bot.nlu.pipeline_comparison < given.json`: sets of features under two classifiers, on our examples.

A subprocess of `assistant bench pipelines`; without Rasa. Features and classifiers are written out here, so that the
comparison stays when the pipeline in force changes; that one comes last. A line of JSON for each, as it is ready.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from bot.nlu.dataset_benchmark import Guess, best_guesses, train_in_force
from bot.nlu.sentence_encoder import sentence_encoder
from bot.text.folding import fold

_SPACY_MODEL = "fr_core_news_md"
_SPACY_LEFT_OUT = ["tok2vec", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "ner"]
_WORDS: dict[str, Any] = {"ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b", "sublinear_tf": True}
_PIECES: dict[str, Any] = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2, "sublinear_tf": True}
_FOLDS, _SEED = 3, 20170509
# 67.4, 69.0 and 69.6 % right with 3, 10 and 30, on one split of our examples with all features but spaCy's.
_LOGISTIC_C = 30.0

Points = npt.NDArray[np.float32]
Labels = npt.NDArray[np.str_]
Numbers = npt.NDArray[np.float64]
_Options = Sequence[dict[str, Any]]


class _Texts:
    """Texts and their points, encoded once for all the trainings."""

    def __init__(self, raw: Sequence[str], points: Points | None):
        self.raw = raw
        self.folded = [fold(text) for text in raw]
        self.points = points

    def only(self, rows: npt.NDArray[np.int_]) -> "_Texts":
        """These rows."""
        return _Texts([self.raw[row] for row in rows], None if self.points is None else self.points[rows])


_Guesser = Callable[[_Texts], list[Guess]]


class _Train(Protocol):
    def __call__(self, texts: _Texts, labels: Labels, penalty: float) -> _Guesser: ...


class _Model(Protocol):
    def __init__(self, features: sp.csr_matrix, labels: Labels, penalty: float): ...
    def probabilities(self, features: sp.csr_matrix) -> Numbers: ...


class _Logistic:
    """One topic against the rest, as the machine. The dual is three times faster here than the other solvers."""

    def __init__(self, features: sp.csr_matrix, labels: Labels, penalty: float):
        self._model = LogisticRegression(C=_LOGISTIC_C, solver="liblinear", dual=True, random_state=_SEED)
        self._model.fit(features, labels)

    def probabilities(self, features: sp.csr_matrix) -> Numbers:
        return np.asarray(self._model.predict_proba(features))


class _Machine:
    """A linear SVM: its margins, times a number fitted on a third it has not seen, make probabilities."""

    def __init__(self, features: sp.csr_matrix, labels: Labels, penalty: float):
        seen, unseen = next(_folds(labels))
        trial = LinearSVC(C=penalty, random_state=_SEED).fit(features[seen], labels[seen])
        margins, right = trial.decision_function(features[unseen]), np.searchsorted(trial.classes_, labels[unseen])

        def surprise(sharpness: float) -> float:
            shares = _softmax(sharpness * margins)[np.arange(len(right)), right]
            return float(-np.log(np.maximum(shares, 1e-12)).mean())

        self._sharpness = minimize_scalar(surprise, bounds=(0.5, 20.0), method="bounded").x
        self._machine = LinearSVC(C=penalty, random_state=_SEED).fit(features, labels)

    def probabilities(self, features: sp.csr_matrix) -> Numbers:
        return _softmax(self._sharpness * self._machine.decision_function(features))


_SETS: dict[str, tuple[_Options, str]] = {
    "mots": ((_WORDS,), ""),
    "mots + morceaux": ((_WORDS, _PIECES), ""),
    "mots + morceaux + vecteur spaCy": ((_WORDS, _PIECES), "spacy"),
    "mots + morceaux + point de phrase": ((_WORDS, _PIECES), "encoder"),
}
_CLASSIFIERS: dict[str, type[_Model]] = {"régression logistique": _Logistic, "SVM linéaire": _Machine}


def spacy_points(texts: Sequence[str]) -> Points:
    """The mean vector of the words, of length 1; tokenizer and vectors only. Raises `OSError` without the model."""
    import spacy

    language = spacy.load(_SPACY_MODEL, exclude=_SPACY_LEFT_OUT)
    points = np.asarray([language.make_doc(text.lower()).vector for text in texts], dtype=np.float32)
    points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)
    return points


_ENCODERS: dict[str, Callable[[Sequence[str]], Points]] = {
    "spacy": spacy_points,
    "encoder": lambda texts: sentence_encoder().encode(texts),
}


def compare(examples: Sequence[Sequence[str]], files: list[list[str]], penalty: float) -> Iterator[dict[str, Any]]:
    """Every combination: guesses for the files, and for each example by a model that has not seen it."""
    texts, labels = [text for text, _ in examples], np.asarray([label for _, label in examples])
    for set_name, (options, encoder) in _SETS.items():
        encode = _ENCODERS.get(encoder)
        started = time.perf_counter()
        known = _Texts(texts, encode(texts) if encode else None)
        encoding_seconds = time.perf_counter() - started
        others = [_Texts(own, encode(own) if encode else None) for own in files]
        for classifier, model in _CLASSIFIERS.items():
            row = _judge(_trainer(options, model), known, labels, others, penalty)
            row["training_seconds"] += encoding_seconds
            yield {"features": set_name, "classifier": classifier, **row}
    row = _judge(_train_in_force, _Texts(texts, None), labels, [_Texts(own, None) for own in files], penalty)
    yield {"features": "en place", "classifier": "en place", **row}


def _judge(train: _Train, known: _Texts, labels: Labels, others: Sequence[_Texts], penalty: float) -> dict[str, Any]:
    started = time.perf_counter()
    guess = train(known, labels, penalty)
    seconds = time.perf_counter() - started
    unseen: dict[int, Guess] = {}
    for seen, rest in _folds(labels):
        guess_rest = train(known.only(seen), labels[seen], penalty)
        unseen |= zip(rest.tolist(), guess_rest(known.only(rest)), strict=True)
    return {
        "training_seconds": seconds,
        "files": [guess(own) for own in others],
        "unseen": [unseen[row] for row in range(len(labels))],
    }


def _trainer(options: _Options, kind: type[_Model]) -> _Train:
    def train(texts: _Texts, labels: Labels, penalty: float) -> _Guesser:
        vectorizers = [TfidfVectorizer(lowercase=False, **own).fit(texts.folded) for own in options]

        def features(own: _Texts) -> sp.csr_matrix:
            counts = [vectorizer.transform(own.folded) for vectorizer in vectorizers]
            return sp.hstack(counts if own.points is None else [*counts, sp.csr_matrix(own.points)]).tocsr()

        model = kind(features(texts), labels, penalty)
        return lambda own: best_guesses(labels.tolist(), model.probabilities(features(own)))

    return train


def _train_in_force(texts: _Texts, labels: Labels, penalty: float) -> _Guesser:
    guess = train_in_force(texts.raw, labels.tolist(), penalty)
    return lambda own: guess(own.raw)


def _folds(labels: Labels) -> Iterator[tuple[npt.NDArray[np.int_], npt.NDArray[np.int_]]]:
    return iter(StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(labels, labels))


def _softmax(scores: Numbers) -> Numbers:
    shifted: Numbers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))


def main() -> None:
    """Standard input to its end, then a line as each combination is ready."""
    given = json.load(sys.stdin)
    for row in compare(given["examples"], given["files"], given["penalty"]):
        print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
