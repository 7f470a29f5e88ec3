"""Rasa's SQL tracker store, without its waits: one row count instead of a replay, one insert for all events of a turn.

Same table, same rows: Rasa's own store reads what this one writes. `endpoints.yml` names it.
"""

from collections import OrderedDict
from typing import Any

import msgspec
import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel.turn_tracker import TurnTracker

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
        events = self.SQLEvent.__table__
        mine = events.c.sender_id == sa.bindparam("sender_id")
        # Made once: SQLAlchemy would take longer to put each together than the database to run it.
        self._count = sa.select(sa.func.count()).where(mine)
        self._read = sa.select(events.c.data).where(mine).order_by(events.c.id)
        self._add = events.insert()
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
            stored = self._count_rows(connection, sender_id)
            if not stored:
                return None
            remembered = self._remembered.get(sender_id)
            if remembered is not None and len(remembered.events) == stored:
                return remembered
            rows = connection.execute(self._read, {"sender_id": sender_id}).scalars()
            events = [msgspec.json.decode(row) for row in rows]
        tracker = TurnTracker.from_dict(sender_id, events, self.domain.slots)
        tracker.stored = stored
        return self._remember(tracker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store the events that are not stored yet."""
        await self.stream_events(tracker)
        with self.engine.begin() as connection:
            new = list(tracker.events)[self._stored(connection, tracker) :]
            if new:
                connection.execute(self._add, [_row(tracker.sender_id, event) for event in new])
        if isinstance(tracker, TurnTracker):
            tracker.stored = len(tracker.events)
        self._remember(tracker)

    def _stored(self, connection: sa.engine.Connection, tracker: DialogueStateTracker) -> int:
        # Who holds the lock of the conversation has looked when it retrieved the tracker.
        is_ours = isinstance(tracker, TurnTracker) and tracker.stored is not None
        return tracker.stored if is_ours else self._count_rows(connection, tracker.sender_id)

    def _count_rows(self, connection: sa.engine.Connection, sender_id: str) -> int:
        return int(connection.execute(self._count, {"sender_id": sender_id}).scalar_one())

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
        "data": msgspec.json.encode(data).decode(),
    }


def _write_ahead(connection: Any, _record: Any) -> None:
    # A commit no longer waits for the disk to spin: a power cut may lose the last turns of the tracker, not of our log.
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
