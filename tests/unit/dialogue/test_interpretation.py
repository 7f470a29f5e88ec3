"""What a message means in its conversation; what the NLU would say of each text is scripted."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.decision import Thresholds
from bot.dialogue.interpretation import Heard, Interpreter
from bot.dialogue.moves import FALLBACK_INTENT, Move
from bot.dialogue.rankings import Ranking, without_follow_ups
from bot.dialogue.state import DialogueState, Question, Situation
from bot.wire.identity import Role
from bot.wire.turns import Outcome, RankedTopic
from tests.doubles.catalogue import FOLLOW_UPS, SMALL_CATALOGUE
from tests.doubles.rankings import ranking

NEW = DialogueState()
THRESHOLDS = Thresholds()
# What was said before: a plain answer, one with a guide, and a list of topics.
AFTER_FRAIS = DialogueState(
    topic="frais", text="suis-je remboursé ?", asked=Question.SATISFACTION, answered={"frais": 1}
)
AFTER_INSCRIPTION = DialogueState(
    topic="inscription", text="comment m'inscrire ?", asked=Question.GUIDE, answered={"inscription": 1}
)
TORN = DialogueState(asked=Question.CHOICE, offered=("frais", "assurance", "inscription"), misunderstood=1)


class ScriptedRank:
    """Stands for the NLU on pieces of text; an unscripted piece is like nothing known."""

    def __init__(self, script: dict[str, Ranking]):
        self._script = script
        self.asked: list[str] = []

    async def __call__(self, text: str) -> Ranking:
        """The ranking scripted for this text."""
        self.asked.append(text)
        return self._script.get(text, ())


async def hear(
    text: str,
    state: DialogueState = NEW,
    script: dict[str, Ranking] | None = None,
    role: Role | None = None,
    **confidences: float,
) -> tuple[Move, ...]:
    """The moves for a typed message."""
    heard = Heard(text=text, ranking=ranking(**confidences), role=role)
    return await Interpreter(SMALL_CATALOGUE, THRESHOLDS, ScriptedRank(script or {})).interpret(heard, state)


async def hear_one(*arguments: Any, **named: Any) -> Move:
    """The move for a message that asks one thing."""
    (move,) = await hear(*arguments, **named)
    return move


async def press(topic: str, state: DialogueState, role: Role | None = None) -> Move:
    """The move for a button, whose title does not matter."""
    heard = Heard(text="Titre", ranking=ranking(**{topic: 1.0}), role=role, pressed=True)
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, ScriptedRank({})).interpret(heard, state)
    return move


# Alone


async def test_a_clear_question_is_answered_when_nothing_was_said_before() -> None:
    move = await hear_one("suis-je remboursé ?", frais=0.9)
    assert (move.intent, move.outcome, move.confidence) == ("frais", Outcome.ANSWER, 0.9)
    assert (move.state.topic, move.state.text) == ("frais", "suis-je remboursé ?")


async def test_topics_are_offered_when_the_ranking_is_torn() -> None:
    move = await hear_one("les frais", frais=0.5, assurance=0.3)
    assert (move.intent, move.situation, move.topics) == (FALLBACK_INTENT, Situation.TORN, ("frais", "assurance"))


async def test_a_message_out_of_scope_is_declined() -> None:
    assert (await hear_one("carte grise", hors_sujet=0.8)).outcome is Outcome.DECLINE


async def test_other_words_are_asked_for_when_nothing_is_known() -> None:
    assert (await hear_one("???")).situation is Situation.UNCLEAR


async def test_a_person_takes_over_when_two_messages_in_a_row_are_not_understood() -> None:
    first = await hear_one("blabla", frais=0.05)
    second = await hear_one("blibli", first.state, frais=0.05)
    assert (second.intent, second.situation, second.outcome) == (FALLBACK_INTENT, Situation.GIVE_UP, Outcome.HANDOFF)


async def test_an_answer_chosen_from_an_offer_is_never_refused() -> None:
    often = msgspec.structs.replace(TORN, answered={"assurance": 2})
    move = await hear_one("la deuxième", often, hors_sujet=0.9)
    assert (move.intent, move.situation) == ("assurance", None)


@pytest.mark.parametrize("text", ["oui merci", "oui c'est ça, c'est payant ou pas ?"])
async def test_yes_to_the_only_topic_offered_is_yes_whatever_is_added(text: str) -> None:
    only_one = msgspec.structs.replace(TORN, offered=("assurance",))
    assert (await hear_one(text, only_one, remercier=0.9)).intent == "assurance"
    assert (await hear_one(text, TORN, remercier=0.9)).intent != "assurance"


async def test_what_stands_after_yes_but_is_what_is_asked() -> None:
    script = {"comment j'exporte": ranking(assurance=0.9)}
    assert (await hear_one("oui mais comment j'exporte", AFTER_FRAIS, script, affirmer=0.95)).intent == "assurance"


async def test_a_yes_inside_a_question_is_no_consent() -> None:
    move = await hear_one("et si je clique sur oui quand même", AFTER_FRAIS, affirmer=0.95)
    assert move.intent != "affirmer"


@pytest.mark.parametrize(
    ("text", "confidence", "outcome"),
    [
        ("et mes jours de congés", 0.85, Outcome.DECLINE),
        ("et ça je le demande où", 0.85, Outcome.ANSWER),
        ("et ça je le demande où", 0.95, Outcome.DECLINE),
    ],
)
async def test_what_is_out_of_scope_alone_is_declined_after_an_answer_too(
    text: str, confidence: float, outcome: Outcome
) -> None:
    script = {f"suis-je remboursé ? {text}": ranking(frais=0.9)}
    assert (await hear_one(text, AFTER_FRAIS, script, hors_sujet=confidence, frais=0.05)).outcome is outcome


async def test_an_answer_is_not_given_a_third_time_when_the_same_question_comes_back() -> None:
    state, situations = NEW, []
    for _ in range(3):
        move = await hear_one("suis-je remboursé ?", state, frais=0.9)
        state = move.state
        situations.append(move.situation)
    assert situations == [None, None, Situation.REPEATED]


async def test_the_same_personal_question_about_something_else_is_answered_again() -> None:
    first = await hear_one("où en est ma candidature au marché ?", statut=0.9)
    again = await hear_one("et pour la mission 15 ?", first.state, statut=0.9)
    assert (again.intent, again.situation, again.outcome) == ("statut", None, Outcome.ANSWER)


@pytest.mark.parametrize(
    ("role", "answered"),
    [(Role.RESPONSABLE, "delai"), (Role.REFERENT, "moderation"), (Role.BENEVOLE, "moderation"), (None, "moderation")],
)
async def test_a_question_of_référents_is_another_one_for_who_is_none(role: Role | None, answered: str) -> None:
    move = await hear_one("où en est la mission 6 ?", DialogueState(role=role), moderation=0.9)
    assert move.intent == answered


# Urgent


@pytest.mark.parametrize("state", [NEW, AFTER_FRAIS, TORN])
async def test_danger_comes_first(state: DialogueState) -> None:
    move = await hear_one("la première, il va revenir", state, ca_ne_marche_pas=0.05, danger_detresse=0.9)
    assert (move.intent, move.outcome, move.confidence) == ("danger_detresse", Outcome.HANDOFF, 0.9)


@pytest.mark.parametrize("danger", [0.4, 0.6, 0.89])
async def test_where_to_call_is_said_and_the_question_asked_when_somebody_may_be_in_danger(danger: float) -> None:
    move = await hear_one("il va revenir, suis-je assuré ?", AFTER_FRAIS, danger_detresse=danger, assurance=1 - danger)
    assert (move.situation, move.outcome) == (Situation.WORRIED, Outcome.CLARIFY)
    assert move.topics == move.state.offered == ("danger_detresse", "assurance")
    assert (await press("danger_detresse", move.state)).outcome is Outcome.HANDOFF


async def test_nothing_but_danger_is_offered_when_nothing_else_is_likely() -> None:
    assert (await hear_one("il va revenir", danger_detresse=0.6)).topics == ("danger_detresse",)


@pytest.mark.parametrize("state", [NEW, AFTER_FRAIS, TORN])
async def test_danger_said_in_so_many_words_comes_first_whatever_is_asked_with_it(state: DialogueState) -> None:
    move = await hear_one("comment m'inscrire ? et puis j'ai envie de disparaître", state, inscription=0.99)
    assert (move.intent, move.outcome) == ("danger_detresse", Outcome.HANDOFF)


async def test_the_title_of_a_button_is_nobody_s_cry() -> None:
    heard = Heard(text="au secours", ranking=ranking(frais=1.0), pressed=True)
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, ScriptedRank({})).interpret(heard, NEW)
    assert move.intent == "frais"


async def test_danger_is_not_assumed_below_its_threshold() -> None:
    assert (await hear_one("suis-je assuré ?", NEW, assurance=0.6, danger_detresse=0.39)).intent == "assurance"


async def test_a_choice_among_topics_is_no_cry() -> None:
    assert (await hear_one("la première", TORN, danger_detresse=0.6)).intent == "frais"


# A choice


@pytest.mark.parametrize(
    ("text", "topic"),
    [("frais", "frais"), ("M'inscrire !", "inscription"), ("la deuxième", "assurance"), ("la dernière", "inscription")],
)
async def test_a_topic_is_answered_when_it_is_chosen_by_title_or_by_place(text: str, topic: str) -> None:
    move = await hear_one(text, TORN, recherche=0.9)
    assert (move.intent, move.topics, move.confidence) == (topic, (topic,), 1.0)
    assert (move.state.offered, move.state.misunderstood) == ((), 0)


async def test_a_choice_does_not_forget_that_the_answer_before_did_not_help() -> None:
    state = DialogueState(topic="formulaire", asked=Question.CHOICE, offered=("frais",), unsolved=1)
    chosen = await hear_one("la première", state)
    assert chosen.state.unsolved == 1
    assert (await hear_one("non", chosen.state, nier=0.9)).situation is Situation.STILL_NOT_SOLVED


async def test_none_of_the_topics_offered_asks_for_other_words() -> None:
    assert (await hear_one("aucun des trois", TORN, frais=0.9)).situation is Situation.NONE_OF_THESE


async def test_none_of_the_topics_offered_ends_politely_when_it_is_said_with_thanks() -> None:
    move = await hear_one("aucun, merci", TORN)
    assert (move.situation, move.state.asked) == (Situation.FINISHED, Question.ANYTHING_ELSE)


async def test_both_topics_are_answered_when_both_are_chosen() -> None:
    state = DialogueState(asked=Question.CHOICE, offered=("frais", "inscription"))
    moves = await hear("les deux", state)
    assert [move.intent for move in moves] == ["frais", "inscription"]
    assert moves[-1].state.answered == {"frais": 1, "inscription": 1}


async def test_a_new_question_is_answered_when_it_chooses_none_of_the_topics_offered() -> None:
    assert (await hear_one("où en est ma candidature ?", TORN, statut=0.9)).intent == "statut"


async def test_which_is_asked_when_a_choice_is_unclear() -> None:
    move = await hear_one("celle dont vous parlez", TORN, choisir_option=0.8)
    assert (move.situation, move.topics) == (Situation.WHICH, TORN.offered)


async def test_a_button_is_never_read_as_a_choice_of_another_topic() -> None:
    heard = Heard(text="la première", ranking=ranking(assurance=1.0), pressed=True)
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, ScriptedRank({})).interpret(heard, TORN)
    assert move.intent == "assurance"


# Corrections


async def test_a_correction_is_read_without_the_topic_just_answered() -> None:
    script = {"ma candidature": ranking(frais=0.6, statut=0.35)}
    move = await hear_one("Non, je parlais de ma candidature", AFTER_FRAIS, script, frais=0.9)
    assert move.intent == "statut"
    assert move.confidence == pytest.approx(0.35 / 0.4)


async def test_a_correction_offers_topics_when_what_follows_is_torn() -> None:
    script = {"mon dossier": ranking(frais=0.5, statut=0.2, assurance=0.2)}
    move = await hear_one("je parlais de mon dossier", AFTER_FRAIS, script, frais=0.9)
    assert (move.situation, move.topics) == (Situation.TORN, ("statut", "assurance"))


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("je voulais dire la mission", "publier"),
        ("non, je parlais de mon annonce", "publier"),
        ("non, je parlais de l'association", "inscrire_organisation"),
    ],
)
async def test_a_correction_is_answered_elsewhere_when_it_names_nothing_but_an_object(text: str, topic: str) -> None:
    rank = ScriptedRank({})
    heard = Heard(text=text, ranking=ranking(recherche=0.9))
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, rank).interpret(heard, AFTER_INSCRIPTION)
    assert (move.intent, move.confidence, move.state.text, rank.asked) == (topic, 1.0, text, [])


async def test_a_correction_is_ranked_when_it_says_more_than_an_object_or_leads_nowhere_else() -> None:
    script = {"modifier ma mission en cours": ranking(statut=0.9), "la mission": ranking(recherche=0.9)}
    more = await hear_one("je voulais dire modifier ma mission en cours", AFTER_INSCRIPTION, script)
    assert more.intent == "statut"
    nowhere = await hear_one("je voulais dire la mission", AFTER_FRAIS, script)
    assert nowhere.intent == "recherche"


async def test_what_follows_a_refusal_is_read_as_a_question() -> None:
    script = {"comment suivre ma candidature": ranking(statut=0.9)}
    move = await hear_one("non, comment suivre ma candidature ?", AFTER_FRAIS, script, frais=0.5)
    assert move.intent == "statut"


async def test_a_refusal_is_a_mere_no_when_the_nlu_is_sure_of_it() -> None:
    assert (await hear_one("non merci c'est tout bon", AFTER_FRAIS, nier=0.9)).situation is Situation.NOT_SOLVED


async def test_a_correction_is_an_ordinary_message_when_nothing_was_said_before() -> None:
    assert (await hear_one("je parlais de ma candidature", statut=0.9)).intent == "statut"


async def test_a_person_is_called_when_the_visitor_wants_to_talk_to_somebody() -> None:
    assert (await hear_one("je veux parler à quelqu'un", AFTER_FRAIS, parler_humain=0.99)).intent == "parler_humain"


# Fragments


@pytest.mark.parametrize(
    ("text", "topic"), [("et pour une mission ?", "publier"), ("et pour les structures ?", "inscrire_organisation")]
)
async def test_a_piece_of_question_is_answered_elsewhere_when_it_names_another_object(text: str, topic: str) -> None:
    move = await hear_one(text, AFTER_INSCRIPTION, en_savoir_plus=0.4)
    assert (move.intent, move.state.text) == (topic, text)


async def test_a_whole_question_that_names_another_object_is_not_a_piece_of_question() -> None:
    move = await hear_one("et je voudrais trouver une autre mission", AFTER_INSCRIPTION, recherche=0.9)
    assert move.intent == "recherche"


async def test_a_piece_of_question_is_answered_elsewhere_when_it_names_a_role() -> None:
    move = await hear_one("et pour un responsable ?", AFTER_INSCRIPTION, role=Role.RESPONSABLE)
    assert (move.intent, move.confidence) == ("inscrire_organisation", 1.0)
    assert (move.role, move.state.role) == (Role.RESPONSABLE, None)  # it asks for others


async def test_a_piece_of_question_is_a_question_of_its_own_when_the_nlu_is_sure() -> None:
    move = await hear_one("et pour ma candidature ?", AFTER_FRAIS, statut=0.9, frais=0.05)
    assert (move.intent, move.confidence) == ("statut", 0.9)


async def test_a_piece_of_question_is_read_after_the_question_before_it_when_alone_it_says_too_little() -> None:
    script = {"suis-je remboursé ? et en cas d'accident ?": ranking(assurance=0.8, statut=0.1)}
    move = await hear_one("et en cas d'accident ?", AFTER_FRAIS, script, assurance=0.3, statut=0.1)
    assert move.intent == "assurance"


async def test_a_piece_of_question_about_the_same_thing_gets_the_same_answer() -> None:
    assert (await hear_one("et en Belgique ?", AFTER_FRAIS, frais=0.9)).intent == "frais"


async def test_who_wants_to_know_more_is_offered_what_is_near() -> None:
    script = {"suis-je remboursé ? et c'est tout ?": ranking(frais=0.9)}
    move = await hear_one("et c'est tout ?", AFTER_FRAIS, script, en_savoir_plus=0.9)
    assert (move.intent, move.situation, move.topics) == ("en_savoir_plus", Situation.MORE_DETAIL, ("assurance",))


# Unclear messages


async def test_an_unclear_message_means_what_it_may_mean_both_alone_and_after_the_last_question() -> None:
    script = {"suis-je remboursé ? il manque quoi": ranking(frais=0.97, statut=0.02)}
    move = await hear_one("il manque quoi", AFTER_FRAIS, script, statut=0.2, frais=0.18)
    assert (move.intent, move.outcome) == ("frais", Outcome.ANSWER)


async def test_what_was_not_understood_helps_to_understand_what_is_said_next() -> None:
    first = await hear_one("je n'ai pas reçu le code", statut=0.3, frais=0.28)
    assert (first.outcome, first.state.topic, first.state.text) == (Outcome.CLARIFY, None, "je n'ai pas reçu le code")
    script = {"je n'ai pas reçu le code il n'y a rien": ranking(statut=0.9, frais=0.05)}
    second = await hear_one("il n'y a rien", first.state, script, frais=0.22, statut=0.2)
    assert (second.intent, second.outcome) == ("statut", Outcome.ANSWER)


async def test_what_says_little_alone_is_about_the_topic_just_answered() -> None:
    script = {"suis-je remboursé ? même en voiture": ranking(frais=0.9, statut=0.03, delai=0.03)}
    said = {"statut": 0.3, "delai": 0.25, "publier": 0.24, "frais": 0.05}
    assert (await hear_one("même en voiture", AFTER_FRAIS, script, **said)).intent == "frais"
    assert (await hear_one("même en voiture", **said)).outcome is Outcome.CLARIFY


async def test_what_is_asked_once_the_last_answer_has_helped_is_about_something_else() -> None:
    text, said = "et pour les gants ?", {"assurance": 0.5, "frais": 0.1}
    script = {f"{AFTER_FRAIS.text} {text}": ranking(**said)}
    helped = msgspec.structs.replace(AFTER_FRAIS, asked=Question.ANYTHING_ELSE)
    before, after = [await hear_one(text, state, script, **said) for state in (AFTER_FRAIS, helped)]
    assert (before.topics[0], after.topics[0]) == ("frais", "assurance")


async def test_a_pronoun_makes_it_likelier_that_the_message_goes_on_and_many_words_less() -> None:
    texts = {
        "elle rembourse ?": "frais",
        "rembourse ?": "publier",
        "j'aimerais savoir si une association de quartier rembourse quelqu'un qui vient tous les jours": "publier",
    }
    for text, topic in texts.items():
        script = {f"suis-je remboursé ? {text}": ranking(frais=0.5, publier=0.5)}
        assert (await hear_one(text, AFTER_FRAIS, script, publier=0.88, frais=0.005)).topics[0] == topic


async def test_what_the_conversation_says_too_is_no_less_sure_for_it() -> None:
    script = {"suis-je remboursé ? ma candidature ?": ranking(frais=0.5, statut=0.2, delai=0.2)}
    move = await hear_one("ma candidature ?", AFTER_FRAIS, script, statut=0.6, frais=0.001)
    assert (move.intent, move.confidence) == ("statut", 0.6)


async def test_a_topic_offered_is_likelier_than_another_one() -> None:
    said = {"delai": 0.3, "assurance": 0.3}
    state = msgspec.structs.replace(TORN, text="une question")
    assert (await hear_one("c'est pour la voiture", state, **said)).intent == "assurance"


async def test_what_concerns_the_visitor_is_likelier_than_what_is_for_others() -> None:
    said = {"moderation": 0.5, "delai": 0.35}
    assert (await hear_one("où en est-on ?", **said)).outcome is Outcome.CLARIFY
    responsable = DialogueState(role=Role.RESPONSABLE)
    assert (await hear_one("où en est-on ?", responsable, **said)).intent == "delai"
    referent = DialogueState(role=Role.REFERENT)
    assert (await hear_one("où en est-on ?", referent, moderation=0.58, delai=0.35)).intent == "moderation"


async def test_what_is_clear_alone_is_not_read_after_the_last_question() -> None:
    rank = ScriptedRank({})
    heard = Heard(text="où en est ma candidature", ranking=ranking(statut=0.9, frais=0.05))
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, rank).interpret(heard, AFTER_FRAIS)
    assert (move.intent, rank.asked) == ("statut", [])


async def test_a_piece_of_question_is_an_ordinary_message_when_no_topic_was_answered() -> None:
    assert (await hear_one("et pour mes frais ?", TORN, frais=0.9)).intent == "frais"


async def test_a_piece_of_question_about_an_organisation_is_answered_elsewhere_when_it_is_read_as_a_role() -> None:
    """`find_role` takes « et pour une association ? » for a responsable's question."""
    state = DialogueState(topic="mail_confirmation", text="pas de mail", answered={"mail_confirmation": 1})
    assert (await hear_one("et pour une association ?", state, role=Role.RESPONSABLE)).intent == "delai"


@pytest.mark.parametrize(
    ("text", "said", "situation"),
    [
        ("mais ça ne marche pas", "ca_ne_marche_pas", Situation.NOT_WORKING),
        ("oui mais je l'ai déjà fait", "deja_fait", Situation.ALREADY_DONE),
        ("et ensuite ?", "etape_suivante", Situation.STEP),
        ("mais oui", "affirmer", Situation.STEP),
        ("mais non", "nier", Situation.FINISHED),
    ],
)
async def test_a_sure_follow_up_is_followed_when_it_begins_like_a_piece_of_question(
    text: str, said: str, situation: Situation
) -> None:
    assert (await hear_one(text, AFTER_INSCRIPTION, **{said: 0.95})).situation is situation


# Follow-ups


@pytest.mark.parametrize("said", FOLLOW_UPS)
async def test_a_follow_up_is_not_understood_when_there_is_nothing_to_follow(said: str) -> None:
    assert (await hear_one("suite", **{said: 0.95})).situation is Situation.UNCLEAR


@pytest.mark.parametrize("said", FOLLOW_UPS)
@pytest.mark.parametrize("state", [NEW, AFTER_FRAIS, AFTER_INSCRIPTION, TORN])
async def test_the_button_of_a_follow_up_always_leads_to_something_to_say(said: str, state: DialogueState) -> None:
    move = await press(said, state)
    assert move.situation is not None or move.topics
    assert move.intent in SMALL_CATALOGUE


@pytest.mark.parametrize(
    ("said", "situation"),
    [
        ("ca_ne_marche_pas", Situation.NOT_WORKING),
        ("deja_fait", Situation.ALREADY_DONE),
        ("pas_ma_question", Situation.ANOTHER_QUESTION),
        ("reformuler", Situation.HARD_TO_FOLLOW),
        ("nier", Situation.NOT_SOLVED),
    ],
)
async def test_what_is_near_is_offered_and_then_a_person_when_an_answer_did_not_help(
    said: str, situation: Situation
) -> None:
    # Who they are is known: nothing but whether it helps is asked.
    state = msgspec.structs.replace(AFTER_FRAIS, role=Role.BENEVOLE)
    first = await hear_one("suite", state, **{said: 0.5})
    assert (first.intent, first.situation, first.topics) == (said, situation, ("assurance",))
    chosen = await hear_one("la première", first.state)
    second = await hear_one("suite", chosen.state, **{said: 0.5})
    assert (second.situation, second.outcome) == (Situation.STILL_NOT_SOLVED, Outcome.HANDOFF)


async def test_a_follow_up_is_not_assumed_below_its_threshold() -> None:
    move = await hear_one("la suite de mes frais", AFTER_FRAIS, ca_ne_marche_pas=0.49, assurance=0.45)
    assert move.intent == "assurance"


@pytest.mark.parametrize(
    ("asked", "after_yes", "after_no"),
    [
        (Question.NOTHING, None, Situation.NOT_SOLVED),
        (Question.SATISFACTION, Situation.SATISFIED, Situation.NOT_SOLVED),
        (Question.ROLE, None, Situation.FINISHED),
        (Question.GUIDE, Situation.STEP, Situation.FINISHED),
        (Question.ANYTHING_ELSE, Situation.LISTENING, Situation.FINISHED),
        (Question.CHOICE, Situation.WHICH, Situation.NONE_OF_THESE),
        (Question.HUMAN, None, Situation.FINISHED),
    ],
)
async def test_yes_and_no_mean_what_was_asked(
    asked: Question, after_yes: Situation | None, after_no: Situation
) -> None:
    offered = ("frais", "assurance") if asked is Question.CHOICE else ()
    state = DialogueState(topic="inscription", asked=asked, offered=offered)
    assert (await hear_one("oui", state, affirmer=0.9)).situation is after_yes
    assert (await press("affirmer", state)).situation is after_yes
    assert (await hear_one("non", state, nier=0.9)).situation is after_no
    assert (await press("nier", state)).situation is after_no


async def test_a_person_is_called_when_yes_is_said_after_an_answer_repeated_in_vain() -> None:
    state = NEW
    for _ in range(3):
        state = (await hear_one("suis-je remboursé ?", state, frais=0.9)).state
    assert state.asked is Question.HUMAN
    for move in (await hear_one("oui", state, affirmer=0.9), await press("affirmer", state)):
        assert (move.intent, move.outcome) == ("parler_humain", Outcome.HANDOFF)


@pytest.mark.parametrize("said", ["remercier", "au_revoir"])
async def test_no_after_thanks_ends_politely(said: str) -> None:
    thanked = await hear_one("merci", AFTER_FRAIS, **{said: 0.9})
    ended = await hear_one("non merci", thanked.state, nier=0.9)
    assert ended.situation is Situation.FINISHED
    assert (await hear_one("non", ended.state, nier=0.9)).situation is Situation.FINISHED


async def test_it_is_done_means_that_it_helped_when_that_was_asked() -> None:
    assert (await hear_one("c'est fait", AFTER_FRAIS, deja_fait=0.9)).situation is Situation.SATISFIED
    already = await hear_one("je l'ai déjà fait", AFTER_FRAIS, deja_fait=0.9)
    assert already.situation is Situation.ALREADY_DONE
    unasked = msgspec.structs.replace(AFTER_FRAIS, asked=Question.NOTHING)
    assert (await hear_one("c'est fait", unasked, deja_fait=0.9)).situation is Situation.ALREADY_DONE


@pytest.mark.parametrize(("said", "intent"), [("affirmer", "affirmer"), ("nier", "nier")])
async def test_yes_and_no_are_small_talk_when_nothing_was_said_before(said: str, intent: str) -> None:
    move = await hear_one("…", **{said: 0.9})
    assert (move.intent, move.situation, move.outcome) == (intent, None, Outcome.ANSWER)


async def test_a_guide_is_walked_forward_and_back_to_its_end_when_it_is_typed() -> None:
    state, shown = AFTER_INSCRIPTION, []
    for said in (
        "guider",
        "etape_suivante",
        "etape_precedente",
        "etape_suivante",
        "affirmer",
        "guider",
        "etape_suivante",
    ):
        move = await hear_one("suite", state, **{said: 0.9})
        state = move.state
        shown.append((move.situation, state.step))
    assert shown == [
        (Situation.STEP, 1),
        (Situation.STEP, 2),
        (Situation.STEP, 1),
        (Situation.STEP, 2),
        (Situation.STEP, 3),
        (Situation.STEP, 3),
        (Situation.LAST_STEP, 0),
    ]
    assert (await hear_one("oui", state, affirmer=0.9)).situation is Situation.SATISFIED


@pytest.mark.parametrize("text", ["stop", "Arrêter ici", "on arrête là", "laissez tomber", "c'est bon merci"])
async def test_a_guide_ends_when_the_visitor_has_had_enough_whatever_the_nlu_says(text: str) -> None:
    step = await press("guider", AFTER_INSCRIPTION)
    for confidences in ({}, {"nier": 0.9}, {"etape_suivante": 0.9}, {"recherche": 0.9}):
        move = await hear_one(text, step.state, **confidences)
        assert (move.situation, move.state.step, move.state.asked) == (
            Situation.FINISHED,
            0,
            Question.ANYTHING_ELSE,
        )


@pytest.mark.parametrize("text", ["c'est fait", "j'ai terminé", "fait"])
async def test_a_guide_goes_on_when_a_step_is_done(text: str) -> None:
    step = await press("guider", AFTER_INSCRIPTION)
    move = await hear_one(text, step.state, deja_fait=0.9)
    assert (move.situation, move.state.step) == (Situation.STEP, 2)
    last = await hear_one(text, msgspec.structs.replace(step.state, step=3), deja_fait=0.9)
    assert (last.situation, last.state.step) == (Situation.LAST_STEP, 0)


@pytest.mark.parametrize(("said", "shown"), [("etape_suivante", 3), ("etape_precedente", 1), ("guider", 2)])
async def test_little_is_needed_to_move_in_a_guide_under_way(said: str, shown: int) -> None:
    state = msgspec.structs.replace(AFTER_INSCRIPTION, step=2)
    confidence = THRESHOLDS.clarify
    move = await hear_one("et après ?", state, **{said: confidence, "recherche": confidence / 2})
    assert (move.intent, move.situation, move.state.step) == (said, Situation.STEP, shown)


async def test_a_guide_is_not_moved_when_its_steps_are_less_likely_than_the_edge_or_than_a_question() -> None:
    state = msgspec.structs.replace(AFTER_INSCRIPTION, step=2)
    unsure = await hear_one("bof", state, etape_suivante=THRESHOLDS.clarify - 0.01)
    assert unsure.situation is Situation.UNCLEAR
    question = await hear_one("suis-je remboursé ?", state, frais=0.6, etape_suivante=0.3)
    assert question.intent == "frais"


async def test_stop_is_not_the_end_of_a_guide_when_none_is_under_way() -> None:
    assert (await hear_one("stop", AFTER_FRAIS, nier=0.9)).situation is Situation.NOT_SOLVED
    assert (await hear_one("stop", NEW, recherche=0.9)).intent == "recherche"


async def test_a_button_in_a_guide_is_what_it_says_and_not_its_title() -> None:
    state = msgspec.structs.replace(AFTER_INSCRIPTION, step=2)
    heard = Heard(text="Arrêter ici", ranking=ranking(etape_suivante=1.0), pressed=True)
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, ScriptedRank({})).interpret(heard, state)
    assert move.state.step == 3


async def test_a_question_ends_the_guide_under_way() -> None:
    step = await press("guider", AFTER_INSCRIPTION)
    move = await hear_one("suis-je remboursé ?", step.state, frais=0.9)
    assert (move.intent, move.state.step) == ("frais", 0)
    back = await hear_one("étape suivante", move.state, etape_suivante=0.9)
    assert (back.situation, back.state.topic, back.state.step) == (Situation.STEP, "inscription", 2)


async def test_a_guide_that_was_left_is_forgotten_with_the_conversation_about_it() -> None:
    step = await press("guider", AFTER_INSCRIPTION)
    elsewhere = await hear_one("suis-je remboursé ?", step.state, frais=0.9)
    finished = await hear_one("non merci", msgspec.structs.replace(elsewhere.state, asked=Question.HUMAN), nier=0.9)
    assert finished.state.paused is None


# Roles


async def test_a_role_is_remembered_when_it_is_said_with_a_question() -> None:
    move = await hear_one("je suis bénévole, suis-je remboursé ?", role=Role.BENEVOLE, frais=0.9)
    assert (move.intent, move.state.role) == ("frais", Role.BENEVOLE)
    later = await hear_one("suis-je assuré ?", move.state, assurance=0.9)
    assert (later.state.role, later.state.asked) == (Role.BENEVOLE, Question.SATISFACTION)


async def test_a_role_that_answers_the_question_gives_the_same_answer_again_for_that_role() -> None:
    asked = await hear_one("suis-je assuré ?", assurance=0.9)
    assert asked.state.asked is Question.ROLE
    for move in (
        await press("preciser_role", asked.state, Role.RESPONSABLE),
        await hear_one("responsable", asked.state, role=Role.RESPONSABLE, preciser_role=0.9),
    ):
        assert (move.intent, move.state.role) == ("assurance", Role.RESPONSABLE)
        assert (move.state.text, move.state.asked) == ("suis-je assuré ?", Question.SATISFACTION)


async def test_a_role_leads_elsewhere_when_the_topic_answers_for_another() -> None:
    move = await hear_one("je suis responsable", AFTER_INSCRIPTION, role=Role.RESPONSABLE, preciser_role=0.9)
    assert (move.intent, move.state.role) == ("inscrire_organisation", Role.RESPONSABLE)
    assert move.state.text == "comment m'inscrire ?"


async def test_a_role_is_noted_when_nothing_was_answered_yet() -> None:
    state = DialogueState(misunderstood=1)
    move = await hear_one("je suis référent", state, role=Role.REFERENT, preciser_role=0.9)
    assert (move.situation, move.state) == (Situation.ROLE_NOTED, DialogueState(role=Role.REFERENT))
    pressed = await press("preciser_role", NEW, Role.REFERENT)
    assert (pressed.situation, pressed.state.role) == (Situation.ROLE_NOTED, Role.REFERENT)


async def test_the_answer_is_for_everybody_when_a_role_is_specified_but_not_recognised() -> None:
    script = {"suis-je remboursé ? pour mon cousin": ranking(frais=0.9)}
    move = await hear_one("pour mon cousin", AFTER_FRAIS, script, preciser_role=0.9, frais=0.02)
    assert (move.intent, move.situation, move.role) == ("frais", None, None)


async def test_a_role_is_noted_when_it_is_the_very_first_thing_said() -> None:
    move = await hear_one("je suis bénévole", role=Role.BENEVOLE, preciser_role=0.95)
    assert (move.situation, move.state.role) == (Situation.ROLE_NOTED, Role.BENEVOLE)


async def test_a_role_answers_the_question_when_the_nlu_is_not_sure_of_it() -> None:
    asked = await hear_one("suis-je assuré ?", assurance=0.9)
    move = await hear_one("responsable", asked.state, role=Role.RESPONSABLE, preciser_role=0.4, recherche=0.2)
    assert (move.intent, move.state.role) == ("assurance", Role.RESPONSABLE)


async def test_a_new_question_is_answered_when_a_role_is_said_with_it_while_the_role_is_asked() -> None:
    asked = await hear_one("suis-je assuré ?", assurance=0.9)
    move = await hear_one("je suis responsable, et mes frais ?", asked.state, role=Role.RESPONSABLE, frais=0.9)
    assert (move.intent, move.state.role) == ("frais", Role.RESPONSABLE)


async def test_an_answer_is_not_said_again_when_it_is_the_same_for_the_role() -> None:
    asked = await hear_one("suis-je assuré ?", assurance=0.9)
    for move in (
        await press("preciser_role", asked.state, Role.BENEVOLE),
        await hear_one("bénévole", asked.state, role=Role.BENEVOLE, preciser_role=0.9),
        await hear_one("bénévole", asked.state, role=Role.BENEVOLE, preciser_role=0.2),
    ):
        assert (move.intent, move.situation, move.topics) == (
            "preciser_role",
            Situation.SAME_FOR_ROLE,
            ("assurance",),
        )
        assert (move.state.role, move.state.asked) == (Role.BENEVOLE, Question.SATISFACTION)
        assert move.state.answered == {"assurance": 1}


# Two questions


async def test_two_questions_of_a_message_are_both_answered() -> None:
    text = "Comment être remboursé ? Et comment m'inscrire ici ?"
    script = {"comment etre rembourse": ranking(frais=0.9), "comment m'inscrire ici": ranking(inscription=0.8)}
    first, second = await hear(text, NEW, script, frais=0.5, inscription=0.4)
    assert [(move.intent, move.confidence) for move in (first, second)] == [("frais", 0.9), ("inscription", 0.8)]
    assert second.state.answered == {"frais": 1, "inscription": 1}
    assert (second.state.topic, second.state.text) == ("inscription", "comment m'inscrire ici")


@pytest.mark.parametrize(
    "second",
    [
        ranking(inscription=0.69),
        ranking(frais=0.9),
        ranking(saluer=0.9),
        ranking(parler_humain=0.9),
        ranking(hors_sujet=0.9),
        (),
    ],
)
async def test_a_message_is_read_as_a_whole_when_its_second_question_is_not_one_to_answer(second: Ranking) -> None:
    text = "Comment être remboursé ? Et comment m'inscrire ici ?"
    script = {"comment etre rembourse": ranking(frais=0.9), "comment m'inscrire ici": second}
    assert (await hear_one(text, NEW, script, assurance=0.9)).intent == "assurance"


async def test_a_message_is_read_as_a_whole_when_it_is_a_story_about_a_third_thing() -> None:
    text = "Comment être remboursé ? Et comment m'inscrire ici ?"
    script = {"comment etre rembourse": ranking(frais=0.9), "comment m'inscrire ici": ranking(inscription=0.8)}
    assert (await hear_one(text, NEW, script, statut=0.9)).intent == "statut"
    # Not sure enough of the third thing, or sure of one of the two: both are answered.
    unsure: list[dict[str, Any]] = [{"statut": 0.5}, {"inscription": 0.9}, {}]
    for whole in unsure:
        assert [move.intent for move in await hear(text, NEW, script, **whole)] == ["frais", "inscription"]


async def test_two_questions_are_answered_at_most_when_a_message_asks_three() -> None:
    text = "Comment être remboursé ? Comment suis-je assuré ? Où en est ma candidature ?"
    script = {
        "comment etre rembourse": ranking(frais=0.9),
        "comment suis-je assure": ranking(assurance=0.9),
        "ou en est ma candidature": ranking(statut=0.9),
    }
    moves = await hear(text, NEW, script)
    assert [move.intent for move in moves] == ["frais", "assurance"]
    assert moves[-1].state.answered == {"frais": 1, "assurance": 1}


async def test_a_button_is_never_cut_into_questions() -> None:
    heard = Heard(text="Comment ça marche ? Comment faire ici ?", ranking=ranking(frais=1.0), pressed=True)
    rank = ScriptedRank({})
    (move,) = await Interpreter(SMALL_CATALOGUE, THRESHOLDS, rank).interpret(heard, NEW)
    assert (move.intent, rank.asked) == ("frais", [])


async def test_the_role_can_still_be_asked_when_the_first_of_two_answers_depends_on_it() -> None:
    text = "Comment suis-je assuré ? Et comment être remboursé ?"
    script = {"comment suis-je assure": ranking(assurance=0.9), "comment etre rembourse": ranking(frais=0.9)}
    moves = await hear(text, NEW, script)
    assert moves[-1].state.asked is Question.ROLE or not moves[-1].state.role_asked


# Context


@pytest.mark.parametrize("last", ["frais", "recherche"])
async def test_a_topic_near_the_one_just_answered_is_more_likely(last: str) -> None:
    """`frais` is related to `assurance`, and `statut` to `frais`: in either direction."""
    near = "assurance" if last == "frais" else "statut"
    alone = await hear_one("et l'accident", **{near: 0.25, "inscription": 0.15})
    assert alone.situation is Situation.TORN
    state = DialogueState(topic=last, text="avant", answered={last: 1})
    assert (await hear_one("l'accident", state, **{near: 0.25, "inscription": 0.15})).intent == near


async def test_a_sure_topic_is_not_drowned_by_a_related_one() -> None:
    assert (await hear_one("recherche", AFTER_FRAIS, recherche=0.9, assurance=0.1)).intent == "recherche"


async def test_a_button_of_a_topic_offered_is_answered_without_doubt() -> None:
    move = await press("assurance", DialogueState(topic="frais", offered=("assurance",), unsolved=1))
    assert (move.intent, move.confidence, move.state.unsolved) == ("assurance", 1.0, 1)
    assert (await press("assurance", DialogueState(topic="frais", unsolved=1))).state.unsolved == 0


def test_what_only_follows_something_is_left_out_of_a_first_ranking() -> None:
    kept = without_follow_ups(ranking(ca_ne_marche_pas=0.5, frais=0.3, inconnu=0.1), SMALL_CATALOGUE)
    assert [ranked.topic for ranked in kept] == ["frais", "inconnu"]
    assert [ranked.confidence for ranked in kept] == pytest.approx([0.6, 0.2])
    assert without_follow_ups(ranking(ca_ne_marche_pas=1.0), SMALL_CATALOGUE) == ()


# Whatever happens

texts = st.sampled_from(
    ["oui", "non", "la première", "les deux", "aucun", "et pour une association ?", "non, je parlais de frais"]
) | st.text(max_size=30)
heards = st.builds(
    Heard,
    text=texts,
    ranking=st.lists(st.sampled_from(sorted(SMALL_CATALOGUE)), min_size=1, max_size=3, unique=True).flatmap(
        lambda topics: st.lists(st.floats(0, 1), min_size=len(topics), max_size=len(topics)).map(
            lambda weights: tuple(
                RankedTopic(topic=topic, confidence=weight / max(1.0, sum(weights)))
                for topic, weight in zip(topics, sorted(weights, reverse=True), strict=True)
            )
        )
    ),
    role=st.none() | st.sampled_from(Role),
    pressed=st.booleans(),
)


@given(st.lists(heards, min_size=1, max_size=8))
async def test_whatever_is_said_there_is_something_to_say_and_a_state_that_holds(said: list[Heard]) -> None:
    script = {text: ranking(frais=0.9) for text in ("frais", "suis-je bien rembourse")}
    interpreter, state = Interpreter(SMALL_CATALOGUE, THRESHOLDS, ScriptedRank(script)), NEW
    for heard in said:
        if heard.pressed and heard.ranking[0].topic == "hors_sujet":
            continue  # no button says it
        moves = await interpreter.interpret(heard, state)
        assert 1 <= len(moves) <= 2
        state = moves[-1].state
        for move in moves:
            assert move.intent in {*SMALL_CATALOGUE, FALLBACK_INTENT}
            assert move.intent != FALLBACK_INTENT or move.situation is not None
            assert 0 <= move.confidence <= 1
        assert bool(state.offered) is (state.asked is Question.CHOICE)
        assert state.step == 0 or (state.topic is not None and state.step <= SMALL_CATALOGUE[state.topic].steps)
