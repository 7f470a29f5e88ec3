"""Those who watch hear of what is committed, and of nothing else."""

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.conversations import message_log
from bot.conversations.changes import Change
from bot.conversations.service import Conversations
from bot.errors import AlreadyTaken, NotTheHolder, UnknownButton
from bot.ids import new_id
from bot.storage import Database
from bot.wire.messages import Status
from tests.unit.conversations.conftest import Situations, SteppingClock, Watcher, answer


async def test_nothing_is_published_by_what_is_refused(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id, agent = await given.open(), await given.agent()
    with pytest.raises(UnknownButton):
        await conversations.press(conversation_id, new_id(), 1, "99", is_identified=False)
    with pytest.raises(AlreadyTaken):
        await conversations.take(conversation_id, agent, "Camille")
    with pytest.raises(NotTheHolder):
        await conversations.reply_as_agent(conversation_id, agent, "Camille", "Bonjour", new_id())
    assert watcher.changes == []


async def test_nothing_is_stored_nor_published_when_the_second_half_fails(
    given: Situations, conversations: Conversations, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    conversation_id = await given.open()
    before = await given.messages(conversation_id)

    async def broken(connection: AsyncConnection, conversation_id: str) -> None:
        raise RuntimeError("the machine hiccups")

    with monkeypatch.context() as broken_log:
        broken_log.setattr(message_log, "close_all_turns", broken)
        with pytest.raises(RuntimeError, match="hiccups"):
            await conversations.request_human(conversation_id, new_id())
    assert await given.messages(conversation_id) == before
    assert (await given.get(conversation_id)).status is Status.WITH_BOT
    assert watcher.changes == []


async def test_what_is_published_can_already_be_read_by_others(database: Database, database_url: str) -> None:
    seen: list[bool] = []

    class Reader:
        def publish(self, change: Change) -> None:
            seen.append(_is_committed(database_url, change.messages[-1].id))

    conversations = Conversations(database, SteppingClock(), Reader())
    given = Situations(conversations, database)
    conversation_id = await given.open()
    question = await given.post(conversation_id)
    await conversations.record_turn(question, answer())
    await conversations.request_human(conversation_id, new_id())
    assert seen == [True, True, True]


def _is_committed(database_url: str, message_id: str) -> bool:
    # Another connection, and blocking on purpose: the publisher is called from inside the running loop.
    engine = create_engine(database_url)
    try:
        with engine.connect() as connection:
            return bool(connection.execute(text("SELECT 1 FROM messages WHERE id = :id"), {"id": message_id}).scalar())
    finally:
        engine.dispose()


async def test_a_handoff_is_published_as_one_change_with_its_notice(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id = await given.open()
    await conversations.request_human(conversation_id, new_id())
    (change,) = watcher.changes
    assert change.status_changed
    assert (change.conversation.status, change.conversation.last_seq) == (Status.WAITING, 3)
    assert [message.seq for message in change.messages] == [2, 3]
    assert change.conversation.last_text == change.messages[0].text


async def test_an_answer_does_not_pretend_that_the_status_changed(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    question = await given.post(await given.open())
    await conversations.record_turn(question, answer())
    assert [change.status_changed for change in watcher.changes] == [False, False]
