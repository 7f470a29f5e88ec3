"""Words that differ only by case, accents or apostrophes are the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Éléonore À l'Évêché", "eleonore a l'eveche"),
        ("L’association", "l'association"),
        ("l`association l´association", "l'association l'association"),
        ("cœur ŒUVRE æ", "coeur oeuvre ae"),
        ("ça  y\u00a0est\u202f!\n", "ca y est !"),
        ("e\u0301", "e"),
        ("ﬁn", "fin"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_again_changes_nothing_on_ordinary_letters(text: str) -> None:
    latin = "".join(c for c in text if ord(c) < 0x250)
    assert fold(fold(latin)) == fold(latin)


@given(st.text(alphabet="abcdeéèêëàâîïôûùçœ' "))
def test_case_makes_no_difference(text: str) -> None:
    assert fold(text.upper()) == fold(text)
