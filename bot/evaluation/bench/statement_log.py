"""Which statements a piece of code sends through an engine, and how long each takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.sql.elements import ClauseElement


@dataclass
class StatementLog:
    """What has been sent so far, in order."""

    statements: list[ClauseElement] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    """From handing the statement to the driver until its rows are there."""


@contextmanager
def logged_statements(engine: AsyncEngine) -> Iterator[StatementLog]:
    """Lend a log that fills while the block runs."""
    log = StatementLog()
    started: list[float] = []

    def note_statement(_connection: Any, clause: Any, *_others: Any) -> None:
        log.statements.append(clause)

    def start(*_others: Any) -> None:
        started.append(time.perf_counter())

    def stop(*_others: Any) -> None:
        log.milliseconds.append((time.perf_counter() - started.pop()) * 1000)

    listeners = {"before_execute": note_statement, "before_cursor_execute": start, "after_cursor_execute": stop}
    for name, listener in listeners.items():
        event.listen(engine.sync_engine, name, listener)
    try:
        yield log
    finally:
        for name, listener in listeners.items():
            event.remove(engine.sync_engine, name, listener)
