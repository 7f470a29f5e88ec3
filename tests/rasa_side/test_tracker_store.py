"""Our tracker store writes what Rasa's own would, and believes its memory only when the table agrees."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channel import tracker_store
from bot.channel.tracker_store import TurnTrackerStore

DOMAIN = Domain(
    intents=["favoris"],
    entities=[],
    slots=[AnySlot("dialogue", mappings=[{}], influence_conversation=False)],
    responses={},
    action_names=["action_dossier"],
    forms={},
    data={},
)
SESSION: list[Event] = [
    ActionExecuted("action_session_start", timestamp=1.0),
    SessionStarted(timestamp=2.0),
    ActionExecuted("action_listen", timestamp=3.0),
]


def turn(number: int) -> list[Event]:
    """What a turn adds to a tracker."""
    at = 10.0 * number
    intent = {"name": "favoris", "confidence": 0.9}
    parse_data = {"text": "mes favoris", "intent": intent, "entities": [], "intent_ranking": [intent]}
    return [
        UserUttered("mes favoris", intent, parse_data=parse_data, message_id=str(number), timestamp=at),
        SlotSet("dialogue", {"topic": "favoris", "answered": {"favoris": number}}, timestamp=at + 1),
        ActionExecuted("action_dossier", policy="RulePolicy", confidence=1.0, timestamp=at + 2),
        BotUttered("« Ils sont là »", data={"buttons": [{"title": "Oui", "payload": "/affirmer"}]}, timestamp=at + 3),
        ActionExecuted("action_listen", timestamp=at + 4),
    ]


def new_tracker(events: Sequence[Event], sender_id: str = "a") -> DialogueStateTracker:
    return DialogueStateTracker.from_events(sender_id, list(events), slots=DOMAIN.slots)


def told(tracker: DialogueStateTracker | None) -> list[dict[str, Any]]:
    assert tracker is not None
    return [event.as_dict() for event in tracker.events]


def rows(store: SQLTrackerStore) -> list[dict[str, Any]]:
    """The whole table, as it stands on the disk; the JSON in it as what it says."""
    with store.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT * FROM events ORDER BY id")).mappings()
        return [{**row, "data": json.loads(row["data"])} for row in found]


class Stores:
    """Opens stores on files of this test, and closes them after it."""

    def __init__(self, directory: Path):
        self._directory = directory
        self.opened: list[SQLTrackerStore] = []

    def ours(self, file: str = "ours.sqlite") -> TurnTrackerStore:
        store = TurnTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(self._directory / file))
        self.opened.append(store)
        return store

    def of_rasa(self, file: str = "rasa.sqlite") -> SQLTrackerStore:
        store = SQLTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(self._directory / file))
        self.opened.append(store)
        return store


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    """Stores of this test."""
    opened = Stores(tmp_path)
    yield opened
    for store in opened.opened:
        store.engine.dispose()


async def add(store: SQLTrackerStore, events: Sequence[Event], sender_id: str = "a") -> None:
    """What Rasa does in a turn: look, add, save."""
    tracker = await store.retrieve(sender_id) or new_tracker((), sender_id)
    for event in events:
        tracker.update(event, DOMAIN)
    await store.save(tracker)


async def test_the_rows_are_those_that_rasa_writes_for_the_same_tracker(stores: Stores) -> None:
    for events in (SESSION, turn(1), turn(2), []):
        for store in (ours := stores.ours(), rasa := stores.of_rasa()):
            await add(store, events)
        assert rows(ours) == rows(rasa)
    assert len(rows(ours)) == 13


async def test_each_store_reads_what_the_other_has_written(stores: Stores) -> None:
    events = [SessionStarted(timestamp=2.0), *turn(1)]
    await add(stores.ours("one.sqlite"), events)
    await add(stores.of_rasa("two.sqlite"), events)
    by_rasa = await stores.of_rasa("one.sqlite").retrieve("a")
    by_us = await stores.ours("two.sqlite").retrieve("a")
    assert told(by_rasa) == told(by_us) == told(new_tracker(events))


async def test_what_one_store_saves_another_retrieves_from_the_same_file(stores: Stores) -> None:
    first, second = stores.ours(), stores.ours()
    await add(first, [*SESSION, *turn(1)])
    found = await second.retrieve("a")
    assert told(found) == told(new_tracker([*SESSION, *turn(1)]))
    assert found is not None
    assert found.get_slot("dialogue") == {"topic": "favoris", "answered": {"favoris": 1}}


async def test_what_another_store_has_added_is_seen_by_the_one_that_remembers(stores: Stores) -> None:
    first, second = stores.ours(), stores.ours()
    await add(first, [*SESSION, *turn(1)])
    await add(second, turn(2))
    assert told(await first.retrieve("a")) == told(new_tracker([*SESSION, *turn(1), *turn(2)]))


async def test_the_tracker_in_memory_is_served_when_the_table_has_as_many_events(stores: Stores) -> None:
    store = stores.ours()
    tracker = new_tracker([*SESSION, *turn(1)])
    await store.save(tracker)
    assert await store.retrieve("a") is tracker
    other = stores.ours()
    assert await other.retrieve("a") is await other.retrieve("a")


async def test_a_tracker_in_memory_whose_events_were_never_saved_is_not_believed(stores: Stores) -> None:
    """A turn that fails half-way leaves its events in the tracker that it was given."""
    store = stores.ours()
    await add(store, [*SESSION, *turn(1)])
    left_behind = await store.retrieve("a")
    assert left_behind is not None
    for event in turn(2):
        left_behind.update(event, DOMAIN)
    again = await store.retrieve("a")
    assert again is not left_behind
    assert told(again) == told(new_tracker([*SESSION, *turn(1)]))
    assert again is not None
    assert again.get_slot("dialogue") == {"topic": "favoris", "answered": {"favoris": 1}}


@pytest.mark.parametrize("is_known", [True, False])
async def test_a_new_conversation_gives_nothing(stores: Stores, is_known: bool) -> None:
    store = stores.ours()
    if is_known:
        await add(store, [*SESSION, *turn(1)])
    assert await store.retrieve("b") is None


async def test_nothing_is_served_of_a_conversation_that_was_erased(stores: Stores) -> None:
    store = stores.ours()
    await add(store, [*SESSION, *turn(1)])
    with store.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM events"))
    assert await store.retrieve("a") is None


async def test_saving_again_adds_nothing(stores: Stores) -> None:
    store = stores.ours()
    await add(store, [*SESSION, *turn(1)])
    before = rows(store)
    await add(store, [])
    assert rows(store) == before


async def test_conversations_are_kept_apart(stores: Stores) -> None:
    store = stores.ours()
    for number in (1, 2):
        await add(store, turn(number), "a")
        await add(store, turn(number + 2), "b")
    for one in (store, stores.ours()):
        assert told(await one.retrieve("a")) == told(new_tracker([*turn(1), *turn(2)]))
        assert told(await one.retrieve("b")) == told(new_tracker([*turn(3), *turn(4)], "b"))


async def test_the_conversation_that_spoke_longest_ago_is_forgotten_first_and_read_again(
    stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tracker_store, "_MOST_REMEMBERED", 2)
    store = stores.ours()
    trackers = {name: new_tracker(turn(1), name) for name in "abc"}
    for name in ("a", "b", "a", "c"):
        await store.save(trackers[name])
    assert await store.retrieve("a") is trackers["a"]
    assert await store.retrieve("c") is trackers["c"]
    again = await store.retrieve("b")
    assert again is not trackers["b"]
    assert told(again) == told(trackers["b"])


async def test_the_file_takes_writes_while_it_is_read(stores: Stores) -> None:
    store = stores.ours()
    with store.engine.connect() as connection:
        assert connection.execute(sa.text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(sa.text("PRAGMA synchronous")).scalar_one() == 1
