"""Who watches what, in this process: sockets of visitors by conversation, sockets of agents.

Publication is fan-out to bounded outboxes: it never waits. Several gateways will need a bus behind this class.
"""

from collections import defaultdict
from typing import Protocol

from bot.conversations.changes import Change
from bot.wire import visitor


class VisitorWatcher(Protocol):
    """A visitor's socket."""

    def deliver(self, event: visitor.VisitorEvent) -> None:
        """Queue the event for that browser."""


class DeskWatcher(Protocol):
    """An agent's socket."""

    def deliver_change(self, change: Change) -> None:
        """Queue what this change means for that console."""

    def deliver_typing(self, conversation_id: str, active: bool) -> None:
        """Queue that the visitor is (no longer) writing."""


class Hub:
    """The publisher of changes."""

    def __init__(self) -> None:
        self._visitors: defaultdict[str, set[VisitorWatcher]] = defaultdict(set)
        self._desks: set[DeskWatcher] = set()

    def watch(self, conversation_id: str, watcher: VisitorWatcher) -> None:
        """From now on that socket hears of that conversation."""
        self._visitors[conversation_id].add(watcher)

    def unwatch(self, conversation_id: str, watcher: VisitorWatcher) -> None:
        """That socket is gone."""
        self._visitors[conversation_id].discard(watcher)
        if not self._visitors[conversation_id]:
            del self._visitors[conversation_id]

    def watch_desk(self, watcher: DeskWatcher) -> None:
        """From now on that console hears of the queue."""
        self._desks.add(watcher)

    def unwatch_desk(self, watcher: DeskWatcher) -> None:
        """That console is gone."""
        self._desks.discard(watcher)

    def publish(self, change: Change) -> None:
        """Tell every socket that this change concerns."""
        conversation = change.conversation
        for message in change.messages:
            self.tell_visitor(conversation.id, visitor.MessagePosted(message=message.as_wire()))
        if change.status_changed:
            agent_name = conversation.handoff.agent_name if conversation.handoff else None
            self.tell_visitor(conversation.id, visitor.StatusChanged(status=conversation.status, agent_name=agent_name))
        for desk in tuple(self._desks):
            desk.deliver_change(change)

    def tell_visitor(self, conversation_id: str, event: visitor.VisitorEvent) -> None:
        """Send an event to every tab of that conversation."""
        # A copy: a delivery may close a socket, which leaves the set.
        for watcher in tuple(self._visitors.get(conversation_id, ())):
            watcher.deliver(event)

    def visitor_is_typing(self, conversation_id: str, active: bool) -> None:
        """Show the agents that the visitor is (no longer) writing."""
        for desk in tuple(self._desks):
            desk.deliver_typing(conversation_id, active)
