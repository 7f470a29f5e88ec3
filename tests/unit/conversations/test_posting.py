"""What a visitor writes is stored once, under a number without holes."""

import asyncio
from collections import Counter

import pytest

from bot.conversations.records import TurnState
from bot.conversations.service import Conversations
from bot.errors import UnknownConversation
from bot.ids import new_id
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffInstruction, HandoffReason
from tests.unit.conversations.conftest import Situations, Watcher, answer, authors


async def post(conversations: Conversations, conversation_id: str, client_id: str, text: str = "Bonjour") -> bool:
    return (await conversations.post(conversation_id, client_id, text, is_identified=False)).duplicate


async def test_a_new_conversation_starts_with_the_welcome(given: Situations) -> None:
    conversation_id = await given.open()
    (welcome,) = await given.messages(conversation_id)
    assert (welcome.seq, welcome.author, welcome.turn) == (1, Author.BOT, TurnState.NONE)
    assert "assistant automatique" in welcome.text
    assert (await given.get(conversation_id)).status is Status.WITH_BOT


async def test_twenty_posts_at_once_are_numbered_without_holes(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id = await given.open()
    stored = await asyncio.gather(
        *(conversations.post(conversation_id, new_id(), f"message {n}", is_identified=False) for n in range(20))
    )
    assert sorted(each.seq for each in stored) == list(range(2, 22))
    messages = await given.messages(conversation_id)
    assert [message.seq for message in messages] == list(range(1, 22))
    assert {message.text for message in messages[1:]} == {f"message {n}" for n in range(20)}
    assert len(watcher.changes) == 20


async def test_posts_of_different_conversations_do_not_share_numbers(
    given: Situations, conversations: Conversations
) -> None:
    ids = [await given.open() for _ in range(4)]
    stored = await asyncio.gather(*(given.post(each) for each in ids * 3))
    assert Counter((message.conversation_id, message.seq) for message in stored) == Counter(
        (each, seq) for each in ids for seq in (2, 3, 4)
    )


async def test_the_same_client_id_again_is_the_same_message_whatever_its_text(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id, client_id = await given.open(), new_id()
    first = await conversations.post(conversation_id, client_id, "premier texte", is_identified=False)
    again = await conversations.post(conversation_id, client_id, "autre texte", is_identified=False)
    assert (first.seq, first.duplicate) == (2, False)
    assert (again.seq, again.duplicate) == (2, True)
    assert [message.text for message in await given.messages(conversation_id)][1:] == ["premier texte"]
    assert watcher.texts() == ["premier texte"]


async def test_the_same_client_id_from_several_tabs_at_once_is_one_message(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    conversation_id, client_id = await given.open(), new_id()
    stored = await asyncio.gather(
        *(conversations.post(conversation_id, client_id, "Bonjour", is_identified=False) for _ in range(8))
    )
    assert {each.seq for each in stored} == {2}
    assert [each.duplicate for each in stored].count(False) == 1
    assert len(await given.messages(conversation_id)) == 2
    assert len(watcher.changes) == 1


async def test_the_same_client_id_in_another_conversation_is_another_message(
    given: Situations, conversations: Conversations
) -> None:
    client_id = new_id()
    assert not await post(conversations, await given.open(), client_id)
    assert not await post(conversations, await given.open(), client_id)


async def test_what_is_written_to_the_bot_is_owed_an_answer(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    first = await given.post(conversation_id)
    second = await given.post(conversation_id)
    assert [message.id for message in await conversations.pending_turns(conversation_id)] == [first.id, second.id]


@pytest.mark.parametrize("taken", [False, True], ids=["waiting", "with an agent"])
async def test_what_is_written_to_a_human_is_not_owed_by_the_bot(
    given: Situations, conversations: Conversations, taken: bool
) -> None:
    conversation_id = await (given.held_by(await given.agent()) if taken else given.waiting())
    message = await given.post(conversation_id)
    assert message.turn is TurnState.NONE
    assert await conversations.pending_turns() == []


async def test_writing_in_a_resolved_conversation_reopens_it_with_the_bot(
    given: Situations, conversations: Conversations, watcher: Watcher
) -> None:
    agent = await given.agent()
    conversation_id = await given.held_by(agent)
    await conversations.resolve(conversation_id, agent)
    message = await given.post(conversation_id)
    assert message.turn is TurnState.PENDING
    assert (await given.get(conversation_id)).status is Status.WITH_BOT
    assert watcher.changes[-1].status_changed
    assert watcher.changes[-1].conversation.status is Status.WITH_BOT


async def test_a_repeated_post_does_not_reopen_a_resolved_conversation(
    given: Situations, conversations: Conversations
) -> None:
    agent, client_id = await given.agent(), new_id()
    conversation_id = await given.held_by(agent)
    await post(conversations, conversation_id, client_id)
    await conversations.resolve(conversation_id, agent)
    assert await post(conversations, conversation_id, client_id)
    assert (await given.get(conversation_id)).status is Status.RESOLVED


async def test_an_unknown_conversation_is_refused(conversations: Conversations) -> None:
    with pytest.raises(UnknownConversation):
        await post(conversations, new_id(), new_id())


async def test_a_post_that_meets_a_handoff_is_owed_to_one_side_only(
    given: Situations, conversations: Conversations
) -> None:
    for _ in range(10):
        conversation_id = await given.open()
        await asyncio.gather(
            given.post(conversation_id),
            conversations.request_human(conversation_id, new_id()),
            given.post(conversation_id),
        )
        assert (await given.get(conversation_id)).status is Status.WAITING
        assert await conversations.pending_turns(conversation_id) == []


async def test_the_answer_is_stored_with_what_was_understood(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    question = await given.post(conversation_id)
    await conversations.record_turn(question, answer("Un.", "Deux."))
    messages = await given.messages(conversation_id)
    assert [message.text for message in messages[2:]] == ["Un.", "Deux."]
    assert authors(messages) == [Author.BOT, Author.VISITOR, Author.BOT, Author.BOT]
    assert messages[1].turn is TurnState.DONE
    assert messages[1].understood == answer().understanding
    assert await conversations.pending_turns() == []


async def test_an_answer_recorded_twice_is_said_once(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    question = await given.post(conversation_id)
    await asyncio.gather(*(conversations.record_turn(question, answer()) for _ in range(4)))
    assert len(await given.messages(conversation_id)) == 3


async def test_a_late_answer_is_discarded_once_a_human_has_been_asked_for(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.open()
    question = await given.post(conversation_id)
    await conversations.request_human(conversation_id, new_id())
    before = await given.messages(conversation_id)
    await conversations.record_turn(question, answer())
    await conversations.record_incident(question)
    assert await given.messages(conversation_id) == before


async def test_a_late_answer_that_meets_a_handoff_never_follows_it(
    given: Situations, conversations: Conversations
) -> None:
    for _ in range(10):
        conversation_id = await given.open()
        question = await given.post(conversation_id)
        await asyncio.gather(
            conversations.record_turn(question, answer()), conversations.request_human(conversation_id, new_id())
        )
        messages = await given.messages(conversation_id)
        assert messages[-1].author is Author.SYSTEM
        assert authors(messages)[:2] == [Author.BOT, Author.VISITOR]
        assert authors(messages)[2:] in (
            [Author.VISITOR, Author.SYSTEM],
            [Author.BOT, Author.VISITOR, Author.SYSTEM],
        )


async def test_an_incident_apologises_with_two_ways_out(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    await conversations.record_incident(await given.post(conversation_id))
    apology = await given.last(conversation_id)
    assert apology.author is Author.BOT
    assert [button.title for button in apology.buttons] == ["Reposer ma question", "Parler à une personne"]
    assert await conversations.pending_turns() == []


async def test_an_answer_that_hands_over_closes_the_questions_behind_it(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.open()
    question = await given.post(conversation_id)
    await given.post(conversation_id, "et aussi")
    instruction = HandoffInstruction(reason=HandoffReason.TOPIC, topic="compte_bloque", urgent=True)
    await conversations.record_turn(question, answer("Je transmets.", handoff=instruction))
    conversation = await given.get(conversation_id)
    assert conversation.status is Status.WAITING
    assert conversation.handoff is not None
    assert (conversation.handoff.topic, conversation.handoff.urgent) == ("compte_bloque", True)
    assert await conversations.pending_turns() == []


async def test_pending_turns_of_all_conversations_come_oldest_first(
    given: Situations, conversations: Conversations
) -> None:
    first, second = await given.open(), await given.open()
    posted = [await given.post(each) for each in (second, first, second)]
    assert [message.id for message in await conversations.pending_turns()] == [message.id for message in posted]
