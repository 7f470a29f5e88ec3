"""Answer, ask, or admit: what is done with a ranking of topics."""

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.catalogue import Audience, Kind, Topic
from bot.dialogue.decision import Decision, Thresholds, decide
from bot.settings import ROOT
from bot.wire.turns import Outcome, RankedTopic

THRESHOLDS = Thresholds(answer=0.5, doubt=0.05, answer_in_doubt=0.8, decline=0.6, offer=0.05, clarify=0.2)


def topic(topic_id: str, kind: Kind = Kind.FAQ, *, is_offered: bool = True) -> Topic:
    return Topic(id=topic_id, audience=Audience.TOUS, kind=kind, title=topic_id, is_offered=is_offered)


CATALOGUE = {
    t.id: t
    for t in (
        *(topic(f"faq_{n}") for n in range(5)),
        topic("candidature", Kind.PERSONAL),
        topic("bloque", Kind.HANDOFF),
        topic("insatisfaction", Kind.HANDOFF, is_offered=False),
        topic("saluer", Kind.CHITCHAT),
        topic("hors_sujet", Kind.OUT_OF_SCOPE),
        topic("ca_ne_marche_pas", Kind.FOLLOW_UP),
    )
}


def decide_on(**confidences: float) -> Decision:
    ranking = [RankedTopic(topic=name, confidence=value) for name, value in confidences.items()]
    return decide(ranking, CATALOGUE, THRESHOLDS)


@pytest.mark.parametrize("name", ["faq_0", "candidature", "bloque", "saluer"])
def test_a_sure_topic_is_answered(name: str) -> None:
    decision = decide_on(**{name: 0.9, "faq_1": 0.1})
    assert (decision.outcome, decision.topics, decision.confidence) == (Outcome.ANSWER, (name,), 0.9)


@pytest.mark.parametrize(
    ("confidence", "outcome"),
    [(0.5, Outcome.ANSWER), (0.4999, Outcome.CLARIFY), (0.2, Outcome.CLARIFY), (0.1999, Outcome.REPHRASE)],
)
def test_the_edges_of_an_answer_and_of_a_question(confidence: float, outcome: Outcome) -> None:
    assert decide_on(faq_0=confidence).outcome is outcome


@pytest.mark.parametrize(("confidence", "outcome"), [(0.6, Outcome.DECLINE), (0.5999, Outcome.CLARIFY)])
def test_the_edge_of_a_refusal(confidence: float, outcome: Outcome) -> None:
    decision = decide_on(hors_sujet=confidence, faq_0=0.3)
    assert decision.outcome is outcome
    assert decision.topics == (() if outcome is Outcome.DECLINE else ("faq_0",))


def test_out_of_scope_without_anything_to_offer_asks_to_rephrase() -> None:
    assert decide_on(hors_sujet=0.59, faq_0=0.049).outcome is Outcome.REPHRASE


def test_chitchat_half_understood_without_anything_to_offer_asks_to_rephrase() -> None:
    assert decide_on(saluer=0.49).outcome is Outcome.REPHRASE


def test_topics_are_offered_best_first_from_the_threshold_on() -> None:
    decision = decide_on(faq_2=0.4, faq_1=0.3, faq_0=0.05, faq_3=0.0499)
    assert (decision.outcome, decision.topics) == (Outcome.CLARIFY, ("faq_2", "faq_1", "faq_0"))


def test_three_topics_are_offered_at_most() -> None:
    assert decide_on(faq_0=0.3, faq_1=0.2, faq_2=0.2, faq_3=0.2).topics == ("faq_0", "faq_1", "faq_2")


def test_what_nobody_would_choose_is_not_offered() -> None:
    decision = decide_on(saluer=0.3, ca_ne_marche_pas=0.25, hors_sujet=0.2, faq_0=0.1, candidature=0.1)
    assert decision.topics == ("faq_0", "candidature")


def test_a_topic_that_is_not_worth_a_button_is_answered_when_sure_and_never_offered() -> None:
    assert decide_on(insatisfaction=0.4, faq_0=0.3).topics == ("faq_0",)
    assert decide_on(insatisfaction=0.4).outcome is Outcome.REPHRASE
    assert decide_on(insatisfaction=0.5, faq_0=0.3).topics == ("insatisfaction",)


def test_the_thresholds_in_force_are_those_that_a_button_is_read_under() -> None:
    """A button has no parse data of the model: it is read under the defaults."""
    (classifier,) = (
        component
        for component in yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
        if component["name"].endswith("TopicClassifier")
    )
    assert msgspec.convert(classifier["thresholds"], Thresholds) == Thresholds()
    assert classifier["thresholds"].keys() == msgspec.structs.asdict(Thresholds()).keys()


@pytest.mark.parametrize(
    ("confidence", "outside", "outcome"),
    [
        (0.9, 0.1, Outcome.ANSWER),
        (0.8, 0.2, Outcome.ANSWER),
        (0.7999, 0.05, Outcome.CLARIFY),
        (0.7999, 0.0499, Outcome.ANSWER),
        (0.5, 0.0499, Outcome.ANSWER),
        (0.5, 0.05, Outcome.CLARIFY),
    ],
)
def test_it_takes_more_to_answer_what_may_be_out_of_scope(confidence: float, outside: float, outcome: Outcome) -> None:
    decision = decide_on(faq_0=confidence, hors_sujet=outside)
    assert (decision.outcome, decision.topics) == (outcome, ("faq_0",))


@pytest.mark.parametrize("ranking", [{}, {"inconnu": 0.99}])
def test_nothing_known_asks_to_rephrase(ranking: dict[str, float]) -> None:
    assert decide_on(**ranking) == Decision(outcome=Outcome.REPHRASE, topics=(), confidence=0.0)


def test_an_unknown_topic_does_not_hide_a_known_one() -> None:
    assert decide_on(inconnu=0.99, faq_0=0.5).topics == ("faq_0",)


confidences = st.floats(min_value=0, max_value=1)
rankings = st.dictionaries(st.sampled_from([*CATALOGUE, "inconnu", "ancien"]), confidences).map(
    lambda found: sorted(
        (RankedTopic(topic=name, confidence=value) for name, value in found.items()),
        key=lambda ranked: -ranked.confidence,
    )
)
thresholds = st.builds(
    Thresholds,
    answer=confidences,
    doubt=confidences,
    answer_in_doubt=confidences,
    decline=confidences,
    offer=confidences,
    clarify=confidences,
)


@given(rankings, thresholds)
def test_whatever_the_ranking_the_decision_keeps_its_promises(
    ranking: list[RankedTopic], thresholds: Thresholds
) -> None:
    decision = decide(ranking, CATALOGUE, thresholds)
    confidence = {ranked.topic: ranked.confidence for ranked in ranking}
    assert len(decision.topics) <= 3
    assert len(set(decision.topics)) == len(decision.topics)
    assert set(decision.topics) <= set(CATALOGUE) & set(confidence)
    kinds = {CATALOGUE[name].kind for name in decision.topics}
    if decision.outcome is Outcome.CLARIFY:
        assert decision.topics
        assert not kinds & {Kind.CHITCHAT, Kind.OUT_OF_SCOPE, Kind.FOLLOW_UP}
        assert all(CATALOGUE[name].is_offered for name in decision.topics)
        assert all(confidence[name] >= thresholds.offer for name in decision.topics)
        assert decision.confidence >= thresholds.clarify
        assert [confidence[name] for name in decision.topics] == sorted(
            (confidence[name] for name in decision.topics), reverse=True
        )
    elif decision.outcome is Outcome.ANSWER:
        (answered,) = decision.topics
        assert Kind.OUT_OF_SCOPE not in kinds
        is_doubtful = confidence.get("hors_sujet", 0) >= thresholds.doubt
        enough = thresholds.answer_in_doubt if is_doubtful else thresholds.answer
        assert confidence[answered] == decision.confidence >= enough
    else:
        assert decision.outcome in (Outcome.REPHRASE, Outcome.DECLINE)
        assert decision.topics == ()
    if decision.outcome is Outcome.DECLINE:
        assert confidence["hors_sujet"] == decision.confidence >= thresholds.decline


@given(rankings, confidences)
def test_a_lower_threshold_never_turns_an_answer_into_a_question(ranking: list[RankedTopic], answer: float) -> None:
    strict = decide(ranking, CATALOGUE, Thresholds(answer=answer))
    lenient = decide(ranking, CATALOGUE, Thresholds(answer=answer / 2))
    if strict.outcome is Outcome.ANSWER:
        assert lenient == strict
