"""A search of missions in a conversation: where it starts, what changes it, what does not."""

from datetime import date

import pytest

from bot.dialogue.decision import Thresholds
from bot.dialogue.interpretation import Heard, Interpreter
from bot.dialogue.moves import Move
from bot.dialogue.rankings import Ranking
from bot.dialogue.state import DialogueState, Question, Situation
from bot.entities import find_entities
from bot.mission_search.criteria import Criteria
from bot.mission_search.wishes import wishes_in
from bot.wire.turns import Outcome, RankedTopic
from tests.doubles.catalogue import SMALL_CATALOGUE

TODAY = date(2026, 11, 25)
NEW = DialogueState()


async def rank_nothing(_text: str) -> Ranking:
    """No piece of text means anything by itself here."""
    return ()


async def hear(text: str, state: DialogueState = NEW, pressed: bool = False, **confidences: float) -> Move:
    """The one move for a message, with what it really names."""
    named = [{"entity": found.kind.value, "value": found.value} for found in find_entities(text, TODAY)]
    ranking = tuple(RankedTopic(topic=name, confidence=value) for name, value in confidences.items())
    heard = Heard(text=text, ranking=ranking, wishes=wishes_in(text, named), pressed=pressed)
    (move,) = await Interpreter(SMALL_CATALOGUE, Thresholds(), rank_nothing).interpret(heard, state)
    return move


async def state_after(*texts: str) -> DialogueState:
    """A search begun, then changed by what follows, which means nothing else."""
    state = (await hear(texts[0], recherche=0.9)).state
    for text in texts[1:]:
        state = (await hear(text, state)).state
    return state


def searched(state: DialogueState) -> Criteria:
    assert state.search is not None
    return state.search


async def test_a_question_without_a_place_asks_where() -> None:
    move = await hear("je voudrais aider", recherche=0.9)
    assert (move.intent, move.situation, move.state.asked) == ("recherche", Situation.SEARCH_WHERE, Question.WHERE)
    assert (move.outcome, move.topics, move.confidence) == (Outcome.ANSWER, ("recherche",), 0.9)


async def test_a_question_with_a_place_is_searched_at_once() -> None:
    move = await hear("une mission à Lyon ce week-end pour l'environnement", recherche=0.9)
    wanted = searched(move.state)
    assert move.situation is Situation.SEARCH_FOUND
    assert wanted.place is not None and wanted.place.name == "Lyon"
    assert wanted.period is not None and wanted.period.begins == date(2026, 11, 28)
    assert wanted.domain == "Protection de la nature"


async def test_where_is_answered_by_a_place_or_by_no_matter() -> None:
    asked = await state_after("je voudrais aider")
    there = await hear("Nantes", asked)
    assert there.situation is Situation.SEARCH_FOUND and searched(there.state).place is not None
    anywhere = await hear("peu importe", asked)
    assert anywhere.situation is Situation.SEARCH_FOUND and searched(anywhere.state).anywhere


async def test_a_place_that_is_none_is_asked_again() -> None:
    asked = await state_after("je voudrais aider")
    move = await hear("Zorglubville", asked)
    assert (move.situation, move.state.asked) == (Situation.SEARCH_UNKNOWN_PLACE, Question.WHERE)
    assert (await hear("Bordeaux", move.state)).situation is Situation.SEARCH_FOUND


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("plutôt à Grenoble", {"place": "Grenoble"}),
        ("à distance finalement", {"is_remote": True}),
        ("et dans le sport ?", {"domain": "Sport pour tous"}),
        ("dans un rayon de 60 km", {"distance_km": 60}),
        ("plus loin", {"distance_km": 60}),
        ("d'autres missions ?", {"page": 1}),
        ("j'ai 16 ans", {"for_minors": True}),
        ("n'importe quel domaine", {"domain": None}),
        ("n'importe où", {"anywhere": True, "place": None}),
    ],
)
async def test_what_is_said_changes_and_the_rest_stays(said: str, changed: dict[str, object]) -> None:
    before = searched(await state_after("une mission à Lyon pour l'environnement"))
    move = await hear(said, await state_after("une mission à Lyon pour l'environnement"))
    assert move.situation is Situation.SEARCH_FOUND
    after = searched(move.state)
    for name in ("is_remote", "domain", "distance_km", "page", "for_minors", "anywhere"):
        assert getattr(after, name) == changed.get(name, getattr(before, name)), name
    expected_place = changed.get("place", "Lyon")
    assert (after.place.name if after.place else None) == expected_place


async def test_a_place_said_after_a_remote_search_means_in_person_again() -> None:
    state = await state_after("une mission à Lyon", "à distance finalement", "non, à Marseille")
    assert not searched(state).is_remote
    assert searched(state).place is not None


async def test_a_clear_question_about_something_else_is_answered_though_it_names_a_place() -> None:
    state = await state_after("une mission à Lyon")
    move = await hear("ma candidature à Lyon n'a pas de réponse depuis deux semaines", state, statut=0.9)
    assert (move.intent, move.state.search) == ("statut", None)


async def test_after_another_answer_a_wish_does_not_search_any_more() -> None:
    state = (await hear("suis-je remboursé ?", await state_after("une mission à Lyon"), frais=0.9)).state
    assert (await hear("ce week-end", state)).situation is not Situation.SEARCH_FOUND


@pytest.mark.parametrize("said", ["Grenoble", "à Grenoble ?", "38000"])
async def test_a_place_and_nothing_else_is_a_search(said: str) -> None:
    move = await hear(said, hors_sujet=0.7)
    assert (move.intent, move.situation) == ("trouver_mission", Situation.SEARCH_FOUND)


async def test_a_date_taken_for_a_goodbye_is_a_date() -> None:
    state = await state_after("une mission à Lyon")
    move = await hear("ce week-end", state, au_revoir=0.95)
    assert (move.situation, searched(move.state).period is not None) == (Situation.SEARCH_FOUND, True)


async def test_a_moment_that_no_source_knows_is_remembered_for_this_search_only() -> None:
    state = await state_after("une mission à Lyon")
    move = await hear("plutôt le soir", state, au_revoir=0.6)
    assert (move.situation, searched(move.state).at_some_moment) == (Situation.SEARCH_FOUND, True)
    assert not searched((await hear("plutôt à Grenoble", move.state)).state).at_some_moment


async def test_what_can_only_be_about_the_search_is_whatever_the_nlu_hears() -> None:
    state = await state_after("une mission à Lyon pour l'environnement")
    assert searched((await hear("n'importe quel domaine", state, panne=0.95)).state).domain is None


async def test_asking_again_without_wishes_starts_anew() -> None:
    state = await state_after("une mission à Lyon")
    assert (await hear("je cherche une mission", state, recherche=0.9)).situation is Situation.SEARCH_WHERE


async def test_a_search_may_be_asked_any_number_of_times() -> None:
    state = await state_after("une mission à Lyon")
    for town in ("Nantes", "Brest", "Toulouse", "Lille"):
        move = await hear(f"une mission à {town}", state, recherche=0.9)
        assert move.situation is Situation.SEARCH_FOUND
        state = move.state


async def test_a_button_of_the_results_changes_the_search() -> None:
    state = await state_after("une mission à Lyon")
    move = await hear("d'autres missions", state, pressed=True, recherche=1.0)
    assert searched(move.state).page == 1


async def test_a_search_chosen_among_topics_offered_asks_where() -> None:
    torn = DialogueState(asked=Question.CHOICE, offered=("recherche", "frais"), misunderstood=1)
    move = await hear("la première", torn)
    assert (move.intent, move.situation, move.state.asked) == ("recherche", Situation.SEARCH_WHERE, Question.WHERE)
