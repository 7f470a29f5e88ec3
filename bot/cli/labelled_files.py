"""Reading files of labelled messages named on a command line."""

from pathlib import Path

from bot.cli.jsonl import read_lines
from bot.errors import ConfigurationError
from bot.evaluation.figures import Labelled


def read_labelled(file: Path) -> list[Labelled]:
    """Its messages. Raises `ConfigurationError` naming the file and, for a bad line, the line."""
    try:
        text = file.read_text("utf-8")
    except OSError as error:
        raise ConfigurationError(f"{file} : {error.strerror}") from None
    return read_lines(text.splitlines(), Labelled, str(file))
