"""A message read in its conversation becomes parse data: an intent, a decision, and what fills the slots."""

from typing import Any

import msgspec
import pytest
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.understanding import state_in, understand
from bot.dialogue.moves import FALLBACK_INTENT
from bot.dialogue.state import DialogueState, Question, Situation
from bot.nlu.reading import Reader, heard_in, ranking_in
from bot.nlu.topic_classifier import DECISION, THRESHOLDS
from bot.wire.identity import Identity, Role
from bot.wire.turns import AskTopic, RankedTopic, TurnRequest

TOLD = {"is_identified", "role", "dialogue", "situation", "question", "etape"}


class ScriptedAgent:
    """Stands for the model: what it says of each text is given; other texts are like nothing known."""

    def __init__(self, script: dict[str, dict[str, float]], entities: list[dict[str, Any]]):
        self._script = script
        self._entities = entities
        self.parsed: list[str] = []

    async def parse_message(self, text: str) -> dict[str, Any]:
        """As Rasa's agent does."""
        self.parsed.append(text)
        rows = [{"name": name, "confidence": value} for name, value in self._script.get(text, {}).items()]
        return {
            "text": text,
            "intent": {"name": "as if by the model", "confidence": 1.0},
            "intent_ranking": rows,
            "entities": list(self._entities),
            THRESHOLDS: {"answer": 0.6},
        }


async def turn(
    text: str,
    state: DialogueState | None = None,
    *,
    script: dict[str, dict[str, float]] | None = None,
    entities: list[dict[str, Any]] | None = None,
    ask: AskTopic | None = None,
    identity: Identity | None = None,
    **ranking: float,
) -> list[dict[str, Any]]:
    """The parse data of a turn, for a model that ranks the message like this."""
    agent = ScriptedAgent({text: ranking, **(script or {})}, entities or [])
    asked = TurnRequest(conversation_id="c", message_id="1", text=text, ask=ask, identity=identity)
    parts = await understand(Reader(agent), asked, state or DialogueState())
    assert ask is None or agent.parsed == []
    return parts


def slots(parse_data: dict[str, Any]) -> dict[str, Any]:
    """What the turn tells the slots: each is told once."""
    told = [entity for entity in parse_data["entities"] if entity["entity"] in TOLD]
    assert sorted(entity["entity"] for entity in told) == sorted(TOLD)
    return {entity["entity"]: entity["value"] for entity in told}


def state_told(parse_data: dict[str, Any]) -> DialogueState:
    return msgspec.convert(slots(parse_data)["dialogue"], DialogueState)


async def test_an_answer_tells_its_intent_its_decision_and_the_question_to_ask() -> None:
    (part,) = await turn("mes favoris", favoris=0.9)
    assert part["intent"] == {"name": "favoris", "confidence": 0.9}
    assert part[DECISION] == {"outcome": "answer", "topics": ["favoris"], "confidence": 0.9}
    assert THRESHOLDS not in part
    told = slots(part)
    assert (told["is_identified"], told["role"], told["situation"], told["etape"]) == (False, None, None, None)
    assert told["question"] == "satisfaction"
    assert state_told(part) == DialogueState(
        topic="favoris", text="mes favoris", asked=Question.SATISFACTION, answered={"favoris": 1}
    )


async def test_a_message_that_is_not_understood_tells_the_situation_and_no_question() -> None:
    (part,) = await turn("blabla")
    assert part["intent"]["name"] == FALLBACK_INTENT
    assert (slots(part)["situation"], slots(part)["question"]) == ("unclear", None)


async def test_a_choice_is_no_question_of_its_own_for_the_rules() -> None:
    (part,) = await turn("favoris ou assurance", favoris=0.5, assurance=0.4)
    assert (slots(part)["situation"], slots(part)["question"]) == ("torn", None)
    assert state_told(part).offered == ("favoris", "assurance")


async def test_a_step_of_a_guide_tells_which_one() -> None:
    state = DialogueState(topic="publier_mission", asked=Question.GUIDE, answered={"publier_mission": 1})
    (part,) = await turn("Oui, étape par étape", state, ask=AskTopic(intent="guider"))
    assert (slots(part)["etape"], slots(part)["situation"]) == ("publier_mission/1", "step")
    (answer,) = await turn("mes favoris", state_told(part), favoris=0.9)
    assert slots(answer)["etape"] is None


async def test_entities_of_the_message_stay_beside_what_the_turn_tells() -> None:
    place = {"entity": "place", "value": {"name": "Lyon"}}
    (part,) = await turn("mes favoris à Lyon", favoris=0.9, entities=[place])
    assert place in part["entities"]


async def test_what_is_typed_never_fills_a_slot_that_the_turn_decides() -> None:
    typed: list[dict[str, Any]] = [{"entity": "role", "value": "referent"}, {"entity": "is_identified", "value": True}]
    (part,) = await turn("mes favoris", favoris=0.9, entities=typed)
    assert (slots(part)["role"], slots(part)["is_identified"]) == (None, False)


async def test_a_role_said_chooses_the_words_when_none_is_proven() -> None:
    (part,) = await turn("je suis responsable, mes favoris", favoris=0.9)
    assert (slots(part)["role"], slots(part)["is_identified"]) == ("responsable", False)
    (later,) = await turn("assurance", state_told(part), assurance=0.9)
    assert slots(later)["role"] == "responsable"


async def test_a_role_proven_wins_over_a_role_said() -> None:
    identity = Identity(user_id=3, role=Role.BENEVOLE)
    (part,) = await turn("je suis responsable, mes favoris", identity=identity, favoris=0.9)
    assert (slots(part)["role"], slots(part)["is_identified"]) == ("benevole", True)
    (later,) = await turn("assurance", DialogueState(role=Role.REFERENT), identity=identity, assurance=0.9)
    assert (slots(later)["role"], slots(later)["question"]) == ("benevole", "satisfaction")


async def test_a_button_is_its_intent_without_the_nlu() -> None:
    ask = AskTopic(intent="favoris", entities={"page": "2"})
    (part,) = await turn("Titre", ask=ask)
    assert part["intent"] == {"name": "favoris", "confidence": 1.0}
    assert part["intent_ranking"] == [{"name": "favoris", "confidence": 1.0}]
    assert {"entity": "page", "value": "2"} in part["entities"]


async def test_a_button_may_say_a_role_which_is_remembered_and_is_no_entity() -> None:
    asked = DialogueState(topic="assurance", text="suis-je assuré", asked=Question.ROLE, role_asked=True)
    ask = AskTopic(intent="preciser_role", entities={"said_role": "responsable"})
    (part,) = await turn("Responsable d'une organisation", asked, ask=ask)
    assert part["intent"]["name"] == "assurance"
    assert (slots(part)["role"], slots(part)["question"]) == ("responsable", "satisfaction")
    assert "said_role" not in {entity["entity"] for entity in part["entities"]}
    assert state_told(part).role is Role.RESPONSABLE


async def test_a_button_cannot_prove_a_role_nor_an_identity() -> None:
    ask = AskTopic(intent="favoris", entities={"role": "referent", "is_identified": True})
    (part,) = await turn("Titre", ask=ask)
    assert (slots(part)["role"], slots(part)["is_identified"]) == (None, False)


async def test_one_question_is_asked_at_the_end_when_a_message_asks_two_things() -> None:
    text = "Comment retrouver mes favoris ? Et comment changer mon mail ?"
    script = {
        "comment retrouver mes favoris": {"favoris": 0.9},
        "comment changer mon mail": {"changer_email": 0.9},
    }
    first, second = await turn(text, script=script)
    assert [part["intent"]["name"] for part in (first, second)] == ["favoris", "changer_email"]
    assert (slots(first)["question"], slots(second)["question"]) == (None, "satisfaction")
    assert state_told(second).answered == {"favoris": 1, "changer_email": 1}


async def test_a_question_for_others_is_answered_for_them() -> None:
    """« et pour une association ? » after `assurance`, which has a variation for them and leads nowhere else."""
    state = DialogueState(topic="assurance", text="suis-je assuré ?", role=Role.BENEVOLE, answered={"assurance": 1})
    (part,) = await turn("et pour une association ?", state)
    assert (part["intent"]["name"], slots(part)["role"], state_told(part).role) == (
        "assurance",
        "responsable",
        Role.BENEVOLE,
    )


async def test_a_leading_slash_is_not_a_command() -> None:
    agent = ScriptedAgent({}, [])
    await Reader(agent).parse("/parler_humain")
    await Reader(agent).parse("/")
    assert agent.parsed == ["parler_humain", "?"]


def test_a_typed_message_is_heard_with_its_role_and_without_the_fallback() -> None:
    rows = [{"name": FALLBACK_INTENT, "confidence": 0.3}, {"name": "favoris", "confidence": 0.3}]
    parse_data = {"text": "je suis bénévole", "intent_ranking": rows}
    heard = heard_in(parse_data)
    assert (heard.text, heard.role, heard.pressed) == ("je suis bénévole", Role.BENEVOLE, False)
    assert heard.ranking == ranking_in(parse_data) == (RankedTopic(topic="favoris", confidence=0.3),)


def tracker_with(dialogue: Any) -> DialogueStateTracker:
    slot = AnySlot("dialogue", mappings=[{}], influence_conversation=False)
    return DialogueStateTracker.from_events("c", [SlotSet("dialogue", dialogue)], slots=[slot])


def test_nothing_is_remembered_of_a_new_conversation() -> None:
    assert state_in(None) == state_in(tracker_with(None)) == DialogueState()


def test_what_was_told_is_what_is_remembered() -> None:
    state = DialogueState(
        topic="favoris",
        text="…",
        asked=Question.CHOICE,
        offered=("assurance",),
        role=Role.RESEAU,
        role_asked=True,
        step=2,
        answered={"favoris": 2},
        unsolved=1,
        misunderstood=1,
    )
    assert state_in(tracker_with(msgspec.to_builtins(state))) == state


@pytest.mark.parametrize(
    "dialogue",
    [{"topic": "sujet_disparu"}, {"offered": ["sujet_disparu"], "asked": "choice"}, {"asked": "question_disparue"}],
)
async def test_an_old_conversation_goes_on_when_what_it_remembers_is_no_more(dialogue: dict[str, Any]) -> None:
    (part,) = await turn("mes favoris", state_in(tracker_with(dialogue)), favoris=0.9)
    assert part["intent"]["name"] == "favoris"


def test_what_is_known_is_remembered_when_another_topic_is_no_more() -> None:
    dialogue = {"topic": "sujet_disparu", "step": 2, "role": "benevole", "answered": {"sujet_disparu": 1, "favoris": 1}}
    assert state_in(tracker_with(dialogue)) == DialogueState(role=Role.BENEVOLE, answered={"favoris": 1})


@pytest.mark.parametrize("dialogue", [{"asked": "question_disparue"}, {"step": "deux"}, ["favoris"], "favoris"])
def test_nothing_is_remembered_when_it_was_written_by_another_version(dialogue: Any) -> None:
    assert state_in(tracker_with(dialogue)) == DialogueState()


async def test_the_person_offered_after_a_repetition_is_no_question_of_the_rules() -> None:
    (part,) = await turn("mes favoris", DialogueState(answered={"favoris": 2}), favoris=0.9)
    assert (slots(part)["situation"], slots(part)["question"]) == ("repeated", None)
    assert state_told(part).asked is Question.HUMAN
    (yes,) = await turn("oui", state_told(part), affirmer=0.9)
    assert yes["intent"]["name"] == "parler_humain"


def test_the_words_of_situations_and_questions_fit_in_slots_of_text() -> None:
    for value in (*Situation, *Question):
        assert isinstance(msgspec.to_builtins(value), str)
