"""Who may answer: guarded transitions, one open handoff, one holder."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from bot.conversations.ownership import TRANSITIONS, Transition, move
from bot.conversations.service import Conversations
from bot.errors import AlreadyTaken, AssistantError, NotTheHolder, NotWaiting
from bot.ids import new_id
from bot.storage import Database
from bot.storage.tables import conversations as conversation_rows
from bot.storage.tables import handoffs
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffInstruction, HandoffReason
from tests.unit.conversations.conftest import Situations, Watcher, answer

GiveBack = Callable[[Conversations, str, str], Awaitable[None]]

# Written out, not computed: changing the table of the code must be a decision.
EXPECTED = {
    (Status.WITH_BOT, Transition.REQUEST_HUMAN): Status.WAITING,
    (Status.RESOLVED, Transition.REQUEST_HUMAN): Status.WAITING,
    (Status.WAITING, Transition.CANCEL): Status.WITH_BOT,
    (Status.WAITING, Transition.TAKE): Status.WITH_AGENT,
    (Status.WITH_AGENT, Transition.RETURN_TO_BOT): Status.WITH_BOT,
    (Status.WITH_AGENT, Transition.RESOLVE): Status.RESOLVED,
    (Status.RESOLVED, Transition.REOPEN): Status.WITH_BOT,
}


async def count_open_handoffs(database: Database, conversation_id: str) -> int:
    query = (
        select(func.count())
        .select_from(handoffs)
        .where(handoffs.c.conversation_id == conversation_id, handoffs.c.ended_at.is_(None))
    )
    async with database.reading() as connection:
        return int((await connection.execute(query)).scalar_one())


async def outcome_of(database: Database, conversation_id: str) -> str | None:
    query = select(handoffs.c.outcome).where(handoffs.c.conversation_id == conversation_id)
    async with database.reading() as connection:
        outcome: str | None = (await connection.execute(query)).scalar_one()
        return outcome


@pytest.mark.parametrize("transition", list(Transition))
@pytest.mark.parametrize("status", list(Status))
async def test_each_transition_moves_only_from_the_statuses_that_allow_it(
    given: Situations, database: Database, status: Status, transition: Transition
) -> None:
    conversation_id, bystander = await given.open(), await given.open()
    async with database.writing() as connection:
        await connection.execute(conversation_rows.update().values(status=status.value))
        moved = await move(connection, conversation_id, transition)
    assert moved is ((status, transition) in EXPECTED)
    assert (await given.get(conversation_id)).status is EXPECTED.get((status, transition), status)
    assert (await given.get(bystander)).status is status


def test_every_transition_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Transition)


async def test_asking_for_a_human_again_is_asking_once(
    given: Situations, conversations: Conversations, database: Database
) -> None:
    conversation_id = await given.open()
    await asyncio.gather(*(conversations.request_human(conversation_id, new_id()) for _ in range(5)))
    assert await count_open_handoffs(database, conversation_id) == 1
    notices = [m for m in await given.messages(conversation_id) if m.author is Author.SYSTEM]
    assert len(notices) == 1
    assert (await given.get(conversation_id)).status is Status.WAITING


async def test_asking_for_a_human_closes_the_turns_the_bot_owed(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id, other = await given.open(), await given.open()
    await given.post(conversation_id)
    kept = await given.post(other)
    await conversations.request_human(conversation_id, new_id())
    assert [message.id for message in await conversations.pending_turns()] == [kept.id]


async def test_asking_for_a_human_in_a_resolved_conversation_puts_it_back_in_the_queue(
    given: Situations, conversations: Conversations, database: Database
) -> None:
    agent = await given.agent()
    conversation_id = await given.held_by(agent)
    await conversations.resolve(conversation_id, agent)
    await conversations.request_human(conversation_id, new_id())
    assert (await given.get(conversation_id)).status is Status.WAITING
    assert await count_open_handoffs(database, conversation_id) == 1


async def test_of_two_agents_who_take_at_once_exactly_one_wins(given: Situations, conversations: Conversations) -> None:
    for _ in range(5):
        camille, dominique = await given.agent("Camille"), await given.agent("Dominique")
        conversation_id = await given.waiting()
        results = await asyncio.gather(
            conversations.take(conversation_id, camille, "Camille"),
            conversations.take(conversation_id, dominique, "Dominique"),
            return_exceptions=True,
        )
        assert [type(result) for result in results if result is not None] == [AlreadyTaken]
        conversation = await given.get(conversation_id)
        assert conversation.handoff is not None
        winner = (camille, "Camille") if results[0] is None else (dominique, "Dominique")
        assert (conversation.handoff.agent_id, conversation.handoff.agent_name) == winner
        assert (await given.last(conversation_id)).text.startswith(winner[1])


async def test_taking_again_what_one_holds_is_harmless(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    agent = await given.agent()
    conversation_id = await given.held_by(agent)
    before, published = await given.messages(conversation_id), len(watcher.changes)
    await conversations.take(conversation_id, agent, "Camille")
    assert await given.messages(conversation_id) == before
    assert len(watcher.changes) == published


async def test_what_does_not_wait_cannot_be_taken(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    with pytest.raises(AlreadyTaken):
        await conversations.take(conversation_id, await given.agent(), "Camille")
    assert (await given.get(conversation_id)).status is Status.WITH_BOT


async def test_a_visitor_who_gives_up_as_an_agent_takes_leaves_one_truth(
    given: Situations, conversations: Conversations, database: Database
) -> None:
    agent = await given.agent()
    for _ in range(5):
        conversation_id = await given.waiting()
        cancelled, taken = await asyncio.gather(
            conversations.cancel_handoff(conversation_id, new_id()),
            conversations.take(conversation_id, agent, "Camille"),
            return_exceptions=True,
        )
        conversation = await given.get(conversation_id)
        if isinstance(cancelled, AssistantError):
            assert isinstance(cancelled, NotWaiting)
            assert (taken, conversation.status) == (None, Status.WITH_AGENT)
        else:
            assert isinstance(taken, AlreadyTaken)
            assert (conversation.status, conversation.handoff) == (Status.WITH_BOT, None)
        assert await count_open_handoffs(database, conversation_id) == (conversation.handoff is not None)


async def test_giving_up_without_waiting_is_refused_and_stores_nothing(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id = await given.open()
    with pytest.raises(NotWaiting):
        await conversations.cancel_handoff(conversation_id, new_id())
    assert len(await given.messages(conversation_id)) == 1
    assert watcher.changes == []


@pytest.mark.parametrize(
    ("give_back", "status", "outcome"),
    [
        (Conversations.return_to_bot, Status.WITH_BOT, "return_to_bot"),
        (Conversations.resolve, Status.RESOLVED, "resolve"),
    ],
)
class TestGivingBack:
    """Returning to the bot and resolving follow the same rules."""

    async def test_ends_the_handoff_once_however_often_it_is_sent(
        self,
        given: Situations,
        conversations: Conversations,
        database: Database,
        give_back: GiveBack,
        status: Status,
        outcome: str,
    ) -> None:
        agent = await given.agent()
        conversation_id = await given.held_by(agent)
        await asyncio.gather(*(give_back(conversations, conversation_id, agent) for _ in range(3)))
        conversation = await given.get(conversation_id)
        assert (conversation.status, conversation.handoff) == (status, None)
        assert await outcome_of(database, conversation_id) == outcome
        notices = [m for m in await given.messages(conversation_id) if m.author is Author.SYSTEM]
        assert len(notices) == 3  # waiting, taken, given back

    async def test_is_refused_to_an_agent_who_does_not_hold(
        self,
        given: Situations,
        conversations: Conversations,
        database: Database,
        give_back: GiveBack,
        status: Status,
        outcome: str,
    ) -> None:
        conversation_id = await given.held_by(await given.agent())
        with pytest.raises(NotTheHolder):
            await give_back(conversations, conversation_id, await given.agent("Dominique"))
        assert (await given.get(conversation_id)).status is Status.WITH_AGENT


async def test_only_the_holder_may_write_to_the_visitor(given: Situations, conversations: Conversations) -> None:
    camille, dominique = await given.agent("Camille"), await given.agent("Dominique")
    conversation_id = await given.held_by(camille)
    with pytest.raises(NotTheHolder):
        await conversations.reply_as_agent(conversation_id, dominique, "Dominique", "Bonjour", new_id())
    await conversations.reply_as_agent(conversation_id, camille, "Camille", "Bonjour", new_id())
    reply = await given.last(conversation_id)
    assert (reply.author, reply.text, reply.agent_name) == (Author.AGENT, "Bonjour", "Camille")
    await conversations.resolve(conversation_id, camille)
    with pytest.raises(NotTheHolder):
        await conversations.reply_as_agent(conversation_id, camille, "Camille", "Trop tard", new_id())


async def test_the_same_reply_again_is_one_message(given: Situations, conversations: Conversations) -> None:
    agent, client_id = await given.agent(), new_id()
    conversation_id = await given.held_by(agent)
    await asyncio.gather(
        *(conversations.reply_as_agent(conversation_id, agent, "Camille", "Bonjour", client_id) for _ in range(4))
    )
    assert [m.author for m in await given.messages(conversation_id)].count(Author.AGENT) == 1


async def test_the_queue_is_urgent_first_then_the_longest_waiting(
    given: Situations, conversations: Conversations
) -> None:
    first, taken = await given.waiting(), await given.held_by(await given.agent())
    urgent = await given.open()
    question = await given.post(urgent)
    instruction = HandoffInstruction(reason=HandoffReason.TOPIC, topic="compte_bloque", urgent=True)
    await conversations.record_turn(question, answer(handoff=instruction))
    await given.open()
    agent = await given.agent()
    await conversations.resolve(await given.held_by(agent), agent)
    assert [conversation.id for conversation in await conversations.queue()] == [urgent, first, taken]
