"""Reads a message with the trained pipeline: its parse data, and what the rules of the dialogue want to know of it."""

from typing import Any

import msgspec
from rasa.core.agent import Agent

from bot.catalogue import load_topics
from bot.dialogue.decision import Thresholds
from bot.dialogue.interpretation import Heard, Interpreter
from bot.dialogue.moves import FALLBACK_INTENT
from bot.dialogue.rankings import Ranking
from bot.entities import find_role
from bot.mission_search.wishes import wishes_in
from bot.nlu.text_features import prepare
from bot.nlu.topic_classifier import THRESHOLDS
from bot.text.visitor_text import without_command_mark
from bot.wire.identity import Role
from bot.wire.turns import RankedTopic

_NOTHING = "?"
"""Rasa refuses an empty text."""


class Reader:
    """One model's reading of texts."""

    def __init__(self, agent: Agent):
        self._agent = agent

    async def parse(self, text: str) -> dict[str, Any]:
        """Rasa's parse data of a typed text, which is never a command."""
        parse_data: dict[str, Any] = await self._agent.parse_message(_message_in(text))
        return parse_data

    async def rank(self, text: str) -> Ranking:
        """The topics of a piece of text."""
        return ranking_in(await self.parse(text))

    async def hears_danger(self, text: str) -> bool:
        """Whether somebody may be in danger, whatever was said before."""
        parse_data = await self.parse(text)
        return self.interpreter(parse_data).hears_danger(heard_in(parse_data))

    def interpreter(self, parse_data: dict[str, Any]) -> Interpreter:
        """Reads messages in context, under the thresholds of the model."""
        thresholds = msgspec.convert(parse_data.get(THRESHOLDS, {}), Thresholds)
        return Interpreter(load_topics(), thresholds, self.rank)


def prepare_to_parse(text: str) -> None:
    """Begin in a thread what takes longest: `Reader.parse` of that text will follow."""
    prepare(_message_in(text))


def heard_in(parse_data: dict[str, Any]) -> Heard:
    """A typed message as the NLU understood it."""
    text = str(parse_data["text"])
    role = find_role(text)
    return Heard(
        text=text,
        ranking=ranking_in(parse_data),
        role=Role(role) if role else None,
        wishes=wishes_in(text, parse_data.get("entities") or ()),
    )


def ranking_in(parse_data: dict[str, Any]) -> Ranking:
    """The topics of Rasa's ranking, which puts the fallback intent among them."""
    rows = parse_data.get("intent_ranking", ())
    return tuple(
        RankedTopic(topic=row["name"], confidence=row["confidence"]) for row in rows if row["name"] != FALLBACK_INTENT
    )


def _message_in(text: str) -> str:
    return without_command_mark(text) or _NOTHING
