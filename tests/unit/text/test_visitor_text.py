"""What a visitor types is made safe, and stays what they typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import EmptyMessage, MessageTooLong
from bot.text.visitor_text import clean_visitor_text, without_command_mark

LIMIT = 2000


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("Bonjour", "Bonjour"),
        ("  Où est ma candidature ? \n", "Où est ma candidature ?"),
        ("deux\nlignes\tici", "deux\nlignes\tici"),
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("Bon\x00jour\x07\x1b[2J\x7f\x9b", "Bonjour[2J"),
        ("lone\ud800 surrogate\udfff", "lone surrogate"),
        ("private\ue000use", "privateuse"),
        ("e\u0301te\u0301", "été"),
        ("«\u00a0Je propose mon aide\u00a0»", "«\u00a0Je propose mon aide\u00a0»"),
        ("/restart", "/restart"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("?", "?"),
    ],
)
def test_controls_go_and_words_stay(typed: str, cleaned: str) -> None:
    assert clean_visitor_text(typed, LIMIT) == cleaned


@pytest.mark.parametrize("emoji", ["👋", "❤️", "👩‍👧‍👦", "👋🏽", "🇫🇷", "1️⃣", "🫶", "🫠", "🩷", "🏴󠁧󠁢󠁳󠁣󠁴󠁿"])
def test_an_emoji_alone_is_a_message(emoji: str) -> None:
    assert clean_visitor_text(f" {emoji} ", LIMIT) == emoji


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        " ",
        "\n\t\r\n",
        "\u00a0\u2003\u3000",
        "\u200b",
        "\u200d\u2060\ufeff\u00ad",
        "\x00\x01",
        "\ud800",
        "\ufe0f",
        "\u202e",
    ],
)
def test_what_shows_nothing_is_empty(nothing: str) -> None:
    with pytest.raises(EmptyMessage):
        clean_visitor_text(nothing, LIMIT)


def test_the_limit_counts_what_is_kept() -> None:
    assert len(clean_visitor_text("\x00" * 50 + " " * 50 + "a" * LIMIT + "\n" * 50, LIMIT)) == LIMIT
    assert len(clean_visitor_text("e\u0301" * LIMIT, LIMIT)) == LIMIT
    with pytest.raises(MessageTooLong, match="2000 caractères"):
        clean_visitor_text("a" * (LIMIT + 1), LIMIT)


@given(st.text())
def test_whatever_is_typed_the_result_can_be_stored_and_is_stable(typed: str) -> None:
    try:
        cleaned = clean_visitor_text(typed, LIMIT)
    except EmptyMessage:
        return
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_visitor_text(cleaned, LIMIT) == cleaned


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])))
def test_plain_words_lose_nothing_but_outer_blanks(typed: str) -> None:
    words = unicodedata.normalize("NFC", typed).strip()
    if words and any(not c.isspace() for c in words):
        assert clean_visitor_text(typed, LIMIT) == words


@pytest.mark.parametrize(
    ("typed", "heard"),
    [
        ("/restart", "restart"),
        (' /intent{"a": 1}', 'intent{"a": 1}'),
        ("//", ""),
        ("/ / restart", "restart"),
        ("\u00a0/restart", "restart"),
        ("\n\t/restart", "restart"),
        ("Je cherche une mission à Paris 18e/19e", "Je cherche une mission à Paris 18e/19e"),
        ("et/ou", "et/ou"),
        ("Où puis-je m'inscrire ? /inscription", "Où puis-je m'inscrire ? /inscription"),
        ("", ""),
    ],
)
def test_a_leading_slash_never_reaches_rasa(typed: str, heard: str) -> None:
    assert without_command_mark(typed) == heard


@given(st.text(alphabet="/ \t\n\u00a0\u2003ab{}"))
def test_what_rasa_would_strip_never_hides_a_slash(typed: str) -> None:
    heard = without_command_mark(typed)
    assert not heard.strip().startswith("/")
    assert typed.endswith(heard)
