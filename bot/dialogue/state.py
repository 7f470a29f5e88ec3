"""What the bot remembers of a conversation, to understand the next message. A slot of Rasa's tracker carries it."""

from collections.abc import Mapping
from enum import Enum

import msgspec

from bot.catalogue import Topic
from bot.mission_search.criteria import Criteria
from bot.wire.identity import Role


class Question(str, Enum):
    """What the bot asked last; also the value of the slot `question`, which chooses the words."""

    NOTHING = "nothing"
    SATISFACTION = "satisfaction"
    """« Cela répond-il à votre question ? »"""
    ROLE = "role"
    """Which hat the visitor wears: the answer depends on it."""
    CHOICE = "choice"
    """Which of the topics offered."""
    GUIDE = "guide"
    """Whether to go step by step."""
    HUMAN = "human"
    """Whether to ask for a person."""
    ANYTHING_ELSE = "anything_else"
    WHERE = "where"
    """In which place to search for missions."""


class Situation(str, Enum):
    """Why something else than an answer is said; also the value of the slot `situation`."""

    TORN = "torn"
    WORRIED = "worried"
    """Somebody may be in danger, or the message is about something else."""
    UNCLEAR = "unclear"
    GIVE_UP = "give_up"
    WHICH = "which"
    NONE_OF_THESE = "none_of_these"
    SATISFIED = "satisfied"
    LISTENING = "listening"
    FINISHED = "finished"
    NOT_SOLVED = "not_solved"
    NOT_WORKING = "not_working"
    ALREADY_DONE = "already_done"
    ANOTHER_QUESTION = "another_question"
    HARD_TO_FOLLOW = "hard_to_follow"
    MORE_DETAIL = "more_detail"
    STILL_NOT_SOLVED = "still_not_solved"
    REPEATED = "repeated"
    STEP = "step"
    LAST_STEP = "last_step"
    ROLE_NOTED = "role_noted"
    SAME_FOR_ROLE = "same_for_role"
    SEARCH_WHERE = "search_where"
    SEARCH_UNKNOWN_PLACE = "search_unknown_place"
    SEARCH_FOUND = "search_found"


class Paused(msgspec.Struct, frozen=True, kw_only=True):
    """A guide that was left for another question."""

    topic: str
    step: int


class DialogueState(msgspec.Struct, frozen=True, kw_only=True):
    """Immutable: each turn makes the next one."""

    topic: str | None = None
    """The topic answered last."""
    text: str = ""
    """What was asked when it was answered, else what was not understood first: the next message is read after it."""
    asked: Question = Question.NOTHING
    offered: tuple[str, ...] = ()
    """Topics of the buttons shown last, in their order."""
    role: Role | None = None
    """What the visitor says they are. Chooses words; proves nothing."""
    role_asked: bool = False
    step: int = 0
    """Step of the guide of `topic` shown last, from 1; 0 when no guide is under way."""
    paused: Paused | None = None
    """« étape suivante » takes this guide up again, after the answer to a question asked meanwhile."""
    answered: dict[str, int] = {}
    """Topic → how many times it was answered."""
    search: Criteria | None = None
    """The search of missions under way: « plutôt à Lyon » changes it."""
    unsolved: int = 0
    """How many answers in a row did not help."""
    misunderstood: int = 0
    """How many messages in a row were not understood."""


def forget_unknown_topics(state: DialogueState, catalogue: Mapping[str, Topic]) -> DialogueState:
    """The state without the topics that the catalogue no longer has: conversations outlive models."""
    offered = tuple(topic for topic in state.offered if topic in catalogue)
    is_known = state.topic in catalogue
    return msgspec.structs.replace(
        state,
        topic=state.topic if is_known else None,
        step=state.step if is_known else 0,
        offered=offered,
        paused=state.paused if state.paused and state.paused.topic in catalogue else None,
        asked=Question.NOTHING if state.offered and not offered else state.asked,
        answered={topic: times for topic, times in state.answered.items() if topic in catalogue},
    )
