"""Probabilities stay probabilities, in order, whatever is done with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.rankings import Ranking, agree, confidence_in, favour, without
from bot.wire.turns import RankedTopic
from tests.doubles.rankings import ranking


@st.composite
def rankings(draw: st.DrawFn) -> Ranking:
    """Some topics with probabilities that sum to one, the most likely first."""
    weights = draw(st.dictionaries(st.sampled_from("abcdef"), st.floats(0.001, 1.0), min_size=1))
    total = sum(weights.values())
    rows = sorted(weights.items(), key=lambda row: -row[1])
    return tuple(RankedTopic(topic=topic, confidence=weight / total) for topic, weight in rows)


@given(rankings(), rankings(), st.floats(0.0, 1.0))
def test_two_readings_agree_on_probabilities_in_order(alone: Ranking, after: Ranking, weight: float) -> None:
    agreed = [ranked.confidence for ranked in agree(alone, after, weight)]
    assert sum(agreed) == pytest.approx(1.0)
    assert agreed == sorted(agreed, reverse=True)


@given(rankings(), st.sets(st.sampled_from("abcdef")), st.floats(1.0, 10.0))
def test_what_is_favoured_stays_in_order_and_within_one(before: Ranking, topics: set[str], times: float) -> None:
    favoured = [ranked.confidence for ranked in favour(before, topics, times)]
    assert sum(favoured) <= 1.0 + 1e-9
    assert favoured == sorted(favoured, reverse=True)


def test_a_topic_that_one_reading_rules_out_is_ruled_out() -> None:
    agreed = agree(ranking(a=0.6, b=0.3, c=0.0001), ranking(c=0.9, b=0.09, a=0.0001), 0.5)
    assert agreed[0].topic == "b"


def test_the_weight_says_which_reading_counts() -> None:
    first, second = ranking(a=0.9, b=0.1), ranking(b=0.9, a=0.1)
    assert agree(first, second, 1.0)[0].topic == "a"
    assert agree(first, second, 0.0)[0].topic == "b"


def test_one_reading_alone_is_left_as_it_is() -> None:
    assert agree(ranking(a=0.4), (), 0.5) == ranking(a=0.4)
    assert agree((), ranking(a=0.4), 0.5) == ()


def test_without_a_topic_the_others_share_what_it_had() -> None:
    left = without(ranking(a=0.5, b=0.3), "a")
    assert confidence_in(left, "b") == pytest.approx(0.6)
    assert confidence_in(left, "a") == 0.0
