"""The files of `tests/dialogues` can be played, and measure something: the playing is in `tests/integration`."""

import re

import pytest

from bot.catalogue import Kind, load_topics
from bot.catalogue.examples import list_examples
from bot.conversations.notices import is_way_back
from bot.platform_demo.personas import PERSONAS
from bot.settings import ROOT
from bot.text.distress import speaks_of_danger
from bot.text.folding import fold
from bot.wire.turns import Outcome
from tests.dialogue_files import Dialogue, load_dialogues

ALL = load_dialogues()
TOPICS = load_topics()
FEWEST, FEWEST_TURNS, MOST_TURNS = 64, 3, 12
# Shorter ones (« oui », « le premier ») can be said in one way only.
SHORTEST_COPY = 4
VISITORS = {"anonyme", *(persona.role for persona in PERSONAS), *(persona.key for persona in PERSONAS)}

each_dialogue = pytest.mark.parametrize("dialogue", ALL.values(), ids=list(ALL))


def words(text: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(text)).strip()


def test_there_are_enough_dialogues() -> None:
    assert len(ALL) >= FEWEST


@each_dialogue
def test_dialogue_is_whole_and_names_what_exists(dialogue: Dialogue) -> None:
    assert FEWEST_TURNS <= len(dialogue.tours) <= MOST_TURNS
    assert dialogue.as_ in VISITORS
    assert {topic for tour in dialogue.tours for topic in tour.topics or ()} <= set(TOPICS)


@each_dialogue
def test_every_turn_expects_something_and_the_bot_is_silent_only_after_a_handoff(dialogue: Dialogue) -> None:
    handed_over = False
    for tour in dialogue.tours:
        # Who waits for a person is no longer heard by the bot, but for danger and for the way back.
        is_heard = is_way_back(tour.visiteur) or speaks_of_danger(tour.visiteur) or "**112**" in (tour.dit or ())
        assert tour.muet is (handed_over and not is_heard)
        assert tour.muet or tour.outcome is not None
        handed_over = (handed_over or tour.outcome is Outcome.HANDOFF) and not is_way_back(tour.visiteur)


def test_no_message_is_an_example_that_the_classifier_learnt() -> None:
    asked = (Kind.CHITCHAT, Kind.FOLLOW_UP)
    learnt = {words(example.text) for example in list_examples(ROOT) if TOPICS[example.topic].kind not in asked}
    copies = {
        (name, tour.visiteur)
        for name, dialogue in ALL.items()
        for tour in dialogue.tours
        if len(words(tour.visiteur).split()) >= SHORTEST_COPY and words(tour.visiteur) in learnt
    }
    assert copies == set()
