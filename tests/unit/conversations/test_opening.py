"""Coming back to a conversation: only with its key, and only the person it belongs to."""

import asyncio

import pytest

from bot.conversations.service import Conversations
from bot.errors import IdentityMismatch, UnknownConversation
from bot.ids import new_id, new_token
from bot.storage.tables import conversations as conversation_rows
from bot.wire.identity import Identity, Role
from bot.wire.visitor import ConversationKey
from tests.unit.conversations.conftest import Situations

ALICE = Identity(user_id=1, role=Role.BENEVOLE)
BRUNO = Identity(user_id=2, role=Role.RESPONSABLE)


async def test_the_key_opens_its_conversation(conversations: Conversations) -> None:
    key = await conversations.open(None, "https://www.jeveuxaider.gouv.fr/missions")
    conversation = await conversations.resume(key, None)
    assert (conversation.id, conversation.page_url) == (key.id, "https://www.jeveuxaider.gouv.fr/missions")


async def test_an_unknown_id_and_a_wrong_token_are_not_told_apart(conversations: Conversations) -> None:
    key, other = await conversations.open(None, None), await conversations.open(None, None)
    refusals = []
    for wrong in (
        ConversationKey(id=new_id(), token=key.token),
        ConversationKey(id=key.id, token=new_token()),
        ConversationKey(id=key.id, token=other.token),
        ConversationKey(id=key.id, token=key.token + "x"),
    ):
        with pytest.raises(UnknownConversation) as refusal:
            await conversations.resume(wrong, ALICE)
        refusals.append((refusal.value.code, refusal.value.message, refusal.value.retryable))
    assert len(set(refusals)) == 1
    assert (await conversations.get(key.id)).subject is None


@pytest.mark.parametrize("other", [None, BRUNO], ids=["anonymous", "another person"])
async def test_a_conversation_that_belongs_to_somebody_is_closed_to_others(
    conversations: Conversations, other: Identity | None
) -> None:
    key = await conversations.open(ALICE, None)
    with pytest.raises(IdentityMismatch):
        await conversations.resume(key, other)
    assert (await conversations.resume(key, ALICE)).identity == ALICE


async def test_an_anonymous_conversation_belongs_to_the_first_person_proven(conversations: Conversations) -> None:
    key = await conversations.open(None, None)
    await conversations.resume(key, None)
    await conversations.resume(key, ALICE)
    assert (await conversations.get(key.id)).identity == ALICE
    for other in (None, BRUNO):
        with pytest.raises(IdentityMismatch):
            await conversations.resume(key, other)


async def test_coming_back_under_another_role_changes_the_role(conversations: Conversations) -> None:
    key = await conversations.open(ALICE, None)
    referent = Identity(user_id=ALICE.user_id, role=Role.REFERENT)
    await conversations.resume(key, referent)
    assert (await conversations.get(key.id)).identity == referent


async def test_identifying_binds_to_that_person_and_refuses_any_other(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.open()
    await conversations.identify(conversation_id, ALICE)
    with pytest.raises(IdentityMismatch):
        await conversations.identify(conversation_id, BRUNO)
    await conversations.identify(conversation_id, Identity(user_id=1, role=Role.RESPONSABLE))
    assert (await given.get(conversation_id)).identity == Identity(user_id=1, role=Role.RESPONSABLE)


async def test_of_two_persons_who_identify_at_once_exactly_one_wins(
    given: Situations, conversations: Conversations
) -> None:
    for _ in range(10):
        conversation_id = await given.open()
        results = await asyncio.gather(
            conversations.identify(conversation_id, ALICE),
            conversations.identify(conversation_id, BRUNO),
            return_exceptions=True,
        )
        assert [type(result) for result in results if result is not None] == [IdentityMismatch]
        assert (await given.get(conversation_id)).identity == (ALICE if results[0] is None else BRUNO)


async def test_the_token_itself_is_not_stored(conversations: Conversations, given: Situations) -> None:
    key = await conversations.open(ALICE, None)
    async with given.database.reading() as connection:
        rows = (await connection.execute(conversation_rows.select())).fetchall()
    assert key.id in str(rows)
    assert key.token not in str(rows)


async def test_what_came_after_a_number_is_given_in_order(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    for n in range(5):
        await given.post(conversation_id, f"message {n}")
    missed = await conversations.messages_after(conversation_id, 3)
    assert [message.text for message in missed] == ["message 2", "message 3", "message 4"]
    assert await conversations.messages_after(conversation_id, 6) == []
