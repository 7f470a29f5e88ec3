"""The committed JSON Schemas of the protocol, as a front-end that is not ours would use them."""

import json
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from bot.cli.schemas import schema_directory


def check_frame(name: str, frame: Any) -> None:
    """Raises `ValidationError` when the frame is not what `docs/schemas/<name>.json` promises."""
    _validator(name).validate(frame)


@cache
def _validator(name: str) -> Draft202012Validator:
    schema = json.loads((schema_directory() / f"{name}.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)
