"""The mistakes put into sentences: few, plausible, and always the same."""

from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.bench.noise import mistype, without_accents

SENTENCES = [f"Comment puis-je annuler ma participation numéro {number} à la mission ?" for number in range(200)]


def test_without_accents_keeps_the_letters_and_their_case() -> None:
    assert without_accents("Où est l’Élève ? Cœur, ça, ŒUVRE") == "Ou est l’Eleve ? Coeur, ca, OEUVRE"


def test_one_word_in_five_is_mistyped() -> None:
    words = [word for sentence in SENTENCES for word in sentence.split(" ")]
    spoiled = [word for sentence in SENTENCES for word in mistype(sentence).split(" ")]
    able = [pair for pair in zip(words, spoiled, strict=True) if sum(letter.isalpha() for letter in pair[0]) > 1]
    assert 0.17 < sum(before != after for before, after in able) / len(able) < 0.23


def test_every_word_is_mistyped_when_asked_so() -> None:
    words = "mission Élève ça j'ai aaa"
    for before, after in zip(words.split(" "), mistype(words, 1.0).split(" "), strict=True):
        assert before != after
        assert abs(len(before) - len(after)) <= 1


def test_words_of_one_letter_and_numbers_stay() -> None:
    assert mistype("y a 35000 € ? !", 1.0) == "y a 35000 € ? !"


@given(st.text(max_size=60))
def test_same_sentence_always_gets_the_same_mistakes(text: str) -> None:
    assert mistype(text, 0.5) == mistype(text, 0.5)
    assert mistype(text, 0.0) == text
    assert len(mistype(text, 1.0).split(" ")) == len(text.split(" "))
