"""What each value of a threshold would give, on cases small enough to decide by hand."""

import pytest

from bot.catalogue import Audience, Kind, Topic
from bot.dialogue.decision import Thresholds
from bot.evaluation.figures import Labelled
from bot.evaluation.predictions import Prediction
from bot.evaluation.trade_off import Point, Varied, compute_calibration_error, compute_curve
from bot.wire.turns import Outcome, RankedTopic

CATALOGUE = {
    name: Topic(id=name, audience=Audience.TOUS, kind=kind, title=name)
    for name, kind in (
        ("a", Kind.FAQ),
        ("b", Kind.FAQ),
        ("h", Kind.HANDOFF),
        ("suite", Kind.FOLLOW_UP),
        ("hors_sujet", Kind.OUT_OF_SCOPE),
    )
}
THRESHOLDS = Thresholds(answer=0.62, doubt=0.05, answer_in_doubt=0.8, decline=0.65, offer=0.03, clarify=0.08)


def pair(topic: str, **confidences: float) -> tuple[Labelled, Prediction]:
    """A message on this topic, and what the NLU made of it; the outcome of the day does not matter."""
    ranking = tuple(RankedTopic(topic=name, confidence=value) for name, value in confidences.items())
    prediction = Prediction(
        text="?", outcome=Outcome.INCIDENT, topics=("b",), confidence=0.0, milliseconds=1.0, ranking=ranking
    )
    return Labelled(text="?", topic=topic), prediction


def curve_of(varied: Varied, *pairs: tuple[Labelled, Prediction]) -> dict[float, Point]:
    return {point.value: point for point in compute_curve(pairs, CATALOGUE, THRESHOLDS, varied)}


@pytest.mark.parametrize("varied", ["answer", "decline", "clarify", "offer"])
def test_values_increase_and_the_one_in_force_is_among_them_once(varied: Varied) -> None:
    points = compute_curve([pair("a", a=0.7)], CATALOGUE, THRESHOLDS, varied)
    values = [point.value for point in points]
    assert values == sorted(set(values))
    assert len(values) >= 8
    assert [point.value for point in points if point.is_in_force] == [getattr(THRESHOLDS, varied)]


def test_a_higher_threshold_answers_less_and_is_wrong_less() -> None:
    curve = curve_of("answer", pair("a", a=0.7, b=0.2), pair("a", b=0.5, a=0.3))
    low, middle, high = curve[0.4].figures, curve[0.62].figures, curve[0.9].figures
    assert [(f.direct, f.wrong, f.helpful) for f in (low, middle, high)] == [
        (0.5, 0.5, 0.5),
        (0.5, 0.0, 1.0),
        (0.0, 0.0, 1.0),
    ]


def test_the_other_thresholds_stay_as_they_are() -> None:
    doubtful = pair("a", a=0.7, hors_sujet=0.1)
    assert {point.figures.direct for point in curve_of("answer", doubtful).values()} == {0.0}
    assert {point.figures.direct for point in curve_of("clarify", pair("a", a=0.7)).values()} == {1.0}


def test_what_is_out_of_scope_is_declined_from_the_threshold_on() -> None:
    curve = curve_of("decline", pair("a", hors_sujet=0.7, a=0.3), pair("hors_sujet", hors_sujet=0.7, a=0.3))
    assert (curve[0.7].figures.lost, curve[0.75].figures.lost) == (1.0, 0.0)
    assert (curve[0.7].figures.leaked, curve[0.75].figures.leaked) == (0.0, 0.0)


def test_fewer_topics_are_offered_when_it_takes_more_to_offer() -> None:
    curve = curve_of("offer", pair("b", a=0.5, b=0.05))
    assert (curve[0.05].figures.helpful, curve[0.07].figures.helpful) == (1.0, 0.0)
    curve = curve_of("clarify", pair("b", a=0.1, b=0.05))
    assert (curve[0.1].figures.helpful, curve[0.12].figures.helpful) == (1.0, 0.0)


def test_a_topic_handed_over_is_answered_by_a_person() -> None:
    curve = curve_of("answer", pair("h", h=0.7), pair("a", h=0.7))
    assert (curve[0.62].figures.direct, curve[0.62].figures.wrong) == (0.5, 0.5)


def test_what_only_follows_something_does_not_count() -> None:
    curve = curve_of("answer", pair("a", suite=0.5, a=0.45, b=0.05))
    assert (curve[0.9].figures.direct, curve[0.62].figures.direct) == (1.0, 1.0)


def test_a_curve_without_messages_has_no_figures() -> None:
    assert {point.figures.helpful for point in curve_of("answer").values()} == {None}


def test_there_is_no_calibration_error_without_messages() -> None:
    assert compute_calibration_error([], CATALOGUE) is None
    assert compute_calibration_error([pair("a"), pair("a", suite=1.0)], CATALOGUE) is None


def test_confidences_are_right_when_they_are_as_high_as_the_share_that_is_right() -> None:
    pairs = [pair("a", a=0.75) for _ in range(3)] + [pair("b", a=0.75)]
    assert compute_calibration_error(pairs, CATALOGUE) == pytest.approx(0.0)


@pytest.mark.parametrize(("topic", "error"), [("a", 0.1), ("b", 0.9)])
def test_one_message_is_as_far_off_as_its_confidence_is(topic: str, error: float) -> None:
    assert compute_calibration_error([pair(topic, a=0.9)], CATALOGUE) == pytest.approx(error)


def test_a_bin_weighs_as_much_as_it_has_messages() -> None:
    certain = [pair("a", a=1.0) for _ in range(3)]
    assert compute_calibration_error([*certain, pair("b", a=0.5)], CATALOGUE) == pytest.approx(0.5 / 4)


def test_confidences_too_high_and_too_low_make_up_for_each_other_in_one_bin_only() -> None:
    same_bin = [pair("a", a=0.7), pair("b", a=0.7)]
    assert compute_calibration_error(same_bin, CATALOGUE) == pytest.approx(0.2)
    two_bins = [pair("a", a=0.7), pair("b", a=0.2)]
    assert compute_calibration_error(two_bins, CATALOGUE) == pytest.approx((0.3 + 0.2) / 2)


def test_a_right_answer_is_any_of_the_topics_accepted_and_a_follow_up_is_set_aside() -> None:
    _, prediction = pair("a", suite=0.5, b=0.5)
    accepted = Labelled(text="?", topic="a", accept=("b",))
    assert compute_calibration_error([(accepted, prediction)], CATALOGUE) == pytest.approx(0.0)
