"""The examples of the topics, as they stand in `data/nlu`, with their files and lines."""

from collections.abc import Iterator
from pathlib import Path

import msgspec


class Example(msgspec.Struct, frozen=True):
    """One example as it stands in its file."""

    topic: str
    text: str
    file: str
    line: int


def examples_in(path: Path, root: Path) -> Iterator[Example]:
    """The examples of a topic's file with their lines."""
    topic = ""
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        stripped = line.strip()
        if stripped.startswith("- intent:"):
            topic = stripped.removeprefix("- intent:").strip()
        elif stripped.startswith("responses:"):
            return
        elif topic and line.startswith("    - "):
            yield Example(topic, stripped.removeprefix("- "), str(path.relative_to(root)), number)


def list_examples(root: Path) -> list[Example]:
    """All of them, file by file in alphabetical order."""
    return [example for path in sorted((root / "data" / "nlu").glob("*.yml")) for example in examples_in(path, root)]
