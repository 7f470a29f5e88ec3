"""What the conversation makes likelier: what concerns the visitor, what was just answered or offered, what is near it.

Pure. The measurements behind it: docs/decisions/0015.
"""

from collections.abc import Mapping

from bot.catalogue import Audience, Topic
from bot.dialogue import cues
from bot.dialogue.decision import Thresholds
from bot.dialogue.rankings import Ranking, agree, favour
from bot.dialogue.state import DialogueState, Question
from bot.wire.identity import Role


class Context:
    """Weighs rankings without follow-ups by the state of a dialogue."""

    def __init__(self, catalogue: Mapping[str, Topic], thresholds: Thresholds):
        self._catalogue = catalogue
        self._thresholds = thresholds

    def concerning(self, ranking: Ranking, role: Role | None) -> Ranking:
        """What is for people in that role, and for everybody, is likelier."""
        if role is None:
            return ranking
        audiences = (Audience.TOUS, Audience(role.value))
        concerned = [name for name, topic in self._catalogue.items() if topic.audience in audiences]
        return favour(ranking, concerned, self._thresholds.concerned)

    def weigh(self, text: str, alone: Ranking, after: Ranking, state: DialogueState) -> Ranking:
        """The topics of `text`, read alone and after the question before it."""
        ranking = self.concerning(agree(alone, after, self._thresholds.alone), state.role)
        ranking = favour(ranking, (*self._near(state.topic), *state.offered), self._thresholds.related)
        if state.topic is None or not self._catalogue[state.topic].kind.has_answer:
            return ranking
        # Who was asked whether there is something else has said that this is done with.
        last = 1.0 if state.asked is Question.ANYTHING_ELSE else self._thresholds.last
        return favour(ranking, (state.topic,), last * cues.goes_on(text))

    def _near(self, topic: str | None) -> list[str]:
        if topic is None:
            return []
        related = self._catalogue[topic].related
        return [name for name, entry in self._catalogue.items() if name in related or topic in entry.related]
