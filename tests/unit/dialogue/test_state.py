"""What is remembered of a conversation outlives the catalogue that it was written with."""

import msgspec
import pytest

from bot.dialogue.state import DialogueState, Question, forget_unknown_topics
from bot.wire.identity import Role
from tests.doubles.catalogue import SMALL_CATALOGUE

FULL = DialogueState(
    topic="inscription",
    text="comment m'inscrire ?",
    asked=Question.CHOICE,
    offered=("frais", "assurance"),
    role=Role.BENEVOLE,
    role_asked=True,
    step=2,
    answered={"inscription": 1, "frais": 2},
    unsolved=1,
    misunderstood=1,
)


@pytest.mark.parametrize("state", [DialogueState(), FULL])
def test_nothing_is_forgotten_when_every_topic_is_known(state: DialogueState) -> None:
    assert forget_unknown_topics(state, SMALL_CATALOGUE) == state


def test_a_topic_that_is_no_more_is_forgotten_with_its_guide() -> None:
    state = msgspec.structs.replace(FULL, topic="ancien")
    assert forget_unknown_topics(state, SMALL_CATALOGUE) == msgspec.structs.replace(FULL, topic=None, step=0)


def test_what_is_left_of_a_list_can_still_be_chosen() -> None:
    state = msgspec.structs.replace(FULL, offered=("ancien", "frais"))
    assert forget_unknown_topics(state, SMALL_CATALOGUE) == msgspec.structs.replace(FULL, offered=("frais",))


def test_nothing_is_asked_any_more_when_nothing_is_left_of_a_list() -> None:
    left = forget_unknown_topics(msgspec.structs.replace(FULL, offered=("ancien",)), SMALL_CATALOGUE)
    assert (left.offered, left.asked) == ((), Question.NOTHING)


def test_a_question_without_a_list_is_still_asked() -> None:
    state = DialogueState(topic="frais", asked=Question.SATISFACTION)
    assert forget_unknown_topics(state, SMALL_CATALOGUE) == state


def test_answers_about_topics_that_are_no_more_are_not_counted() -> None:
    state = DialogueState(answered={"ancien": 2, "frais": 1})
    assert forget_unknown_topics(state, SMALL_CATALOGUE).answered == {"frais": 1}
