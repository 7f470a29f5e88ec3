"""The moves of the bot: what is said, and what is remembered once it is said."""

import pytest

from bot.dialogue.decision import Decision
from bot.dialogue.moves import FALLBACK_INTENT, Move, Moves
from bot.dialogue.state import DialogueState, Question, Situation
from bot.wire.identity import Role
from bot.wire.turns import Outcome
from tests.doubles.catalogue import SMALL_CATALOGUE

MOVES = Moves(SMALL_CATALOGUE)
NEW = DialogueState()
TORN = Decision(outcome=Outcome.CLARIFY, topics=("frais", "assurance"), confidence=0.4)
UNCLEAR = Decision(outcome=Outcome.REPHRASE, topics=(), confidence=0.05)


def answered(topic: str, state: DialogueState = NEW, times: int = 1) -> DialogueState:
    """The state after that many answers."""
    for _ in range(times):
        state = MOVES.answer(topic, state, f"question sur {topic}", 0.9).state
    return state


def gist(move: Move) -> tuple[str, Situation | None, Outcome, tuple[str, ...]]:
    return move.intent, move.situation, move.outcome, move.topics


@pytest.mark.parametrize("topic", ["frais", "statut"])
def test_an_answer_is_remembered_and_asks_whether_it_helps(topic: str) -> None:
    move = MOVES.answer(topic, DialogueState(offered=("frais",), misunderstood=1, unsolved=1), "ma question", 0.8)
    assert gist(move) == (topic, None, Outcome.ANSWER, (topic,))
    assert move.confidence == 0.8
    assert move.state == DialogueState(
        topic=topic, text="ma question", asked=Question.SATISFACTION, answered={topic: 1}
    )


def test_an_answer_does_not_forget_that_others_did_not_help_when_it_was_offered_instead() -> None:
    state = DialogueState(unsolved=1, offered=("frais",))
    assert MOVES.answer("frais", state, "", 1.0, was_offered=True).state.unsolved == 1
    assert MOVES.answer("frais", state, "", 1.0).state.unsolved == 0


def test_the_role_is_asked_once_when_the_answer_depends_on_it() -> None:
    first = MOVES.answer("assurance", NEW, "", 0.9).state
    assert (first.asked, first.role_asked) == (Question.ROLE, True)
    assert answered("publier", first).asked is Question.GUIDE
    assert answered("assurance", first).asked is Question.SATISFACTION


def test_the_role_is_not_asked_when_it_is_known() -> None:
    after = answered("assurance", DialogueState(role=Role.BENEVOLE))
    assert (after.asked, after.role_asked) == (Question.SATISFACTION, False)


def test_a_guide_is_offered_once_when_the_topic_has_one() -> None:
    assert answered("inscription").asked is Question.GUIDE
    assert answered("inscription", times=2).asked is Question.SATISFACTION


def test_an_answer_is_not_given_a_third_time() -> None:
    assert MOVES.answer("frais", answered("frais"), "", 0.9).situation is None
    move = MOVES.answer("frais", answered("frais", times=2), "", 0.9)
    assert gist(move) == ("reformuler", Situation.REPEATED, Outcome.ANSWER, ("frais",))
    assert (move.state.asked, move.state.answered) == (Question.HUMAN, {"frais": 3})
    assert MOVES.answer("frais", move.state, "", 0.9).situation is Situation.REPEATED


def test_the_role_is_still_to_be_asked_when_the_answer_was_not_given_again() -> None:
    state = DialogueState(answered={"assurance": 2})
    assert MOVES.answer("assurance", state, "", 0.9).state.role_asked is False


def test_yes_to_a_person_asks_for_one_and_no_ends_politely() -> None:
    repeated = answered("frais", times=3)
    assert gist(MOVES.yes(repeated, "oui")) == ("parler_humain", None, Outcome.HANDOFF, ("parler_humain",))
    assert gist(MOVES.no(repeated)) == ("nier", Situation.FINISHED, Outcome.ANSWER, ("nier",))


def test_another_topic_is_answered_when_one_was_repeated() -> None:
    state = answered("frais", times=3)
    assert MOVES.answer("assurance", state, "", 0.9).situation is None


@pytest.mark.parametrize(
    ("topic", "outcome"),
    [("panne", Outcome.HANDOFF), ("parler_humain", Outcome.HANDOFF), ("idee", Outcome.ANSWER)],
)
def test_what_is_handed_over_or_noted_becomes_the_topic_and_asks_nothing(topic: str, outcome: Outcome) -> None:
    move = MOVES.answer(topic, answered("inscription"), "texte", 0.9)
    assert gist(move) == (topic, None, outcome, (topic,))
    assert (move.state.topic, move.state.text, move.state.asked) == (topic, "texte", Question.NOTHING)
    assert move.state.answered == {"inscription": 1}


@pytest.mark.parametrize(
    ("topic", "asked"),
    [
        ("remercier", Question.ANYTHING_ELSE),
        ("au_revoir", Question.ANYTHING_ELSE),
        ("saluer", Question.NOTHING),
        ("affirmer", Question.NOTHING),
    ],
)
def test_small_talk_does_not_change_the_topic_and_its_end_asks_whether_there_is_anything_else(
    topic: str, asked: Question
) -> None:
    before = answered("frais")
    after = MOVES.answer(topic, before, "…", 0.9).state
    assert (after.topic, after.text, after.asked) == ("frais", before.text, asked)


def test_what_is_out_of_scope_is_declined_and_asks_nothing() -> None:
    move = MOVES.decline(DialogueState(topic="frais", offered=("frais",), misunderstood=1), 0.7)
    assert gist(move) == ("hors_sujet", None, Outcome.DECLINE, ())
    assert move.confidence == 0.7
    assert move.state == DialogueState(topic="frais")


def test_topics_are_offered_when_the_bot_is_torn() -> None:
    move = MOVES.ask(TORN, NEW)
    assert gist(move) == (FALLBACK_INTENT, Situation.TORN, Outcome.CLARIFY, ("frais", "assurance"))
    assert move.confidence == 0.4
    assert move.state == DialogueState(asked=Question.CHOICE, offered=("frais", "assurance"), misunderstood=1)


def test_other_words_are_asked_for_when_nothing_is_worth_offering() -> None:
    move = MOVES.ask(UNCLEAR, DialogueState(offered=("frais",)))
    assert gist(move) == (FALLBACK_INTENT, Situation.UNCLEAR, Outcome.REPHRASE, ())
    assert move.state == DialogueState(misunderstood=1)


@pytest.mark.parametrize(
    ("decisions", "situations"),
    [
        ((UNCLEAR, UNCLEAR), (Situation.UNCLEAR, Situation.GIVE_UP)),
        ((TORN, UNCLEAR), (Situation.TORN, Situation.GIVE_UP)),
        ((UNCLEAR, TORN, TORN), (Situation.UNCLEAR, Situation.TORN, Situation.GIVE_UP)),
        ((TORN, TORN, UNCLEAR), (Situation.TORN, Situation.TORN, Situation.GIVE_UP)),
    ],
)
def test_a_person_takes_over_when_asking_has_not_helped(
    decisions: tuple[Decision, ...], situations: tuple[Situation, ...]
) -> None:
    state, moves = NEW, []
    for decision in decisions:
        moves.append(MOVES.ask(decision, state))
        state = moves[-1].state
    assert tuple(move.situation for move in moves) == situations
    assert (moves[-1].outcome, moves[-1].topics, state.offered) == (Outcome.HANDOFF, (), ())


def test_an_answer_ends_a_series_of_misunderstandings() -> None:
    state = answered("frais", MOVES.ask(UNCLEAR, NEW).state)
    assert MOVES.ask(UNCLEAR, state).situation is Situation.UNCLEAR


def test_misunderstandings_are_counted_anew_when_a_person_has_taken_over() -> None:
    handed_over = MOVES.ask(UNCLEAR, MOVES.ask(UNCLEAR, NEW).state).state
    assert MOVES.ask(UNCLEAR, handed_over).situation is Situation.UNCLEAR
    refused = MOVES.none_of_these(DialogueState(misunderstood=2)).state
    assert MOVES.ask(UNCLEAR, refused).situation is Situation.UNCLEAR


def test_none_of_the_topics_offered_counts_as_a_misunderstanding() -> None:
    first = MOVES.none_of_these(MOVES.ask(TORN, NEW).state)
    assert gist(first) == ("nier", Situation.NONE_OF_THESE, Outcome.REPHRASE, ())
    assert (first.state.asked, first.state.offered, first.state.misunderstood) == (Question.NOTHING, (), 2)
    assert gist(MOVES.none_of_these(first.state)) == ("nier", Situation.GIVE_UP, Outcome.HANDOFF, ())


def test_which_is_asked_when_there_is_a_list_and_other_words_when_there_is_none() -> None:
    state = MOVES.ask(TORN, NEW).state
    move = MOVES.which(state)
    assert gist(move) == ("choisir_option", Situation.WHICH, Outcome.CLARIFY, state.offered)
    assert move.state == state
    alone = MOVES.which(answered("frais"))
    assert gist(alone) == ("choisir_option", Situation.UNCLEAR, Outcome.REPHRASE, ())
    assert alone.state.asked is Question.NOTHING


def test_yes_to_the_only_topic_offered_answers_it() -> None:
    state = DialogueState(asked=Question.CHOICE, offered=("frais",), unsolved=1)
    move = MOVES.yes(state, "oui")
    assert gist(move) == ("frais", None, Outcome.ANSWER, ("frais",))
    assert (move.confidence, move.state.unsolved) == (1.0, 1)


def test_yes_to_several_topics_asks_which() -> None:
    state = MOVES.ask(TORN, NEW).state
    assert gist(MOVES.yes(state, "oui")) == ("affirmer", Situation.WHICH, Outcome.CLARIFY, state.offered)


def test_yes_to_the_guide_shows_its_first_step() -> None:
    move = MOVES.yes(answered("inscription"), "oui")
    assert gist(move) == ("affirmer", Situation.STEP, Outcome.ANSWER, ("inscription",))
    assert (move.state.step, move.state.asked) == (1, Question.GUIDE)


def test_yes_it_helps_asks_for_another_question_and_yes_again_listens() -> None:
    satisfied = MOVES.yes(answered("frais", DialogueState(unsolved=1)), "oui")
    assert gist(satisfied) == ("affirmer", Situation.SATISFIED, Outcome.ANSWER, ("affirmer",))
    assert (satisfied.state.asked, satisfied.state.unsolved) == (Question.ANYTHING_ELSE, 0)
    listening = MOVES.yes(satisfied.state, "oui")
    assert gist(listening) == ("affirmer", Situation.LISTENING, Outcome.ANSWER, ("affirmer",))
    assert listening.state.asked is Question.NOTHING


@pytest.mark.parametrize("asked", [Question.NOTHING, Question.ROLE])
def test_yes_is_only_noted_when_no_yes_was_asked_for(asked: Question) -> None:
    move = MOVES.yes(DialogueState(topic="frais", asked=asked), "oui")
    assert gist(move) == ("affirmer", None, Outcome.ANSWER, ("affirmer",))
    assert move.state.topic == "frais"


def test_no_to_the_topics_offered_refuses_them_all() -> None:
    assert MOVES.no(MOVES.ask(TORN, NEW).state).situation is Situation.NONE_OF_THESE


@pytest.mark.parametrize("asked", [Question.GUIDE, Question.ANYTHING_ELSE, Question.ROLE, Question.HUMAN])
def test_no_ends_politely_when_something_more_was_proposed(asked: Question) -> None:
    move = MOVES.no(DialogueState(topic="inscription", asked=asked, step=2, misunderstood=1))
    assert gist(move) == ("nier", Situation.FINISHED, Outcome.ANSWER, ("nier",))
    assert move.state == DialogueState(topic="inscription", asked=Question.ANYTHING_ELSE)


@pytest.mark.parametrize("asked", [Question.SATISFACTION, Question.NOTHING])
def test_no_offers_what_is_near_when_there_was_an_answer(asked: Question) -> None:
    move = MOVES.no(DialogueState(topic="frais", asked=asked))
    assert gist(move) == ("nier", Situation.NOT_SOLVED, Outcome.CLARIFY, ("assurance",))


def test_no_is_only_noted_when_nothing_was_said() -> None:
    assert gist(MOVES.no(NEW)) == ("nier", None, Outcome.ANSWER, ("nier",))


def test_no_said_twice_does_not_reopen_what_is_finished() -> None:
    finished = MOVES.no(MOVES.yes(answered("frais"), "oui").state)
    assert MOVES.no(finished.state).situation is Situation.FINISHED
    assert MOVES.yes(finished.state, "oui").situation is Situation.LISTENING


def test_what_is_finished_leaves_neither_a_list_nor_a_guide_nor_a_count() -> None:
    state = DialogueState(
        topic="inscription",
        text="comment ?",
        asked=Question.CHOICE,
        offered=("frais",),
        role=Role.BENEVOLE,
        role_asked=True,
        step=2,
        answered={"inscription": 1},
        unsolved=1,
        misunderstood=1,
    )
    move = MOVES.finished(state)
    assert gist(move) == ("nier", Situation.FINISHED, Outcome.ANSWER, ("nier",))
    assert move.state == DialogueState(
        topic="inscription",
        text="comment ?",
        asked=Question.ANYTHING_ELSE,
        role=Role.BENEVOLE,
        role_asked=True,
        answered={"inscription": 1},
    )


def test_an_answer_that_is_the_same_for_a_role_is_not_said_again() -> None:
    asked = answered("assurance")
    move = MOVES.same_for_this_role(asked)
    assert gist(move) == ("preciser_role", Situation.SAME_FOR_ROLE, Outcome.ANSWER, ("assurance",))
    assert (move.state.asked, move.state.answered) == (Question.SATISFACTION, {"assurance": 1})


def test_the_role_is_asked_after_the_second_of_two_answers_when_the_first_depends_on_it_too() -> None:
    first = answered("assurance")
    between = MOVES.before_another(first, NEW)
    assert (between.asked, between.role_asked, between.answered) == (Question.NOTHING, False, {"assurance": 1})
    assert answered("publier", between).asked is Question.ROLE
    assert MOVES.before_another(first, DialogueState(role_asked=True)).role_asked is True


def test_three_topics_not_yet_answered_are_offered_when_an_answer_did_not_help() -> None:
    state = answered("formulaire", answered("inscription"))
    move = MOVES.did_not_help("ca_ne_marche_pas", state, Situation.NOT_WORKING)
    assert gist(move) == (
        "ca_ne_marche_pas",
        Situation.NOT_WORKING,
        Outcome.CLARIFY,
        ("panne", "mail_confirmation", "frais"),
    )
    assert (move.state.asked, move.state.offered, move.state.unsolved) == (Question.CHOICE, move.topics, 1)


def test_a_person_takes_over_when_a_second_answer_did_not_help() -> None:
    first = MOVES.did_not_help("nier", answered("inscription"), Situation.NOT_SOLVED)
    chosen = MOVES.answer(first.topics[0], first.state, "", 1.0, was_offered=True)
    move = MOVES.did_not_help("nier", chosen.state, Situation.NOT_SOLVED)
    assert gist(move) == ("nier", Situation.STILL_NOT_SOLVED, Outcome.HANDOFF, (chosen.intent,))
    assert (move.state.asked, move.state.offered) == (Question.NOTHING, ())


@pytest.mark.parametrize("topic", ["parler_humain", "idee"])
def test_a_person_takes_over_when_nothing_is_near(topic: str) -> None:
    move = MOVES.did_not_help("nier", answered(topic), Situation.NOT_SOLVED)
    assert gist(move) == ("nier", Situation.STILL_NOT_SOLVED, Outcome.HANDOFF, (topic,))


def test_a_person_takes_over_when_all_that_is_near_was_answered() -> None:
    move = MOVES.did_not_help("nier", answered("frais", answered("assurance")), Situation.NOT_SOLVED)
    assert move.situation is Situation.STILL_NOT_SOLVED


def test_other_words_are_asked_for_when_there_was_no_answer_that_could_help() -> None:
    move = MOVES.did_not_help("ca_ne_marche_pas", DialogueState(misunderstood=1), Situation.NOT_WORKING)
    assert gist(move) == ("ca_ne_marche_pas", Situation.UNCLEAR, Outcome.REPHRASE, ())


def test_the_guide_begins_when_the_answer_was_hard_to_follow() -> None:
    move = MOVES.did_not_help("reformuler", answered("inscription"), Situation.HARD_TO_FOLLOW)
    assert gist(move) == ("reformuler", Situation.STEP, Outcome.ANSWER, ("inscription",))
    assert move.state.step == 1
    during = MOVES.did_not_help("reformuler", move.state, Situation.HARD_TO_FOLLOW)
    assert (during.situation, during.state.step) == (Situation.HARD_TO_FOLLOW, 0)
    without = MOVES.did_not_help("reformuler", answered("frais"), Situation.HARD_TO_FOLLOW)
    assert without.situation is Situation.HARD_TO_FOLLOW


def test_a_guide_goes_forward_to_its_end_and_asks_whether_it_worked() -> None:
    state, shown = answered("inscription"), []
    for _ in range(4):
        move = MOVES.step("etape_suivante", state, 1)
        state = move.state
        shown.append((move.situation, state.step, state.asked))
    assert shown == [
        (Situation.STEP, 1, Question.GUIDE),
        (Situation.STEP, 2, Question.GUIDE),
        (Situation.STEP, 3, Question.GUIDE),
        (Situation.LAST_STEP, 0, Question.SATISFACTION),
    ]


@pytest.mark.parametrize(
    ("step", "by", "shown"), [(3, -1, 2), (2, -1, 1), (1, -1, 1), (2, 0, 2), (0, -1, 1), (0, 0, 1)]
)
def test_a_guide_goes_back_to_its_first_step_and_not_before(step: int, by: int, shown: int) -> None:
    move = MOVES.step("etape_precedente", DialogueState(topic="inscription", step=step), by)
    assert (move.situation, move.state.step) == (Situation.STEP, shown)


def test_what_is_near_is_offered_when_a_guide_is_asked_for_and_there_is_none() -> None:
    move = MOVES.step("guider", answered("frais"), 0)
    assert gist(move) == ("guider", Situation.MORE_DETAIL, Outcome.CLARIFY, ("assurance",))
    assert MOVES.step("guider", NEW, 0).situation is Situation.UNCLEAR


def test_a_role_said_before_any_question_is_noted() -> None:
    move = MOVES.role_noted(DialogueState(role=Role.REFERENT, misunderstood=1))
    assert gist(move) == ("preciser_role", Situation.ROLE_NOTED, Outcome.ANSWER, ("preciser_role",))
    assert move.state == DialogueState(role=Role.REFERENT)


def test_a_move_never_changes_the_state_before_it() -> None:
    before = answered("frais")
    MOVES.answer("frais", before, "", 0.9)
    assert before.answered == {"frais": 1}
