"""Chat abbreviations are written out, and nothing else is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.chat_words import write_out


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("slt jsp pk mon mdp marche pa", "salut je ne sais pas pourquoi mon mot de passe marche pas"),
        ("bjr, jveux m'inscrire svp", "bonjour, je veux m'inscrire s'il vous plaît"),
        ("chui resp d'une asso", "je suis responsable d'une association"),
        ("JAI un PB", "j'ai un problème"),
        ("l'asso rep pas", "l'association réponse pas"),
        ("ds mon dpt", "dans mon département"),
        ("cb de tps ?", "combien de temps ?"),
        ("qd est-ce que c ouvert", "quand est-ce que c'est ouvert"),
    ],
)
def test_an_abbreviation_is_written_out_when_it_stands_alone(text: str, written: str) -> None:
    assert write_out(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "",
        "🎉 ?!",
        "Comment changer mon mot de passe ?",
        "les associations",
        "la préfecture",
        "mission n° 12",
        "Où en est ma candidature ?",
        "un point\nune ligne",
        "Élodie à l'école",
    ],
)
def test_french_stays_as_it_is_when_nothing_is_abbreviated(text: str) -> None:
    assert write_out(text) == text


@pytest.mark.parametrize("text", ["c'est quoi", "C'est fini", "c’est bon", "je crois que c'était hier"])
def test_an_elision_stays_as_it_is_when_its_letter_is_also_an_abbreviation(text: str) -> None:
    assert write_out(text) == text


@pytest.mark.parametrize("text", ["il faut un mail", "faut-il payer", "que faut-il faire", "un tel souci", "tel quel"])
def test_ordinary_words_stay_as_they_are_when_they_look_like_abbreviations(text: str) -> None:
    assert write_out(text) == text


@given(st.text(alphabet=st.characters(blacklist_categories=["L", "N", "Mn", "Pc"])))
def test_a_text_without_words_is_never_changed(text: str) -> None:
    assert write_out(text) == text
