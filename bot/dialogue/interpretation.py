"""What a message means in its conversation: which rule of `data/rules` it triggers, and what to remember of it.

Pure: what the NLU measured and the state come in, moves come out. A message that asks two things gives two moves.
"""

from collections.abc import Awaitable, Callable, Mapping

import msgspec

from bot.catalogue import Audience, Kind, Topic
from bot.dialogue import cues, searching
from bot.dialogue.context import Context
from bot.dialogue.decision import MOST_OFFERED, Decision, Thresholds, decide
from bot.dialogue.moves import SEARCH_TOPIC, Move, Moves
from bot.dialogue.rankings import Ranking, confidence_in, without, without_follow_ups
from bot.dialogue.state import DialogueState, Question, Situation
from bot.mission_search.criteria import NO_WISHES, Wishes
from bot.text.distress import speaks_of_danger
from bot.wire.identity import Role
from bot.wire.turns import Outcome

Rank = Callable[[str], Awaitable[Ranking]]

URGENT_TOPIC = "danger_detresse"
_YES, _NO = "affirmer", "nier"
_ROLE, _MORE, _CHOICE = "preciser_role", "en_savoir_plus", "choisir_option"
_BARE_OBJECT = 3
"""« la mission », « mon association »: nothing else is said of it."""
_BARE_PIECE = 5
"""« et pour mon association ? », likewise; « et je voudrais trouver une autre mission » asks something else."""
_STEPS = {"guider": 0, "etape_suivante": 1, "etape_precedente": -1}
_DID_NOT_HELP = {
    "ca_ne_marche_pas": Situation.NOT_WORKING,
    "deja_fait": Situation.ALREADY_DONE,
    "pas_ma_question": Situation.ANOTHER_QUESTION,
    "reformuler": Situation.HARD_TO_FOLLOW,
}


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """One message as the NLU understood it by itself."""

    text: str
    ranking: Ranking
    role: Role | None = None
    """Who the visitor says they are in this very message."""
    wishes: Wishes = NO_WISHES
    """What it says of a search of missions."""
    pressed: bool = False
    """A button: its topic is the whole ranking, and is not put in doubt."""


class Interpreter:
    """Reads messages in context."""

    def __init__(self, catalogue: Mapping[str, Topic], thresholds: Thresholds, rank: Rank):
        self._catalogue = catalogue
        self._thresholds = thresholds
        self._rank = rank
        self._moves = Moves(catalogue)
        self._context = Context(catalogue, thresholds)

    async def interpret(self, heard: Heard, state: DialogueState) -> tuple[Move, ...]:
        """One move, or two when the message asks two things. The state of the last one is what to remember."""
        if heard.role is not None and not cues.is_fragment(heard.text):
            # « et pour une association ? » asks for others; « je suis bénévole » says who is writing.
            state = msgspec.structs.replace(state, role=heard.role)
        danger = confidence_in(heard.ranking, URGENT_TOPIC)
        if self._is_urgent(heard, danger):
            return (self._moves.answer(URGENT_TOPIC, state, heard.text, danger),)
        if (chosen := self._chosen(heard, state)) is not None:
            return chosen
        if (searched := self._searched(heard, state)) is not None:
            return (searched,)
        if (guided := self._guided(heard, state)) is not None:
            return (guided,)
        if danger >= self._thresholds.worried:
            return (self._worried(heard, state, danger),)
        if not heard.pressed:
            heard = await self._without_opening(heard)
        if (move := await self._follow_up(heard, state)) is not None:
            return (move,)
        if (moves := await self._several(heard, state)) is not None:
            return moves
        return (await self._decided(heard, state),)

    def hears_danger(self, heard: Heard) -> bool:
        """Whether somebody may be in danger, in a message that the bot does not answer."""
        danger = confidence_in(heard.ranking, URGENT_TOPIC)
        return danger >= self._thresholds.worried or self._is_urgent(heard, danger)

    async def _without_opening(self, heard: Heard) -> Heard:
        """« super merci. et si j'en refuse un », « oui mais où ? » ask something: the opening must not hide it."""
        rest = cues.after_thanks(heard.text)
        if rest is None and self._said_for_sure(heard) == _YES:
            rest = cues.objection_in(heard.text)
        ranking = heard.ranking if rest is None else await self._rank(rest)
        if cues.is_fragment(heard.text) and not cues.is_consent(heard.text):
            ranking = without(ranking, _YES)  # « et si je clique sur oui »
        return msgspec.structs.replace(heard, text=rest or heard.text, ranking=self._without_alarm(ranking))

    def _is_urgent(self, heard: Heard, danger: float) -> bool:
        # A classifier weighs the whole message: in « comment changer mon mot de passe, et j'ai envie de disparaître »
        # it hears the password.
        return danger >= self._thresholds.urgent or (not heard.pressed and speaks_of_danger(heard.text))

    def _worried(self, heard: Heard, state: DialogueState, danger: float) -> Move:
        others = self._decision(without(heard.ranking, URGENT_TOPIC)).topics
        return self._moves.worry((URGENT_TOPIC, *others)[:MOST_OFFERED], state, danger)

    def _chosen(self, heard: Heard, state: DialogueState) -> tuple[Move, ...] | None:
        if heard.pressed or not state.offered:
            return None
        is_only_one = len(state.offered) == 1 and state.asked is Question.CHOICE
        if is_only_one and cues.is_consent(heard.text):
            return (self._moves.yes(state, heard.text),)
        options = cues.options_chosen(heard.text, state.offered, self._catalogue)
        if options is None:
            return None
        if not options:
            is_polite = cues.is_thanks(heard.text)
            return (self._moves.finished(state) if is_polite else self._moves.none_of_these(state),)
        moves: list[Move] = []
        for topic in options:
            before = self._moves.before_another(moves[-1].state, state) if moves else state
            moves.append(self._moves.answer(topic, before, heard.text, 1.0, was_offered=True))
        return tuple(moves)

    def _searched(self, heard: Heard, state: DialogueState) -> Move | None:
        """The message goes on with the search under way, or is a place and nothing else."""
        if heard.pressed:
            return None
        decision = self._decision(heard.ranking)
        if searching.is_bare_place(heard.text, heard.wishes, decision):
            topic = state.topic if state.search is not None and state.topic else SEARCH_TOPIC
            return self._moves.search(topic, state, heard.wishes, heard.text)
        if state.search is None:
            return None
        wishes = searching.wishes_here(heard.text, heard.wishes, state)
        if searching.is_refinement(heard.text, wishes, decision, self._catalogue):
            return self._moves.search(state.topic or SEARCH_TOPIC, state, wishes, heard.text)
        if searching.is_unknown_place(heard.text, decision, state):
            return self._moves.unknown_place(state)
        return None

    async def _follow_up(self, heard: Heard, state: DialogueState) -> Move | None:
        said = self._said_for_sure(heard)
        if state.asked is Question.ROLE and heard.role is not None and said in (None, _ROLE):
            return self._with_role(heard, state)
        if said == _ROLE and heard.role is not None and not cues.is_fragment(heard.text):
            return self._with_role(heard, state)
        if state == DialogueState(role=state.role) and not heard.pressed:
            return None  # nothing was said yet that could be followed up
        if not heard.pressed and (corrected := cues.correction_in(heard.text)) is not None:
            return await self._corrected(corrected, heard, state)
        if said is not None and (move := self._followed(said, heard, state)) is not None:
            return move
        if not heard.pressed and state.topic is not None and cues.is_fragment(heard.text):
            return self._about_others(heard, state)
        if not heard.pressed and (rest := cues.refusal_in(heard.text)) is not None:
            return await self._corrected(rest, heard, state)
        return None

    def _guided(self, heard: Heard, state: DialogueState) -> Move | None:
        """While a guide is offered or under way, little is needed to understand « stop » or « et après »."""
        if heard.pressed or not (state.step > 0 or state.asked is Question.GUIDE):
            return None
        if cues.is_stop(heard.text):
            return self._moves.finished(state)
        if cues.is_finished(heard.text):
            return self._moves.step("etape_suivante", state, 1)
        best = heard.ranking[0] if heard.ranking else None
        if best is not None and best.topic in _STEPS and best.confidence >= self._thresholds.clarify:
            return self._moves.step(best.topic, state, _STEPS[best.topic])
        return None

    def _said_for_sure(self, heard: Heard) -> str | None:
        best = heard.ranking[0] if heard.ranking else None
        return best.topic if best is not None and best.confidence >= self._thresholds.follow_up else None

    async def _corrected(self, text: str, heard: Heard, state: DialogueState) -> Move:
        """« non, je parlais de… »: what was just answered is not it."""
        if (elsewhere := self._for_object_in(text, _BARE_OBJECT, state)) is not None:
            return self._moves.answer(elsewhere, state, heard.text, 1.0)
        return self._from(self._decision(without(await self._rank_piece(text), state.topic)), heard, state)

    def _followed(self, said: str, heard: Heard, state: DialogueState) -> Move | None:
        if said in (_YES, _NO):
            return self._agreed(said, heard, state)
        if said in _DID_NOT_HELP:
            return self._not_helped(said, heard, state)
        if said in _STEPS:
            # Outside a guide, « et après je peux la rouvrir ? » asks something.
            return self._moves.step(said, state, _STEPS[said]) if self._moves.has_steps(state) else None
        if said in (_ROLE, _MORE) and (move := self._about_others(heard, state)) is not None:
            return move
        if said == _MORE and cues.asks_for_more(heard.text):
            return self._moves.did_not_help(_MORE, state, Situation.MORE_DETAIL)
        return self._moves.which(state) if said == _CHOICE else None

    def _agreed(self, said: str, heard: Heard, state: DialogueState) -> Move | None:
        if not cues.is_short(heard.text) and heard.ranking[0].confidence < self._thresholds.sure:
            return None  # « oui j'ai répondu à tout le monde » says more than yes
        return self._moves.yes(state, heard.text) if said == _YES else self._moves.no(state)

    def _not_helped(self, said: str, heard: Heard, state: DialogueState) -> Move | None:
        if said == "deja_fait" and state.asked is Question.SATISFACTION and cues.is_finished(heard.text):
            return self._moves.yes(state, heard.text)
        if state.topic is None and state.text:
            return None  # nothing was answered that could have helped
        return self._moves.did_not_help(said, state, _DID_NOT_HELP[said])

    def _with_role(self, heard: Heard, state: DialogueState) -> Move | None:
        if heard.role is None:
            return None
        if state.topic is None:
            return self._moves.role_noted(state)
        elsewhere = self._catalogue[state.topic].elsewhere.get(heard.role.value)
        if (
            state.asked is Question.ROLE
            and elsewhere is None
            and heard.role not in self._catalogue[state.topic].by_role
        ):
            return self._moves.same_for_this_role(state)
        move = self._moves.answer(elsewhere or state.topic, state, state.text or heard.text, 1.0, was_offered=True)
        # For this answer even when asked for somebody else: « et pour une association ? ».
        return msgspec.structs.replace(move, role=heard.role)

    def _about_others(self, heard: Heard, state: DialogueState) -> Move | None:
        """« et pour une association ? »: the same question, for what or for whom these few words name."""
        if (elsewhere := self._for_object_in(heard.text, _BARE_PIECE, state)) is not None:
            return self._moves.answer(elsewhere, state, heard.text, 1.0)
        return self._with_role(heard, state)

    def _for_object_in(self, text: str, most_words: int, state: DialogueState) -> str | None:
        """The topic that answers the same question about what these few words name: « la mission »."""
        named = cues.object_named(text)
        if state.topic is None or named is None or len(text.split()) > most_words:
            return None
        return self._catalogue[state.topic].elsewhere.get(named)

    def _for_who_asks(self, topic: str, role: Role | None) -> str:
        """« où en est la mission 6 ? » is moderation for a référent only: for others, what the catalogue says."""
        is_of_referents = self._catalogue[topic].audience is Audience.REFERENT
        return self._catalogue[topic].elsewhere.get(role.value, topic) if role and is_of_referents else topic

    async def _several(self, heard: Heard, state: DialogueState) -> tuple[Move, ...] | None:
        if heard.pressed or len(parts := cues.questions_in(heard.text)) < 2:
            return None
        moves: list[Move] = []
        for part in parts:
            decision = self._decision(await self._rank_piece(part))
            if decision.outcome is not Outcome.ANSWER or decision.confidence < self._thresholds.second_question:
                continue
            topic = decision.topics[0]
            if topic in (move.intent for move in moves) or not _is_question_topic(self._catalogue[topic]):
                continue
            before = self._moves.before_another(moves[-1].state, state) if moves else state
            moves.append(self._moves.answer(topic, before, part, decision.confidence, wishes=heard.wishes))
        # Read as a whole, the message must be about one of its parts: otherwise it is a story about a third thing.
        whole = self._decision(heard.ranking)
        is_a_story = whole.outcome is Outcome.ANSWER and whole.topics[0] not in (move.intent for move in moves)
        return tuple(moves[:2]) if len(moves) > 1 and not is_a_story else None

    async def _decided(self, heard: Heard, state: DialogueState) -> Move:
        if heard.pressed:
            return self._pressed(heard, state)
        ranking = without_follow_ups(heard.ranking, self._catalogue)
        alone = self._decision(self._context.concerning(ranking, state.role))
        if not state.text or self._is_sure(alone, heard.text) or self._is_out_of_context(alone):
            return self._from(alone, heard, state)
        after = without_follow_ups(await self._rank_piece(f"{state.text} {heard.text}"), self._catalogue)
        in_context = self._decision(self._context.weigh(heard.text, ranking, after, state))
        # What the context says too is no less sure for it.
        is_the_same = alone.outcome is Outcome.ANSWER and alone.topics[:1] == in_context.topics[:1]
        return self._from(alone if is_the_same else in_context, heard, state)

    def _is_sure(self, decision: Decision, text: str) -> bool:
        # « combien ça fait par an » is out of scope only when nothing was said before.
        if decision.outcome is Outcome.DECLINE and not cues.points_back(text):
            return True
        return decision.outcome in (Outcome.ANSWER, Outcome.DECLINE) and decision.confidence >= self._thresholds.sure

    def _is_out_of_context(self, decision: Decision) -> bool:
        """Thanks, or a demand for a person, mean the same whatever was said before."""
        if decision.outcome is not Outcome.ANSWER:
            return False
        topic = decision.topics[0]
        return self._catalogue[topic].kind is Kind.CHITCHAT or topic == "parler_humain"

    def _pressed(self, heard: Heard, state: DialogueState) -> Move:
        topic = heard.ranking[0].topic
        if topic not in self._catalogue:
            # The button of an old message, whose topic is no more.
            return self._moves.ask(Decision(outcome=Outcome.REPHRASE, topics=(), confidence=0.0), state)
        return self._moves.answer(
            topic, state, heard.text, 1.0, was_offered=topic in state.offered, wishes=heard.wishes
        )

    def _from(self, decision: Decision, heard: Heard, state: DialogueState) -> Move:
        if decision.outcome is Outcome.ANSWER:
            topic = self._for_who_asks(decision.topics[0], state.role)
            return self._moves.answer(topic, state, heard.text, decision.confidence, wishes=heard.wishes)
        if decision.outcome is Outcome.DECLINE:
            return self._moves.decline(state, decision.confidence)
        return self._moves.ask(decision, state, heard.text)

    async def _rank_piece(self, text: str) -> Ranking:
        return self._without_alarm(await self._rank(text))

    def _without_alarm(self, ranking: Ranking) -> Ranking:
        """Danger that is less than sure is asked about or let be: never answered, nor one topic among others.

        The others become no surer for it.
        """
        if confidence_in(ranking, URGENT_TOPIC) >= self._thresholds.urgent:
            return ranking
        return tuple(ranked for ranked in ranking if ranked.topic != URGENT_TOPIC)

    def _decision(self, ranking: Ranking) -> Decision:
        return decide(without_follow_ups(ranking, self._catalogue), self._catalogue, self._thresholds)


def _is_question_topic(topic: Topic) -> bool:
    return topic.kind not in (Kind.CHITCHAT, Kind.OUT_OF_SCOPE, Kind.FOLLOW_UP, Kind.HANDOFF)
