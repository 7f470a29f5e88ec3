"""`assistant schemas`: write the JSON Schemas of the protocol into `docs/schemas/`."""

import argparse
import json
from pathlib import Path
from typing import Any

import msgspec

from bot.settings import ROOT
from bot.wire import desk, turns, visitor

_SCHEMAS: dict[str, Any] = {
    "visitor-command": visitor.VisitorCommand,
    "visitor-event": visitor.VisitorEvent,
    "desk-command": desk.AnyDeskCommand,
    "desk-event": desk.AnyDeskEvent,
    "turn-request": turns.TurnRequest,
    "turn-reply": turns.TurnReply,
    "alarm-request": turns.AlarmRequest,
    "alarm-reply": turns.AlarmReply,
}


def register(commands: Any) -> None:
    """Add the sub-command."""
    parser = commands.add_parser("schemas", help="écrire les schémas du protocole", description=__doc__)
    parser.set_defaults(run=run)


def run(_given: argparse.Namespace) -> int:
    """Write each file anew."""
    for name, text in build_schemas().items():
        (schema_directory() / f"{name}.json").write_text(text, "utf-8")
    return 0


def schema_directory() -> Path:
    """Where the schemas stand in the project."""
    return ROOT / "docs" / "schemas"


def build_schemas() -> dict[str, str]:
    """The text of each schema by its name."""
    return {
        name: json.dumps(msgspec.json.schema(type_), ensure_ascii=False, indent=2) + "\n"
        for name, type_ in _SCHEMAS.items()
    }
