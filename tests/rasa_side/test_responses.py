"""Of several variations of a response, the one said least is chosen."""

from collections.abc import Sequence
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.catalogue import load_topics
from bot.channel.responses import LeastSaidGenerator

BUTTONS = [{"title": "Responsable", "payload": '/preciser_role{"said_role": "responsable"}'}]


def given_when(slot: str, value: str) -> list[dict[str, str]]:
    return [{"type": "slot", "name": slot, "value": value}]


RESPONSES: dict[str, list[dict[str, Any]]] = {
    "utter_x": [{"text": "un"}, {"text": "deux"}, {"text": "trois"}],
    "utter_by_role": [
        {"text": "pour un responsable", "condition": given_when("role", "responsable")},
        {"text": "pour une responsable", "condition": given_when("role", "responsable")},
        {"text": "pour tous"},
    ],
    "utter_never": [{"text": "jamais", "condition": given_when("role", "personne")}],
    "utter_question": [{"text": "Qui êtes-vous ?", "buttons": BUTTONS}],
    "utter_suite": [{"text": "lequel ?", "condition": given_when("situation", "torn"), "buttons": BUTTONS}],
    "utter_handoff": [{"custom": {"handoff": {"reason": "topic"}}}],
}


@pytest.fixture
def generator() -> LeastSaidGenerator:
    domain = Domain.empty()
    domain.responses = RESPONSES
    return LeastSaidGenerator(EndpointConfig(), domain)


def tracker_after(said: Sequence[str] = (), role: str | None = None) -> DialogueStateTracker:
    slots = [TextSlot("role", mappings=[{}])]
    events = [UserUttered("x"), SlotSet("role", role), *(BotUttered(text) for text in said)]
    return DialogueStateTracker.from_events("c", events, slots=slots)


async def say(generator: LeastSaidGenerator, response: str, *said: str, role: str | None = None) -> Any:
    return await generator.generate(response, tracker_after(said, role), "gateway")


@pytest.mark.parametrize(
    ("said", "next_one"),
    [
        ((), "un"),
        (("un",), "deux"),
        (("un", "deux"), "trois"),
        (("un", "deux", "trois"), "un"),
        (("trois", "un"), "deux"),
        (("un", "un", "trois", "deux", "deux"), "trois"),
        (("autre chose", "un"), "deux"),
    ],
)
async def test_the_first_of_the_variations_said_least_is_said(
    generator: LeastSaidGenerator, said: tuple[str, ...], next_one: str
) -> None:
    assert (await say(generator, "utter_x", *said))["text"] == next_one


async def test_only_variations_for_the_role_are_said_when_there_are_some(generator: LeastSaidGenerator) -> None:
    said: list[str] = []
    for _ in range(3):
        said.append((await say(generator, "utter_by_role", *said, role="responsable"))["text"])
    assert said == ["pour un responsable", "pour une responsable", "pour un responsable"]
    assert (await say(generator, "utter_by_role", role="benevole"))["text"] == "pour tous"
    assert (await say(generator, "utter_by_role"))["text"] == "pour tous"


async def test_nothing_is_said_when_no_variation_suits(generator: LeastSaidGenerator) -> None:
    assert await say(generator, "utter_never", role="benevole") is None


async def test_the_braces_of_a_button_are_kept_as_they_are(generator: LeastSaidGenerator) -> None:
    response = await say(generator, "utter_question", role="benevole")
    assert (response["text"], response["buttons"]) == ("Qui êtes-vous ?", BUTTONS)


async def test_an_instruction_without_text_is_said_again_and_again(generator: LeastSaidGenerator) -> None:
    for _ in range(2):
        response = await say(generator, "utter_handoff", "un", "deux")
        assert response["custom"] == {"handoff": {"reason": "topic"}}


async def test_what_is_added_to_a_response_does_not_stay_in_it(generator: LeastSaidGenerator) -> None:
    for _ in range(2):
        response = await say(generator, "utter_x")
        assert response.get("buttons") is None
        response["buttons"] = BUTTONS
        response["text"] += " !"
    (await say(generator, "utter_question"))["buttons"].append({"title": "Autre", "payload": "/nier"})
    assert len(BUTTONS) == 1


async def test_what_is_no_answer_is_said_with_what_it_offers(generator: LeastSaidGenerator) -> None:
    slots = [AnySlot("dialogue", mappings=[{}]), TextSlot("situation", mappings=[{}])]
    events = [
        UserUttered("heu", {"name": "nlu_fallback"}),
        SlotSet("dialogue", {"offered": ["favoris"]}),
        SlotSet("situation", "torn"),
    ]
    tracker = DialogueStateTracker.from_events("c", events, slots=slots)
    said = await generator.generate("utter_suite", tracker, "gateway")
    assert said is not None
    assert said["text"] == "lequel ?"
    titles = [button["title"] for button in said["buttons"]]
    assert titles == ["Responsable", load_topics()["favoris"].title, "Parler à une personne"]


async def test_without_a_situation_the_response_of_the_intent_is_said(generator: LeastSaidGenerator) -> None:
    tracker = DialogueStateTracker.from_events("c", [UserUttered("ok", {"name": "x"})], slots=[])
    assert await generator.generate("utter_suite", tracker, "gateway") == {"text": "un"}
