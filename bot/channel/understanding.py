"""What a turn's message means in its conversation, as parse data that Rasa's rules act on.

The state of the dialogue, the situation and the question to ask travel as entities, so that Rasa's own mappings fill
the slots, without the action server.
"""

from typing import Any

import msgspec
from rasa.shared.core.trackers import DialogueStateTracker

from bot.catalogue import load_topics
from bot.dialogue.interpretation import Heard
from bot.dialogue.moves import Move
from bot.dialogue.state import DialogueState, Question, forget_unknown_topics
from bot.mission_search.criteria import Wishes
from bot.nlu.reading import Reader, heard_in
from bot.nlu.topic_classifier import DECISION, THRESHOLDS
from bot.wire.identity import Identity, Role
from bot.wire.turns import AskTopic, RankedTopic, TurnRequest

_ASKED_AFTER_AN_ANSWER = (Question.SATISFACTION, Question.ROLE, Question.GUIDE)
_SAID_ROLE = "said_role"
_WISHES = frozenset(Wishes.__struct_fields__)
_RANKING_KEPT = 15
"""Enough for agents and trainers: the whole of it would be half of what a turn writes."""
_READ_HERE = _WISHES | {_SAID_ROLE}
"""What a button carries for the dialogue; all else is an entity for the actions."""


def state_in(tracker: DialogueStateTracker | None) -> DialogueState:
    """What the conversation remembers; nothing yet for a new one, nor when it was written by another version."""
    remembered = tracker.get_slot("dialogue") if tracker else None
    try:
        return forget_unknown_topics(msgspec.convert(remembered or {}, DialogueState), load_topics())
    except msgspec.ValidationError:
        return DialogueState()


async def understand(reader: Reader, asked: TurnRequest, state: DialogueState) -> list[dict[str, Any]]:
    """Parse data for each thing the message asks: mostly one."""
    said_before = state.role
    if asked.identity is not None:
        state = msgspec.structs.replace(state, role=asked.identity.role)
    if asked.ask is not None:
        parse_data: dict[str, Any] = _parse_data_of_button(asked.text, asked.ask)
        heard = _heard_in_button(asked.text, asked.ask)
    else:
        parse_data = await reader.parse(asked.text)
        heard = _without_home(heard_in(parse_data), asked.identity)
    moves = await reader.interpreter(parse_data).interpret(heard, state)
    parse_data.pop(THRESHOLDS, None)
    if asked.identity is not None:
        moves = tuple(_without_proof(move, asked.identity, said_before) for move in moves)
    *earlier, last = moves
    # One question at the end of the turn, not one after each answer.
    return [
        *(_as_parse_data(_without_question(move), parse_data, asked.identity) for move in earlier),
        _as_parse_data(last, parse_data, asked.identity),
    ]


def _without_home(heard: Heard, identity: Identity | None) -> Heard:
    """« près de chez moi » says where only of who is known."""
    if identity is not None or not heard.wishes.near_home:
        return heard
    return msgspec.structs.replace(heard, wishes=msgspec.structs.replace(heard.wishes, near_home=False))


def _without_proof(move: Move, identity: Identity, said_before: Role | None) -> Move:
    """The proven role is not remembered: it must not outlive its proof."""
    if move.state.role is not identity.role:
        return move
    return msgspec.structs.replace(move, state=msgspec.structs.replace(move.state, role=said_before))


def _without_question(move: Move) -> Move:
    return msgspec.structs.replace(move, state=msgspec.structs.replace(move.state, asked=Question.NOTHING))


def _as_parse_data(move: Move, parse_data: dict[str, Any], identity: Identity | None) -> dict[str, Any]:
    slots = _slots(move, identity)
    # What was typed (« je suis responsable ») must not fill a slot that this turn decides.
    named = [entity for entity in parse_data["entities"] if entity["entity"] not in slots]
    return {
        **parse_data,
        "intent": {"name": move.intent, "confidence": move.confidence},
        "intent_ranking": parse_data["intent_ranking"][:_RANKING_KEPT],
        "entities": [*named, *({"entity": name, "value": value} for name, value in slots.items())],
        DECISION: {"outcome": move.outcome.value, "topics": list(move.topics), "confidence": move.confidence},
    }


def _slots(move: Move, identity: Identity | None) -> dict[str, Any]:
    # `None` empties what an earlier turn has filled.
    state = move.state
    question = state.asked.value if state.asked in _ASKED_AFTER_AN_ANSWER else None
    role = move.role or (identity.role if identity else state.role)
    return {
        "is_identified": identity is not None,
        # Who the answer is for; the proven role; failing both, what the visitor says. It chooses words: actions look at
        # the identity.
        "role": role.value if role else None,
        "dialogue": msgspec.to_builtins(state),
        "situation": move.situation.value if move.situation else None,
        "question": question,
        "etape": f"{state.topic}/{state.step}" if state.step else None,
    }


def _parse_data_of_button(text: str, ask: AskTopic) -> dict[str, Any]:
    intent = {"name": ask.intent, "confidence": 1.0}
    named = [{"entity": name, "value": value} for name, value in ask.entities.items() if name not in _READ_HERE]
    return {"text": text, "intent": intent, "intent_ranking": [intent], "entities": named}


def _heard_in_button(text: str, ask: AskTopic) -> Heard:
    role = ask.entities.get(_SAID_ROLE)
    return Heard(
        text=text,
        ranking=(RankedTopic(topic=ask.intent, confidence=1.0),),
        role=Role(role) if role else None,
        wishes=msgspec.convert({name: value for name, value in ask.entities.items() if name in _WISHES}, Wishes),
        pressed=True,
    )
