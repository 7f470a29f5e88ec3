"""Reads `topics.yml`, the one list of topics that everything else is checked against."""

from enum import Enum
from functools import lru_cache
from pathlib import Path

import msgspec
import yaml

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


class Topic(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that visitors ask. `title` is the label of the button that offers it."""

    id: str
    audience: Audience
    kind: Kind
    title: str
    urgent: bool = False
    """Goes to the front of the agents' queue."""


@lru_cache(maxsize=1)
def load_topics() -> dict[str, Topic]:
    """All topics by id, in the order of the catalogue."""
    rows = yaml.safe_load(CATALOGUE_FILE.read_text("utf-8"))
    topics = msgspec.convert(rows, list[Topic])
    return {topic.id: topic for topic in topics}
