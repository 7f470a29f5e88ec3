"""One JSON object a line, whatever is logged."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.logs import JsonFormatter, configure_logs


def formatted(message: str, *values: Any, level: int = logging.INFO, **extra: Any) -> dict[str, Any]:
    logger = logging.getLogger("bot.test")
    record = logger.makeRecord(
        "bot.test", level, __file__, 1, message, values, extra.pop("exc_info", None), extra=extra
    )
    line = JsonFormatter().format(record)
    assert "\n" not in line
    entry: dict[str, Any] = json.loads(line)
    return entry


def test_an_entry_says_when_how_serious_where_and_what() -> None:
    entry = formatted("turn %s", "failed", level=logging.WARNING)
    assert set(entry) == {"at", "level", "logger", "event"}
    assert (entry["level"], entry["logger"], entry["event"]) == ("warning", "bot.test", "turn failed")
    assert datetime.fromisoformat(entry["at"]).utcoffset() is not None


def test_extras_stand_beside_the_event() -> None:
    entry = formatted("turn failed", conversation_id="abc", pause_seconds=0.2)
    assert (entry["conversation_id"], entry["pause_seconds"]) == ("abc", 0.2)


def test_what_json_does_not_know_is_written_as_text() -> None:
    assert formatted("started", path=Path("/var/model"))["path"] == "/var/model"


def test_french_stays_readable_and_line_feeds_stay_inside() -> None:
    logger = logging.getLogger("bot.test")
    record = logger.makeRecord("bot.test", logging.INFO, __file__, 1, "déjà\nvu", (), None)
    line = JsonFormatter().format(record)
    assert "déjà\\nvu" in line


def test_an_exception_is_part_of_its_entry() -> None:
    try:
        raise ValueError("something")
    except ValueError:
        entry = formatted("command failed", exc_info=sys.exc_info())
    assert entry["event"] == "command failed"
    assert "ValueError: something" in entry["exception"]


@pytest.fixture
def root_logger() -> Iterator[logging.Logger]:
    """The root logger, put back as it was."""
    logger = logging.getLogger()
    handlers, level = logger.handlers[:], logger.level
    yield logger
    logger.handlers[:] = handlers
    logger.setLevel(level)


def test_every_logger_of_the_process_writes_json_on_standard_error(
    root_logger: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    logging.getLogger("somebody.else").warning("disk is %d %% full", 90)
    logging.getLogger("somebody.else").debug("not this")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == "disk is 90 % full"
