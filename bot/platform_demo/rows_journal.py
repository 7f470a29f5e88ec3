"""Rows of `activity_log`: every state entered by an organisation, a mission or an application (§2.11)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.platform_client.identifiers import PhpClass
from bot.platform_demo.entities import Step
from bot.platform_demo.world import Row, World


def journal_rows(world: World) -> list[Row]:
    """Return the history of all states, in the order of time."""
    entries = [
        *_entries(PhpClass.STRUCTURE, ((each.id, each.steps) for each in world.organisations)),
        *_entries(PhpClass.MISSION, ((each.id, each.steps) for each in world.missions)),
        *_entries(PhpClass.PARTICIPATION, ((each.id, each.steps) for each in world.applications)),
    ]
    # A stable sort: two steps of one second keep their order.
    entries.sort(key=lambda entry: entry["created_at"])
    return [{"id": id, **entry} for id, entry in enumerate(entries, start=1)]


def _entries(subject: PhpClass, histories: Iterable[tuple[int, list[Step]]]) -> Iterator[Row]:
    for subject_id, steps in histories:
        previous: str | None = None
        for step in steps:
            yield _entry(subject, subject_id, step.at, step.by_user_id, previous, step.state)
            previous = step.state


def _entry(
    subject: PhpClass,
    subject_id: int,
    at: datetime,
    by_user_id: int | None,
    old_state: str | None,
    new_state: str,
) -> Row:
    event = "created" if old_state is None else "updated"
    old = {} if old_state is None else {"old": {"state": old_state}}
    return {
        "log_name": "default",
        "description": event,
        "subject_type": subject.value,
        "subject_id": subject_id,
        "event": event,
        "causer_type": PhpClass.USER.value if by_user_id else None,
        "causer_id": by_user_id,
        "properties": {"attributes": {"state": new_state}, **old},
        "created_at": at,
        "updated_at": at,
    }
