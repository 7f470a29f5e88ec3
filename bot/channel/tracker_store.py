"""Rasa's SQL tracker store, without its waits: one row count instead of a replay, one insert for all events of a turn.

Same table, same rows: Rasa's own store reads what this one writes. `endpoints.yml` names it.
"""

import json
from collections import OrderedDict
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

_MOST_REMEMBERED = 500


class TurnTrackerStore(SQLTrackerStore):
    """Keeps the trackers of the last conversations in memory; believes one only if the table has as many events."""

    def __init__(
        self,
        host: str | None = None,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        **named: Any,
    ):
        super().__init__(domain=domain, host=host, event_broker=event_broker, **named)
        self._events = self.SQLEvent.__table__
        self._remembered: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self.engine: sa.engine.Engine
        if self.engine.dialect.name == "sqlite":
            # SQLAlchemy would open and close the file for each statement; closing writes the whole log back.
            self.engine = sa.create_engine(self.engine.url, poolclass=sa.pool.QueuePool, pool_size=1)
            self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
            sa.event.listen(self.engine, "connect", _write_ahead)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker, `None` for a new conversation. All of it: our conversations are one session."""
        with self.engine.connect() as connection:
            stored = self._count(connection, sender_id)
            if not stored:
                return None
            remembered = self._remembered.get(sender_id)
            if remembered is not None and len(remembered.events) == stored:
                return remembered
            mine = sa.select(self._events.c.data).where(self._events.c.sender_id == sender_id)
            rows = connection.execute(mine.order_by(self._events.c.id)).scalars()
            events = [json.loads(row) for row in rows]
        return self._remember(DialogueStateTracker.from_dict(sender_id, events, self.domain.slots))

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are not stored yet."""
        await self.stream_events(tracker)
        with self.engine.begin() as connection:
            stored = self._count(connection, tracker.sender_id)
            new = list(tracker.events)[stored:]
            if new:
                connection.execute(self._events.insert(), [_row(tracker.sender_id, event) for event in new])
        self._remember(tracker)

    def _count(self, connection: sa.engine.Connection, sender_id: str) -> int:
        counted = sa.select(sa.func.count()).where(self._events.c.sender_id == sender_id)
        return int(connection.execute(counted).scalar_one())

    def _remember(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        self._remembered[tracker.sender_id] = tracker
        self._remembered.move_to_end(tracker.sender_id)
        if len(self._remembered) > _MOST_REMEMBERED:
            self._remembered.popitem(last=False)
        return tracker


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _write_ahead(connection: Any, _record: Any) -> None:
    # A commit no longer waits for the disk to spin: a power cut may lose the last turns of the tracker, not of our log.
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
