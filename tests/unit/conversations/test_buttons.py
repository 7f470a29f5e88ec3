"""A button does what the server offered, in the conversation where it was offered, and nothing else."""

import pytest

from bot.conversations import notices
from bot.conversations.changes import Stored
from bot.conversations.records import StoredMessage, TurnState
from bot.conversations.service import Conversations
from bot.errors import NotWaiting, UnknownButton
from bot.ids import new_id
from bot.wire.messages import Author, Status
from bot.wire.turns import AskTopic
from tests.unit.conversations.conftest import Situations, answer

TOPIC = AskTopic(intent="assurance", entities={"lieu": "Lille"})


async def press(conversations: Conversations, conversation_id: str, seq: int, button_id: str = "1") -> Stored:
    return await conversations.press(conversation_id, new_id(), seq, button_id, is_identified=True)


async def offered(given: Situations, conversations: Conversations, conversation_id: str) -> StoredMessage:
    question = await given.post(conversation_id)
    await conversations.record_turn(question, answer("Lequel ?", button=TOPIC))
    return await given.last(conversation_id)


async def test_a_topic_button_asks_the_bot_for_that_topic(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    message = await offered(given, conversations, conversation_id)
    stored = await press(conversations, conversation_id, message.seq)
    pressed = await given.message(conversation_id, stored.seq)
    assert (pressed.author, pressed.text, pressed.turn) == (Author.VISITOR, "Assurance", TurnState.PENDING)
    assert pressed.action == TOPIC
    assert pressed.is_identified


async def test_what_a_button_does_never_leaves_the_server(given: Situations, conversations: Conversations) -> None:
    message = await offered(given, conversations, await given.open())
    assert [button.__struct_fields__ for button in message.as_wire().buttons] == [("id", "title")]


@pytest.mark.parametrize("button_id", ["2", "", "0", "01", "x" * 32])
async def test_a_button_that_was_not_offered_is_refused_and_stores_nothing(
    given: Situations, conversations: Conversations, button_id: str
) -> None:
    conversation_id = await given.open()
    message = await offered(given, conversations, conversation_id)
    before = await given.messages(conversation_id)
    with pytest.raises(UnknownButton):
        await press(conversations, conversation_id, message.seq, button_id)
    assert await given.messages(conversation_id) == before


@pytest.mark.parametrize("seq", [2, 99, 2_147_483_647])
async def test_a_message_without_buttons_or_unknown_has_none_to_press(
    given: Situations, conversations: Conversations, seq: int
) -> None:
    conversation_id = await given.open()
    await given.post(conversation_id)
    with pytest.raises(UnknownButton):
        await press(conversations, conversation_id, seq)


async def test_a_button_of_one_conversation_cannot_be_pressed_in_another(
    given: Situations, conversations: Conversations
) -> None:
    message = await offered(given, conversations, await given.open())
    other = await given.open()
    with pytest.raises(UnknownButton):
        await press(conversations, other, message.seq)
    assert len(await given.messages(other)) == 1


async def test_ask_again_posts_the_same_question_to_the_bot(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    question = await given.post(conversation_id, "Suis-je assuré ?")
    await conversations.record_incident(question)
    apology = await given.last(conversation_id)
    stored = await press(conversations, conversation_id, apology.seq, "1")
    again = await given.message(conversation_id, stored.seq)
    assert (again.text, again.turn) == ("Suis-je assuré ?", TurnState.PENDING)
    assert [message.id for message in await conversations.pending_turns()] == [again.id]


async def test_the_incident_offers_a_human_without_the_bot(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    await conversations.record_incident(await given.post(conversation_id))
    await press(conversations, conversation_id, (await given.last(conversation_id)).seq, "2")
    assert (await given.get(conversation_id)).status is Status.WAITING
    assert await conversations.pending_turns() == []


async def test_the_waiting_notice_offers_the_way_back_once(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.waiting()
    notice = await given.last(conversation_id)
    assert [button.title for button in notice.buttons] == ["Revenir à l'assistant"]
    await press(conversations, conversation_id, notice.seq)
    assert (await given.get(conversation_id)).status is Status.WITH_BOT
    before = await given.messages(conversation_id)
    with pytest.raises(NotWaiting):
        await press(conversations, conversation_id, notice.seq)
    assert await given.messages(conversation_id) == before


@pytest.mark.parametrize(
    "text",
    [
        "Revenir à l'assistant",
        "« revenir a l’assistant » !",
        "je veux revenir au bot",
        "retour",
        "non laisse tomber finalement",
        "Finalement non merci",
        "c'est bon j'ai trouvé",
        "annuler ma demande",
    ],
)
async def test_the_way_back_may_be_written(given: Situations, text: str) -> None:
    conversation_id = await given.waiting()
    said = await given.post(conversation_id, text)
    assert (said.text, said.turn) == (text, TurnState.NONE)
    assert (await given.get(conversation_id)).status is Status.WITH_BOT
    assert (await given.last(conversation_id)).text == notices.CANCELLED


async def test_the_way_back_is_a_message_like_others_when_it_leads_nowhere(given: Situations) -> None:
    with_bot, with_agent = await given.open(), await given.held_by(await given.agent())
    assert (await given.post(with_bot, "Revenir à l'assistant")).turn is TurnState.PENDING
    await given.post(with_agent, "Revenir à l'assistant")
    assert (await given.get(with_agent)).status is Status.WITH_AGENT
    waiting = await given.waiting()
    await given.post(waiting, "je ne veux pas revenir à l'assistant")
    assert (await given.get(waiting)).status is Status.WAITING


async def test_the_same_press_again_is_the_same_message(given: Situations, conversations: Conversations) -> None:
    conversation_id, client_id = await given.waiting(), new_id()
    notice = await given.last(conversation_id)
    first = await conversations.press(conversation_id, client_id, notice.seq, "1", is_identified=False)
    again = await conversations.press(conversation_id, client_id, notice.seq, "1", is_identified=False)
    assert (again.seq, again.duplicate) == (first.seq, True)


async def test_a_topic_button_pressed_while_waiting_is_for_the_human(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.waiting()
    stored = await press(conversations, conversation_id, 1)
    assert (await given.message(conversation_id, stored.seq)).turn is TurnState.NONE
    assert (await given.get(conversation_id)).status is Status.WAITING
