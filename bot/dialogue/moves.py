"""The moves of the bot: what to say, and what to remember once it is said."""

from collections.abc import Mapping

import msgspec

from bot.catalogue import Kind, Topic
from bot.dialogue.decision import MOST_OFFERED, Decision
from bot.dialogue.state import DialogueState, Paused, Question, Situation
from bot.mission_search.criteria import NO_WISHES, Criteria, Wishes, refine
from bot.wire.identity import Role
from bot.wire.turns import Outcome

FALLBACK_INTENT = "nlu_fallback"
_ENDS_WITH_AN_OFFER = ("remercier", "au_revoir")
"""Their answers ask whether something else is needed."""
SEARCH_TOPIC = "trouver_mission"
_SEARCH_BY_TOPIC = {"mission_a_distance": Criteria(is_remote=True), "missions_mineurs": Criteria(for_minors=True)}
MOST_TIMES = 2
"""Neither an answer nor a paragraph of it is said a third time."""
_MOST_MISUNDERSTOOD = 2
_MOST_UNSOLVED = 2
_replace = msgspec.structs.replace


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """What the bot does about a message."""

    intent: str
    """What the rules of `data/rules` act on."""
    outcome: Outcome
    topics: tuple[str, ...]
    confidence: float
    state: DialogueState
    """What to remember from now on."""
    situation: Situation | None = None
    """Why something else than an answer is said."""
    role: Role | None = None
    """Who the answer is for, when it is not for who is writing."""


class Moves:
    """Makes each move from the state before it."""

    def __init__(self, catalogue: Mapping[str, Topic]):
        self._catalogue = catalogue

    def answer(
        self,
        topic: str,
        state: DialogueState,
        text: str,
        confidence: float,
        *,
        was_offered: bool = False,
        wishes: Wishes = NO_WISHES,
    ) -> Move:
        """Answer a topic; the third time, say so and offer a person.

        Unless it was chosen from an offer, or is about facts that may have changed meanwhile.
        """
        if self._catalogue[topic].kind is Kind.SEARCH:
            return self.search(topic, state, wishes, text, confidence)
        kind = self._catalogue[topic].kind
        if not kind.has_answer:
            asked = Question.ANYTHING_ELSE if topic in _ENDS_WITH_AN_OFFER else Question.NOTHING
            after = _replace(state, asked=asked, offered=(), step=0, misunderstood=0)
            if kind is not Kind.CHITCHAT:
                after = _replace(after, topic=topic, text=text)
            outcome = Outcome.HANDOFF if kind is Kind.HANDOFF else Outcome.ANSWER
            return Move(intent=topic, outcome=outcome, topics=(topic,), confidence=confidence, state=after)
        times = state.answered.get(topic, 0)
        asked = self._question_after(topic, state)
        after = _replace(
            state,
            topic=topic,
            text=text,
            asked=asked,
            offered=(),
            search=None,
            paused=_left_for(topic, state),
            role_asked=state.role_asked or asked is Question.ROLE,
            step=0,
            answered={**state.answered, topic: times + 1},
            unsolved=state.unsolved if was_offered else 0,
            misunderstood=0,
        )
        if times >= MOST_TIMES and kind is not Kind.PERSONAL and not was_offered:
            after = _replace(after, asked=Question.HUMAN, role_asked=state.role_asked)
            return self._say("reformuler", Situation.REPEATED, after, Outcome.ANSWER, (topic,))
        return Move(intent=topic, outcome=Outcome.ANSWER, topics=(topic,), confidence=confidence, state=after)

    def _question_after(self, topic: str, state: DialogueState) -> Question:
        entry = self._catalogue[topic]
        if entry.by_role and state.role is None and not state.role_asked:
            return Question.ROLE
        return Question.GUIDE if entry.steps and topic not in state.answered else Question.SATISFACTION

    @staticmethod
    def before_another(after: DialogueState, before: DialogueState) -> DialogueState:
        """The state between two answers of one turn: only the last one is followed by a question."""
        return _replace(after, asked=Question.NOTHING, role_asked=before.role_asked)

    def search(self, topic: str, state: DialogueState, wishes: Wishes, text: str, confidence: float = 1.0) -> Move:
        """Search for missions: go on with the search under way when the message says something of it."""
        under_way = state.search if state.search is not None and not wishes.says_nothing else None
        wanted = refine(under_way or _SEARCH_BY_TOPIC.get(topic, Criteria()), wishes)
        after = _replace(
            state,
            topic=topic,
            text=text,
            asked=Question.WHERE if wanted.lacks_a_place else Question.NOTHING,
            offered=(),
            step=0,
            search=wanted,
            answered={**state.answered, topic: state.answered.get(topic, 0) + 1},
            unsolved=0,
            misunderstood=0,
        )
        situation = Situation.SEARCH_WHERE if wanted.lacks_a_place else Situation.SEARCH_FOUND
        return self._say(topic, situation, after, Outcome.ANSWER, (topic,), confidence)

    def unknown_place(self, state: DialogueState) -> Move:
        """« Où ? » was answered by something that is no place of France."""
        topic = state.topic or SEARCH_TOPIC
        return self._say(topic, Situation.SEARCH_UNKNOWN_PLACE, state, Outcome.ANSWER, (topic,))

    def decline(self, state: DialogueState, confidence: float) -> Move:
        """Say that it is out of scope."""
        after = _replace(state, asked=Question.NOTHING, offered=(), step=0, misunderstood=0)
        return Move(intent="hors_sujet", outcome=Outcome.DECLINE, topics=(), confidence=confidence, state=after)

    def ask(self, decision: Decision, state: DialogueState, text: str = "") -> Move:
        """Offer topics, or ask to say it differently; when asking has not helped, a person takes over."""
        misunderstood = state.misunderstood + 1
        # What was asked first helps to understand what is said next.
        after = _replace(
            state, text=state.text or text, misunderstood=misunderstood, step=0, asked=Question.NOTHING, offered=()
        )
        is_torn = decision.outcome is Outcome.CLARIFY
        if misunderstood > _MOST_MISUNDERSTOOD or (misunderstood == _MOST_MISUNDERSTOOD and not is_torn):
            after = _replace(after, misunderstood=0)
            return self._say(FALLBACK_INTENT, Situation.GIVE_UP, after, Outcome.HANDOFF, (), decision.confidence)
        if is_torn:
            after = _replace(after, asked=Question.CHOICE, offered=decision.topics)
            return self._say(
                FALLBACK_INTENT, Situation.TORN, after, Outcome.CLARIFY, decision.topics, decision.confidence
            )
        return self._say(FALLBACK_INTENT, Situation.UNCLEAR, after, Outcome.REPHRASE, (), decision.confidence)

    def worry(self, topics: tuple[str, ...], state: DialogueState, confidence: float) -> Move:
        """Say where to call, and ask whether somebody is in danger or one of the other topics is meant."""
        after = _replace(state, step=0, asked=Question.CHOICE, offered=topics)
        return self._say(FALLBACK_INTENT, Situation.WORRIED, after, Outcome.CLARIFY, topics, confidence)

    def none_of_these(self, state: DialogueState) -> Move:
        """None of the topics offered is right."""
        after = _replace(state, asked=Question.NOTHING, offered=(), misunderstood=state.misunderstood + 1)
        if after.misunderstood > _MOST_MISUNDERSTOOD:
            return self._say("nier", Situation.GIVE_UP, _replace(after, misunderstood=0), Outcome.HANDOFF, ())
        return self._say("nier", Situation.NONE_OF_THESE, after, Outcome.REPHRASE, ())

    def which(self, state: DialogueState) -> Move:
        """A choice was made, but not which; without a list, nothing to choose from."""
        if state.offered:
            return self._say("choisir_option", Situation.WHICH, state, Outcome.CLARIFY, state.offered)
        return self._say("choisir_option", Situation.UNCLEAR, _replace(state, asked=Question.NOTHING), Outcome.REPHRASE)

    def yes(self, state: DialogueState, text: str) -> Move:
        """Yes to the question just asked."""
        if state.asked is Question.CHOICE:
            if len(state.offered) == 1:
                return self.answer(state.offered[0], state, text, 1.0, was_offered=True)
            return self._say("affirmer", Situation.WHICH, state, Outcome.CLARIFY, state.offered)
        if state.asked is Question.GUIDE:
            return self.step("affirmer", state, 1)
        if state.asked is Question.HUMAN:
            return self.answer("parler_humain", state, text, 1.0)
        if state.asked is Question.SATISFACTION:
            after = _replace(state, asked=Question.ANYTHING_ELSE, offered=(), step=0, unsolved=0)
            return self._say("affirmer", Situation.SATISFIED, after, Outcome.ANSWER, ("affirmer",))
        if state.asked is Question.ANYTHING_ELSE:
            return self._say("affirmer", Situation.LISTENING, _quiet(state), Outcome.ANSWER, ("affirmer",))
        return self.answer("affirmer", state, text, 1.0)

    def no(self, state: DialogueState) -> Move:
        """No to the question just asked."""
        if state.asked is Question.CHOICE:
            return self.none_of_these(state)
        if state.asked is Question.SATISFACTION:
            return self.did_not_help("nier", state, Situation.NOT_SOLVED)
        if state.asked in (Question.GUIDE, Question.ANYTHING_ELSE, Question.ROLE, Question.HUMAN):
            return self.finished(state)
        if state.topic is not None:
            return self.did_not_help("nier", state, Situation.NOT_SOLVED)
        return self.answer("nier", state, "", 1.0)

    def finished(self, state: DialogueState) -> Move:
        """The visitor wants nothing more for now."""
        after = _replace(_quiet(state), asked=Question.ANYTHING_ELSE)
        return self._say("nier", Situation.FINISHED, after, Outcome.ANSWER, ("nier",))

    def same_for_this_role(self, state: DialogueState) -> Move:
        """The general answer, just given, is the one for this role."""
        after = _replace(state, asked=Question.SATISFACTION)
        topics = (state.topic,) if state.topic else ()
        return self._say("preciser_role", Situation.SAME_FOR_ROLE, after, Outcome.ANSWER, topics)

    def did_not_help(self, intent: str, state: DialogueState, situation: Situation) -> Move:
        """The answer was not enough: what is near, then a person."""
        if state.topic is None:
            return self._say(intent, Situation.UNCLEAR, _quiet(state), Outcome.REPHRASE, ())
        entry = self._catalogue[state.topic]
        if situation is Situation.HARD_TO_FOLLOW and entry.steps and not state.step:
            return self.step(intent, state, 1)
        offered = tuple(topic for topic in entry.related if topic not in state.answered)[:MOST_OFFERED]
        after = _replace(state, unsolved=state.unsolved + 1, step=0, offered=offered, misunderstood=0)
        if after.unsolved >= _MOST_UNSOLVED or not offered:
            after = _replace(after, asked=Question.NOTHING, offered=())
            return self._say(intent, Situation.STILL_NOT_SOLVED, after, Outcome.HANDOFF, (state.topic,))
        after = _replace(after, asked=Question.CHOICE)
        return self._say(intent, situation, after, Outcome.CLARIFY, offered)

    def has_steps(self, state: DialogueState) -> bool:
        """Whether there is a guide to go on with; before any answer, it is said that there is none."""
        return state.topic is None or state.paused is not None or self._catalogue[state.topic].steps > 0

    def step(self, intent: str, state: DialogueState, by: int) -> Move:
        """Go on, or back, in the guide of the last topic, or in the one that was left for it."""
        if by and not state.step and state.asked is not Question.GUIDE and state.paused is not None:
            state = _replace(state, topic=state.paused.topic, step=state.paused.step)
        state = _replace(state, paused=None)
        steps = self._catalogue[state.topic].steps if state.topic else 0
        if state.topic is None or not steps:
            return self.did_not_help(intent, state, Situation.MORE_DETAIL)
        step = max(1, state.step + by) if state.step else 1
        if step > steps:
            after = _replace(state, step=0, asked=Question.SATISFACTION, offered=())
            return self._say(intent, Situation.LAST_STEP, after, Outcome.ANSWER, (state.topic,))
        after = _replace(state, step=step, asked=Question.GUIDE, offered=(), misunderstood=0)
        return self._say(intent, Situation.STEP, after, Outcome.ANSWER, (state.topic,))

    def role_noted(self, state: DialogueState) -> Move:
        """The visitor says who they are before asking anything."""
        return self._say("preciser_role", Situation.ROLE_NOTED, _quiet(state), Outcome.ANSWER, ("preciser_role",))

    @staticmethod
    def _say(
        intent: str,
        situation: Situation,
        after: DialogueState,
        outcome: Outcome,
        topics: tuple[str, ...] = (),
        confidence: float = 1.0,
    ) -> Move:
        return Move(
            intent=intent, outcome=outcome, topics=topics, confidence=confidence, state=after, situation=situation
        )


def _quiet(state: DialogueState) -> DialogueState:
    return _replace(state, asked=Question.NOTHING, offered=(), step=0, paused=None, unsolved=0, misunderstood=0)


def _left_for(topic: str, state: DialogueState) -> Paused | None:
    """The guide to come back to after the answer to another question."""
    if state.topic is not None and state.topic != topic and state.step:
        return Paused(topic=state.topic, step=state.step)
    return state.paused if state.paused is not None and state.paused.topic != topic else None
