"""The figures of quality, on cases small enough to count by hand."""

import pytest

from bot.catalogue import Audience, Kind, Topic
from bot.evaluation.figures import (
    Labelled,
    compute_by_topic,
    compute_figures,
    is_direct,
    is_helpful,
    is_lost,
    is_wrong,
)
from bot.evaluation.predictions import Prediction
from bot.wire.turns import Outcome

CATALOGUE = {
    name: Topic(id=name, audience=Audience.TOUS, kind=kind, title=name)
    for name, kind in (
        ("a", Kind.FAQ),
        ("b", Kind.FAQ),
        ("h", Kind.HANDOFF),
        ("saluer", Kind.CHITCHAT),
        ("hors_sujet", Kind.OUT_OF_SCOPE),
    )
}


def predicted(outcome: Outcome, *topics: str) -> Prediction:
    return Prediction(text="?", outcome=outcome, topics=topics, confidence=0.5, milliseconds=1.0)


def about(topic: str, *accept: str) -> Labelled:
    return Labelled(text="?", topic=topic, accept=accept)


@pytest.mark.parametrize(
    ("prediction", "direct", "helpful", "wrong", "lost"),
    [
        (predicted(Outcome.ANSWER, "a"), True, True, False, False),
        (predicted(Outcome.ANSWER, "b"), True, True, False, False),  # accepted too
        (predicted(Outcome.ANSWER, "h"), False, False, True, False),
        (predicted(Outcome.ANSWER, "h", "a"), False, False, True, False),
        (predicted(Outcome.HANDOFF, "a"), True, True, False, False),
        (predicted(Outcome.HANDOFF, "h"), False, False, True, False),
        (predicted(Outcome.HANDOFF), False, False, False, True),
        (predicted(Outcome.CLARIFY, "h", "saluer", "a"), False, True, False, False),
        (predicted(Outcome.CLARIFY, "h", "b"), False, True, False, False),
        (predicted(Outcome.CLARIFY, "h"), False, False, False, True),
        (predicted(Outcome.REPHRASE), False, False, False, True),
        (predicted(Outcome.DECLINE), False, False, False, True),
        (predicted(Outcome.INCIDENT), False, False, False, True),
    ],
)
def test_one_message(prediction: Prediction, direct: bool, helpful: bool, wrong: bool, lost: bool) -> None:
    message = about("a", "b")
    assert is_direct(message, prediction) is direct
    assert is_helpful(message, prediction) is helpful
    assert is_wrong(message, prediction) is wrong
    assert is_lost(message, prediction) is lost
    assert helpful + wrong + lost == 1


def test_shares_are_of_the_messages_they_are_about() -> None:
    pairs = [
        (about("a"), predicted(Outcome.ANSWER, "a")),
        (about("a"), predicted(Outcome.CLARIFY, "b", "a")),
        (about("b"), predicted(Outcome.ANSWER, "a")),
        (about("saluer"), predicted(Outcome.REPHRASE)),
        (about("hors_sujet"), predicted(Outcome.ANSWER, "a")),
        (about("hors_sujet"), predicted(Outcome.HANDOFF, "h")),
        (about("hors_sujet"), predicted(Outcome.DECLINE)),
        (about("hors_sujet"), predicted(Outcome.CLARIFY, "a")),
        (about("hors_sujet"), predicted(Outcome.REPHRASE)),
    ]
    figures = compute_figures(pairs, CATALOGUE)
    assert (figures.in_scope, figures.out_of_scope) == (4, 5)
    assert (figures.helpful, figures.direct, figures.wrong, figures.lost) == (0.5, 0.25, 0.25, 0.25)
    assert figures.leaked == 0.4


def test_a_figure_without_messages_is_none() -> None:
    empty = compute_figures([], CATALOGUE)
    assert (empty.helpful, empty.direct, empty.wrong, empty.lost, empty.leaked) == (None,) * 5
    inside = compute_figures([(about("a"), predicted(Outcome.ANSWER, "a"))], CATALOGUE)
    assert (inside.helpful, inside.leaked) == (1.0, None)
    outside = compute_figures([(about("hors_sujet"), predicted(Outcome.DECLINE))], CATALOGUE)
    assert (outside.helpful, outside.leaked) == (None, 0.0)


def test_a_label_that_the_catalogue_lost_counts_as_in_scope() -> None:
    assert compute_figures([(about("ancien"), predicted(Outcome.DECLINE))], CATALOGUE).lost == 1.0


def test_figures_by_topic_stand_in_the_order_of_the_messages() -> None:
    pairs = [
        (about("b"), predicted(Outcome.ANSWER, "b")),
        (about("a"), predicted(Outcome.ANSWER, "b")),
        (about("b"), predicted(Outcome.REPHRASE)),
    ]
    by_topic = compute_by_topic(pairs, CATALOGUE)
    assert list(by_topic) == ["b", "a"]
    assert (by_topic["b"].in_scope, by_topic["b"].direct) == (2, 0.5)
    assert (by_topic["a"].in_scope, by_topic["a"].wrong) == (1, 1.0)
