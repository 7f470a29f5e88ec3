"""Which of a person's own missions a message speaks of: by its id, its organisation, or words of its title."""

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from actions.personal import Asked
from bot.text.folding import fold

_LONGEST_ID = 9
_WORD = re.compile(r"[a-z]{4,}")
_EVERYDAY_WORDS = frozenset(
    "accepte accompagne aide aider alors annulee annule apres association aussi avec avez avoir benevole benevoles "
    "cette chez comment dans depuis deja encore fait faire leur leurs mais mission missions notre nous organisation "
    "participation participe pour pourquoi quand quel quelle refusee refuse reponse sans sont suis sur tout toujours "
    "tous votre vous candidature candidatures candidate inscrit inscription".split()
)
"""Said of any mission: they point to none."""


class OfMission(Protocol):
    """Something that belongs to a mission."""

    @property
    def mission_id(self) -> int:
        """`missions.id`."""

    @property
    def mission_title(self) -> str:
        """As the site shows it."""

    @property
    def organisation_name(self) -> str:
        """As the site shows it."""


OwnItem = TypeVar("OwnItem", bound=OfMission)


def named_mission_id(asked: Asked) -> int | None:
    """The id of the mission that the message names; `None` without one. It is no proof that the person may see it."""
    return _named_id(asked, "mission_id")


def pressed_organisation_id(asked: Asked) -> int | None:
    """The id that a button carries; `None` without one. It is no proof that the person may see the organisation."""
    return _named_id(asked, "organisation_id")


def said_first(items: Sequence[OwnItem], asked: Asked) -> list[OwnItem]:
    """The same items, those that the message speaks of first; the others keep their order."""
    said = set(_WORD.findall(fold(asked.text))) - _EVERYDAY_WORDS
    organisation = fold(str(asked.named("organisation") or ""))
    mission_id = named_mission_id(asked)

    def closeness(item: OwnItem) -> tuple[bool, bool, int]:
        name = fold(item.organisation_name)
        is_of_organisation = bool(organisation) and (organisation in name or name in organisation)
        return item.mission_id == mission_id, is_of_organisation, len(said & _words_of(item))

    return sorted(items, key=closeness, reverse=True)


def _words_of(item: OfMission) -> set[str]:
    return set(_WORD.findall(fold(f"{item.mission_title} {item.organisation_name}")))


def _named_id(asked: Asked, entity: str) -> int | None:
    written = str(asked.named(entity) or "")
    return int(written) if written.isascii() and written.isdigit() and len(written) <= _LONGEST_ID else None
