"""Figures side by side: ratios, tables, what is left out."""

import json

import pytest

from bot.evaluation.bench.comparison import Machine, Row, as_json, as_table, describe
from bot.evaluation.bench.notes import notes_on
from bot.evaluation.bench.training import Training
from bot.evaluation.bench.turn_figures import TurnFigures, turn_rows
from bot.evaluation.figures import Labelled

ROWS = [
    Row(key="p50_ms", label="tour (ms)", own=10.0, recommended=55.0),
    Row(key="rate", label="tours par seconde", own=60.0, recommended=20.0, more_is_better=True),
    Row(key="right", label="bon sujet", own=0.8125, is_share=True, more_is_better=True),
    Row(key="nothing", label="rien", own=None),
]
OWN = TurnFigures(fresh_p50_ms=10, fresh_p95_ms=20, long_p50_ms=12, long_p95_ms=24, turns_per_second=90)


def training(epochs: int, full: float) -> Training:
    return Training(
        model="m",
        seconds=50.0,
        full_seconds=full,
        epochs=epochs,
        seconds_per_epoch={"DIETClassifier": 20.0},
        epoch_seconds={"DIETClassifier": [11.0, 20.0, 39.0]},
        idle=("TEDPolicy",),
    )


def test_ratio_says_how_many_times_better_ours_is() -> None:
    assert [row.ratio for row in ROWS] == [5.5, 3.0, None, None]


@pytest.mark.parametrize("more_is_better", [True, False])
def test_nothing_is_divided_by_zero(more_is_better: bool) -> None:
    row = Row(key="a", label="a", own=0.0, recommended=0.0, more_is_better=more_is_better)
    assert row.ratio is None


def test_table_leaves_out_what_was_not_measured() -> None:
    header, *lines = as_table(ROWS)
    assert header.split() == ["assistant", "recommandée", "rapport"]
    assert [line.split() for line in lines] == [
        ["tour", "(ms)", "10.0", "55.0", "×", "5.5"],
        ["tours", "par", "seconde", "60.0", "20.0", "×", "3.0"],
        ["bon", "sujet", "81.2%", "–", "–"],
    ]


def test_table_of_one_alone_has_one_column() -> None:
    rows = [Row(key="p50_ms", label="tour (ms)", own=10.0), Row(key="right", label="bon", own=0.5, is_share=True)]
    assert [line.split() for line in as_table(rows)] == [["tour", "(ms)", "10.0"], ["bon", "50.0%"]]


def test_json_has_the_same_figures_and_what_goes_with_them() -> None:
    machine = Machine(cores=2, load_before=0.5, load_after=1.5, examples=30, topics=2)
    report = as_json(ROWS, machine=machine, notes=["une note"])
    assert json.loads(json.dumps(report)) == {
        "assistant": {"p50_ms": 10.0, "rate": 60.0, "right": 0.8125},
        "recommended": {"p50_ms": 55.0, "rate": 20.0},
        "ratios": {"p50_ms": 5.5, "rate": 3.0},
        "machine": {"cores": 2, "load_before": 0.5, "load_after": 1.5, "examples": 30, "topics": 2},
        "notes": ["une note"],
    }
    assert describe(machine) == "30 exemples de 2 sujets. 2 cœurs, charge 0.5 au début et 1.5 à la fin."


def test_figures_of_one_alone_have_no_ratio() -> None:
    rows = turn_rows(OWN, None)
    assert all(row.recommended is None and row.ratio is None for row in rows)
    assert {row.key: row.own for row in rows if row.own is not None} == {
        "fresh_p50_ms": 10,
        "fresh_p95_ms": 20,
        "long_p50_ms": 12,
        "long_p95_ms": 24,
        "turns_per_second": 90,
    }


def test_rankings_are_judged_against_every_right_topic() -> None:
    messages = [Labelled(text="?", topic="a", accept=("b",)), Labelled(text="?", topic="a")]
    figures = TurnFigures(fresh_p50_ms=1, fresh_p95_ms=1, long_p50_ms=1, long_p95_ms=1, turns_per_second=1)
    figures.judge(messages, [("b", "c"), ("c", "d", "e", "a")])
    assert (figures.first_right, figures.three_right) == (0.5, 0.5)
    figures.judge(messages, [(), ("c", "d", "a")])
    assert (figures.first_right, figures.three_right) == (0.0, 0.5)


def test_notes_say_that_a_short_training_was_scaled_and_its_accuracy_means_nothing() -> None:
    said = " ".join(notes_on(training(epochs=2, full=2010.0)))
    assert "2 époques entraînées en 50 s (une époque : DIETClassifier 20.0 s, de 11.0 à 39.0)" in said
    assert "2010 s sont CALCULÉES pour les 100 époques" in said
    assert "sa justesse ne veut rien dire" in said
    assert said.endswith("Rien à apprendre dans nos données pour : TEDPolicy.")


def test_notes_on_a_whole_training_do_not() -> None:
    said = " ".join(notes_on(training(epochs=100, full=50.0)))
    assert "CALCULÉES" not in said and "justesse" not in said
