"""Whether a message goes on with the search of missions under way: « plutôt à Lyon », « à distance finalement ».

Pure. What a message wishes is read by `bot.mission_search.wishes`.
"""

import re
from collections.abc import Mapping

import msgspec

from bot.catalogue import Kind, Topic
from bot.dialogue.decision import Decision
from bot.dialogue.state import DialogueState, Question
from bot.mission_search.criteria import Wishes
from bot.text.folding import fold
from bot.wire.turns import Outcome

_GOES_ON = re.compile(
    r"^(?:non|ah non|oui|ok|bon|alors|finalement|euh)?[ ,.!]*"
    r"(?:et|ou|sinon|mais|plutot|finalement|en fait|je prefere|je prefererais|je voudrais plutot|pourquoi pas)\b"
    r"|\b(?:finalement|plutot)[ .!?]*$"
)
_NO_MATTER = re.compile(
    r"^(?:peu importe|n'importe|qu'importe|pas d'importance|ca m'est egal|aucune preference|pas de preference"
    r"|je ne sais pas|je sais pas|partout)[ .!]*$"
)
_SURE = 0.8
"""Confidence from which another topic is meant, whatever place or date the message names."""
_LONGEST_PLACE = 4
_LONGEST_CUE = 6
_BEFORE_A_PLACE = re.compile(r"^(?:a|au|aux|en|dans|sur|vers|pres de|autour de|ville de)(?: l[ae]s?)? |[.!?,]+$")


def wishes_here(text: str, wishes: Wishes, state: DialogueState) -> Wishes:
    """What the message wishes, asked « Où ? » or not: « peu importe » is then an answer."""
    if state.asked is Question.WHERE and wishes.says_nothing and _NO_MATTER.match(fold(text)):
        return msgspec.structs.replace(wishes, anywhere=True)
    return wishes


def is_refinement(text: str, wishes: Wishes, decision: Decision, catalogue: Mapping[str, Topic]) -> bool:
    """Whether the message changes the search under way, rather than asks something else that names a place."""
    if wishes.says_nothing:
        return False
    if wishes.is_about_a_search and len(text.split()) <= _LONGEST_CUE:
        return True
    is_about_something_else = (
        decision.outcome is Outcome.ANSWER
        and catalogue[decision.topics[0]].kind not in (Kind.SEARCH, Kind.CHITCHAT)
        and decision.confidence >= _SURE
    )
    return not is_about_something_else or bool(_GOES_ON.search(fold(text)))


def is_unknown_place(text: str, decision: Decision, state: DialogueState) -> bool:
    """Whether a few words that mean nothing else were meant to answer « Où ? »."""
    is_short = len(text.split()) <= _LONGEST_PLACE
    return state.asked is Question.WHERE and is_short and decision.outcome is not Outcome.ANSWER


def is_bare_place(text: str, wishes: Wishes, decision: Decision) -> bool:
    """Whether the whole message is a place, « Grenoble »: what else could be wanted there than missions."""
    if wishes.place is None or decision.outcome is Outcome.ANSWER:
        return False
    return _BEFORE_A_PLACE.sub("", fold(text).strip()).strip() in (fold(wishes.place.name), fold(wishes.place.code))
