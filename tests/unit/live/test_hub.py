"""Changes reach those who watch, and nobody else, even when somebody leaves meanwhile."""

from datetime import datetime, timezone

from bot.conversations.changes import Change
from bot.conversations.records import Conversation, OpenHandoff, StoredMessage
from bot.live.hub import Hub
from bot.wire import visitor
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffReason

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)


class Tab:
    """A visitor's socket."""

    def __init__(self) -> None:
        self.events: list[visitor.VisitorEvent] = []

    def deliver(self, event: visitor.VisitorEvent) -> None:
        self.events.append(event)


class LeavingTab(Tab):
    """A socket that closes, and takes another with it, as soon as it hears something."""

    def __init__(self, hub: Hub, conversation_id: str, *others: Tab):
        super().__init__()
        self.hub, self.conversation_id, self.others = hub, conversation_id, others

    def deliver(self, event: visitor.VisitorEvent) -> None:
        super().deliver(event)
        for tab in (self, *self.others):
            self.hub.unwatch(self.conversation_id, tab)


class Console:
    """An agent's socket."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self.typing: list[tuple[str, bool]] = []

    def deliver_change(self, change: Change) -> None:
        self.changes.append(change)

    def deliver_typing(self, conversation_id: str, active: bool) -> None:
        self.typing.append((conversation_id, active))


class LeavingConsole(Console):
    """A console that closes as soon as it hears something."""

    def __init__(self, hub: Hub):
        super().__init__()
        self.hub = hub

    def deliver_change(self, change: Change) -> None:
        super().deliver_change(change)
        self.hub.unwatch_desk(self)


def message(seq: int) -> StoredMessage:
    return StoredMessage(
        id=f"m{seq}", conversation_id="one", seq=seq, author=Author.BOT, text=f"texte {seq}", created_at=NOON
    )


def change(*seqs: int, status: Status = Status.WITH_BOT, status_changed: bool = False, agent: str = "") -> Change:
    handoff = OpenHandoff(
        reason=HandoffReason.TOPIC, topic=None, urgent=False, requested_at=NOON, agent_id=agent, agent_name=agent
    )
    conversation = Conversation(
        id="one",
        status=status,
        last_seq=9,
        subject=None,
        role=None,
        page_url=None,
        last_text="",
        last_at=NOON,
        handoff=handoff if agent else None,
    )
    return Change(conversation=conversation, messages=tuple(map(message, seqs)), status_changed=status_changed)


def test_every_tab_of_that_conversation_hears_every_message_in_order() -> None:
    hub, first, second, elsewhere = Hub(), Tab(), Tab(), Tab()
    hub.watch("one", first)
    hub.watch("one", second)
    hub.watch("two", elsewhere)
    hub.publish(change(2, 3))
    assert first.events == second.events == [visitor.MessagePosted(message=message(n).as_wire()) for n in (2, 3)]
    assert elsewhere.events == []


def test_a_new_status_follows_its_messages_and_names_the_agent() -> None:
    hub, tab = Hub(), Tab()
    hub.watch("one", tab)
    hub.publish(change(2, status=Status.WITH_AGENT, status_changed=True, agent="Camille"))
    assert [type(event) for event in tab.events] == [visitor.MessagePosted, visitor.StatusChanged]
    assert tab.events[1] == visitor.StatusChanged(status=Status.WITH_AGENT, agent_name="Camille")


def test_watching_twice_is_watching_once() -> None:
    hub, tab = Hub(), Tab()
    hub.watch("one", tab)
    hub.watch("one", tab)
    hub.publish(change(2))
    assert len(tab.events) == 1


def test_who_left_hears_nothing_more_and_may_leave_again() -> None:
    hub, tab, stays = Hub(), Tab(), Tab()
    hub.watch("one", tab)
    hub.watch("one", stays)
    hub.unwatch("one", tab)
    hub.unwatch("one", tab)
    hub.unwatch("never seen", tab)
    hub.publish(change(2))
    assert (len(tab.events), len(stays.events)) == (0, 1)


def test_leaving_while_being_told_disturbs_nobody() -> None:
    hub = Hub()
    stays = [Tab() for _ in range(5)]
    gone = Tab()
    leaving = LeavingTab(hub, "one", gone)
    for tab in (*stays, gone, leaving):
        hub.watch("one", tab)
    hub.publish(change(2))
    hub.publish(change(3))
    assert [len(tab.events) for tab in stays] == [2] * 5
    assert len(leaving.events) == 1
    assert len(gone.events) <= 1


def test_consoles_hear_of_every_conversation_and_may_leave_meanwhile() -> None:
    hub, stays = Hub(), Console()
    leaving = LeavingConsole(hub)
    hub.watch_desk(stays)
    hub.watch_desk(leaving)
    for _ in range(2):
        hub.publish(change(2))
    hub.visitor_is_typing("one", True)
    assert (len(stays.changes), len(leaving.changes)) == (2, 1)
    assert (stays.typing, leaving.typing) == ([("one", True)], [])
    hub.unwatch_desk(leaving)


def test_nobody_watching_is_no_trouble() -> None:
    hub = Hub()
    hub.publish(change(2))
    hub.tell_visitor("one", visitor.Typing(author="bot", active=True))
    hub.visitor_is_typing("one", True)
