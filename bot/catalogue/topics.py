"""Reads `topics.yml`, the one list of topics that everything else is checked against."""

from enum import Enum
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

from bot.wire.identity import Role

CATALOGUE_FILE = Path(__file__).with_name("topics.yml")


class Audience(str, Enum):
    """Who asks."""

    TOUS = "tous"
    BENEVOLE = "benevole"
    RESPONSABLE = "responsable"
    REFERENT = "referent"
    RESEAU = "reseau"
    TERRITOIRE = "territoire"


class Kind(str, Enum):
    """What a right treatment consists of."""

    FAQ = "faq"
    PERSONAL = "personal"
    SEARCH = "search"
    HANDOFF = "handoff"
    FEEDBACK = "feedback"
    CHITCHAT = "chitchat"
    OUT_OF_SCOPE = "out_of_scope"
    FOLLOW_UP = "follow_up"
    """Makes sense only after something the bot said."""

    @property
    def has_answer(self) -> bool:
        """Whether it is treated by a text that answers, which details can be asked of."""
        return self in (Kind.FAQ, Kind.PERSONAL)


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that visitors ask. `title` is the label of the button that offers it."""

    id: str
    audience: Audience
    kind: Kind
    title: str
    urgent: bool = False
    """Goes to the front of the agents' queue."""
    related: tuple[str, ...] = ()
    """What helps when this answer did not, the most likely first."""
    elsewhere: dict[str, str] = {}
    """« et pour une association ? »: a role, `organisation` or `mission` → the topic that answers for them."""
    by_role: tuple[Role, ...] = ()
    """Everybody may ask, and these roles have an answer of their own: the role is asked once when it is not known."""
    is_offered: bool = True
    """Worth a button when the bot hesitates."""
    steps: int = 0
    """Number of steps of its guide (`data/responses/procedures.yml`), 0 when it has none."""


@lru_cache(maxsize=1)
def load_topics() -> dict[str, Topic]:
    """All topics by id, in the order of the catalogue."""
    rows = yaml.safe_load(CATALOGUE_FILE.read_text("utf-8"))
    topics = msgspec.convert(rows, list[Topic])
    return {topic.id: topic for topic in topics}
