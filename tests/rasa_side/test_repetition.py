"""Of an answer already given, the paragraph that the message is about is said, when one stands out."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channel.repetition import paragraph_about, paragraphs_of
from bot.channel.responses import LeastSaidGenerator

ANSWER = """Ouvrez vos paramètres et cliquez sur « Modifier ».

Le changement est immédiat et aucun mail de confirmation n'est envoyé.

L'adresse ne doit pas déjà être utilisée par un autre compte :

- celui d'une association ;
- celui d'un proche."""
DETAIL = "je reçois un mail pour confirmer le changement ?"


def letters(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    """An encoder for which texts with the same capital are the same."""
    points = np.zeros((len(texts), 26), np.float32)
    for row, text in enumerate(texts):
        capital = next((letter for letter in text if letter.isupper()), "Z")
        points[row, ord(capital) - ord("A")] = 1
    return points


def test_a_list_stays_with_the_line_that_announces_it() -> None:
    assert [paragraph[:9] for paragraph in paragraphs_of(ANSWER)] == ["Ouvrez vo", "Le change", "L'adresse"]
    assert paragraphs_of(ANSWER)[2].endswith("- celui d'un proche.")
    assert paragraphs_of("À faire :\n\n1. un ;\n\n2. deux.\n\nEt voilà.") == [
        "À faire :\n\n1. un ;\n\n2. deux.",
        "Et voilà.",
    ]


@pytest.mark.parametrize(
    ("message", "place"),
    [("B", 1), ("A", 0), ("C", None), ("D", None)],
)
def test_the_paragraph_must_be_near_and_nearer_than_the_others(message: str, place: int | None) -> None:
    paragraphs = ["Ah oui, un. Cela aussi.", "Bien sûr, deux.", "Cela, trois."]
    assert paragraph_about(message, paragraphs, letters) == place


def test_an_answer_of_one_paragraph_has_nothing_to_put_first() -> None:
    assert paragraph_about("A", ["Ah oui, un."], letters) is None
    assert paragraph_about("A", ["Ah.", "Oh."], letters) is None


async def say(message: str, utter: str, *said: str, asked: Sequence[str] = ()) -> str:
    domain = Domain.empty()
    domain.responses = {
        "utter_changer_email": [{"text": ANSWER}],
        "utter_danger_detresse": [{"text": ANSWER}],
        "utter_rappel": [{"text": "Encore :"}],
        "utter_rappel_precis": [{"text": "Sur ce point :"}],
        "utter_rappel_reste": [{"text": "Le reste est plus haut."}],
        "utter_rappel_personne": [{"text": "Voulez-vous une personne ?"}],
        "utter_suite": [{"text": "Je ne répète pas."}],
    }
    slots = [AnySlot("dialogue", mappings=[{}]), TextSlot("situation", mappings=[{}])]
    refused = [SlotSet("situation", "repeated"), SlotSet("dialogue", {"topic": "changer_email"})]
    events = [
        *map(UserUttered, asked),
        *map(BotUttered, said),
        UserUttered(message),
        *(refused if utter == "utter_suite" else []),
    ]
    tracker = DialogueStateTracker.from_events("c", events, slots=slots)
    response = await LeastSaidGenerator(EndpointConfig(), domain).generate(utter, tracker, "gateway")
    return str(response["text"]) if response else ""


async def test_the_second_time_the_paragraph_about_the_detail_is_the_answer() -> None:
    assert await say(DETAIL, "utter_changer_email") == ANSWER
    again = await say(DETAIL, "utter_changer_email", ANSWER)
    assert again == f"Sur ce point :\n\n{paragraphs_of(ANSWER)[1]}\n\nLe reste est plus haut."


async def test_a_question_asked_again_gets_the_whole_answer() -> None:
    asked = "je reçois un mail pour confirmer le changement d'adresse ?"
    assert await say(DETAIL, "utter_changer_email", ANSWER, asked=[asked]) == f"Encore :\n\n{ANSWER}"
    other = await say(DETAIL, "utter_changer_email", ANSWER, asked=["comment changer d'adresse ?"])
    assert other.startswith("Sur ce point :")


async def test_no_paragraph_is_said_three_times() -> None:
    twice = (ANSWER, paragraphs_of(ANSWER)[1])
    assert await say(DETAIL, "utter_changer_email", *twice) == f"Encore :\n\n{ANSWER}"
    assert await say(DETAIL, "utter_suite", *twice) == "Je ne répète pas."


async def test_instead_of_a_third_answer_the_paragraph_about_the_detail_and_a_person() -> None:
    said = await say(DETAIL, "utter_suite", ANSWER)
    assert said == f"Sur ce point :\n\n{paragraphs_of(ANSWER)[1]}\n\nVoulez-vous une personne ?"
    assert await say("pk ???", "utter_suite", ANSWER) == "Je ne répète pas."


async def test_it_is_said_that_there_is_no_more_when_no_paragraph_stands_out() -> None:
    assert await say("pk ???", "utter_changer_email", ANSWER) == f"Encore :\n\n{ANSWER}"


async def test_emergency_numbers_are_given_again_as_they_are() -> None:
    assert await say("je reçois un mail ?", "utter_danger_detresse", ANSWER) == ANSWER
