"""Who waits for a person and speaks of danger gets the emergency numbers once, and passes before the others."""

import pytest

from bot.conversations import notices
from bot.conversations.records import TurnState
from bot.conversations.service import Conversations
from bot.ids import new_id
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffInstruction, HandoffReason
from tests.unit.conversations.conftest import Situations, Watcher, answer

DANGER = "mon mari me frappe, au secours"


async def emergencies(given: Situations, conversation_id: str) -> int:
    return [message.text for message in await given.messages(conversation_id)].count(notices.EMERGENCY)


async def is_urgent(given: Situations, conversation_id: str) -> bool:
    conversation = await given.get(conversation_id)
    return conversation.handoff is not None and conversation.handoff.urgent


async def test_the_emergency_numbers_are_given_when_a_visitor_who_waits_speaks_of_danger(given: Situations) -> None:
    conversation_id = await given.waiting()
    said = await given.post(conversation_id, DANGER)
    notice = await given.last(conversation_id)
    assert (notice.author, notice.text, notice.seq) == (Author.SYSTEM, notices.EMERGENCY, said.seq + 1)
    assert said.turn is TurnState.NONE
    assert (await given.get(conversation_id)).status is Status.WAITING


async def test_the_conversation_passes_before_those_that_waited_longer(
    given: Situations, conversations: Conversations
) -> None:
    first, second, third = [await given.waiting() for _ in range(3)]
    await given.post(third, DANGER)
    assert [conversation.id for conversation in await conversations.queue()] == [third, first, second]
    assert [await is_urgent(given, one) for one in (first, second, third)] == [False, False, True]


async def test_the_desk_and_the_visitor_hear_of_it_at_once(given: Situations, watcher: Watcher) -> None:
    conversation_id = await given.waiting()
    watcher.changes.clear()
    await given.post(conversation_id, DANGER)
    (change,) = watcher.changes
    assert [message.text for message in change.messages] == [DANGER, notices.EMERGENCY]
    assert change.conversation.handoff is not None
    assert (change.conversation.handoff.urgent, change.status_changed) == (True, False)


async def test_the_numbers_are_given_once_when_danger_is_spoken_of_again(given: Situations) -> None:
    conversation_id = await given.waiting()
    for text in (DANGER, "je veux mourir", DANGER):
        await given.post(conversation_id, text)
    assert await emergencies(given, conversation_id) == 1
    assert await is_urgent(given, conversation_id)


async def test_nothing_is_said_twice_when_the_same_message_comes_twice(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id = await given.waiting()
    watcher.changes.clear()
    same = new_id()
    first = await conversations.post(conversation_id, same, DANGER, is_identified=False)
    second = await conversations.post(conversation_id, same, DANGER, is_identified=False)
    assert (first.seq, first.duplicate, second.seq, second.duplicate) == (first.seq, False, first.seq, True)
    assert watcher.texts() == [DANGER, notices.EMERGENCY]


async def test_the_numbers_are_not_given_when_the_bot_has_just_given_them(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.open()
    question = await given.post(conversation_id, "je vais très mal")
    urgent = HandoffInstruction(reason=HandoffReason.TOPIC, topic="danger_detresse", urgent=True)
    await conversations.record_turn(question, answer("Appelez le 15.", handoff=urgent))
    await given.post(conversation_id, DANGER)
    assert await emergencies(given, conversation_id) == 0
    assert await is_urgent(given, conversation_id)


async def test_the_bot_answers_as_ever_when_it_is_the_one_who_reads(given: Situations) -> None:
    conversation_id = await given.open()
    said = await given.post(conversation_id, DANGER)
    assert said.turn is TurnState.PENDING
    assert (await given.last(conversation_id)).text == DANGER
    assert (await given.get(conversation_id)).handoff is None


async def test_nothing_is_said_for_the_agent_who_reads(given: Situations) -> None:
    conversation_id = await given.held_by(await given.agent())
    await given.post(conversation_id, DANGER)
    assert (await given.last(conversation_id)).text == DANGER
    assert not await is_urgent(given, conversation_id)


@pytest.mark.parametrize("resolve", [True, False])
async def test_the_bot_answers_as_ever_when_an_agent_has_given_the_conversation_back(
    given: Situations, conversations: Conversations, resolve: bool
) -> None:
    agent = await given.agent()
    conversation_id = await given.held_by(agent)
    give_back = conversations.resolve if resolve else conversations.return_to_bot
    await give_back(conversation_id, agent)
    said = await given.post(conversation_id, DANGER)
    assert said.turn is TurnState.PENDING
    assert await emergencies(given, conversation_id) == 0


async def test_a_visitor_who_no_longer_waits_keeps_nothing_of_the_urgency(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.waiting()
    await given.post(conversation_id, DANGER)
    await conversations.cancel_handoff(conversation_id, new_id())
    await conversations.request_human(conversation_id, new_id())
    assert not await is_urgent(given, conversation_id)


async def test_nothing_happens_to_others_who_wait(given: Situations) -> None:
    conversation_id, bystander = await given.waiting(), await given.waiting()
    await given.post(conversation_id, DANGER)
    assert not await is_urgent(given, bystander)
    assert await emergencies(given, bystander) == 0


async def test_nothing_more_is_said_when_a_visitor_who_waits_speaks_of_something_else(given: Situations) -> None:
    conversation_id = await given.waiting()
    await given.post(conversation_id, "c'est urgent, il y a quelqu'un ?")
    assert await emergencies(given, conversation_id) == 0
    assert not await is_urgent(given, conversation_id)
