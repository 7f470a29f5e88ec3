"""Reads `tests/dialogues/*.yml`: whole dialogues, with what a visitor may expect of each reply.

Their LISEZMOI.md explains the format.
"""

from pathlib import Path

import msgspec
import yaml

from bot.wire.turns import Outcome

DIALOGUES = Path(__file__).parent / "dialogues"


class Tour(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One message of the visitor, and what is expected of the reply."""

    visiteur: str
    outcome: Outcome | None = None
    topics: tuple[str, ...] | None = None
    """Exactly these, in this order."""
    dit: tuple[str, ...] = ()
    tait: tuple[str, ...] = ()
    boutons: tuple[str, ...] = ()
    muet: bool = False
    """A person has been asked for: the bot no longer speaks."""


class Dialogue(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"as_": "as", "name": "dialogue"}
):
    """One visitor, from the first message to the last."""

    name: str
    as_: str = "anonyme"
    tours: tuple[Tour, ...]


def load_dialogues() -> dict[str, Dialogue]:
    """All of them by « theme: name », file by file. Raises `ValueError` for what is not as it should be."""
    found: dict[str, Dialogue] = {}
    for path in sorted(DIALOGUES.glob("*.yml")):
        for dialogue in msgspec.convert(yaml.safe_load(path.read_text("utf-8")), list[Dialogue]):
            key = f"{path.stem}: {dialogue.name}"
            if key in found:
                raise ValueError(f"{path.name}: two dialogues « {dialogue.name} »")
            found[key] = dialogue
    return found
