"""The question asked before logging in is asked again once, for the person now proven, and never to a human's back."""

import asyncio
from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from bot.conversations.records import StoredMessage, TurnState
from bot.conversations.service import Conversations
from bot.ids import new_id
from bot.storage import Database
from bot.wire.identity import Identity, Role
from bot.wire.messages import Author
from bot.wire.turns import AskAgain, AskHuman, AskTopic, HandoffInstruction, HandoffReason, ReplyButton, TurnReply
from tests.unit.conversations.conftest import Situations, Watcher, answer

ALICE = Identity(user_id=1, role=Role.BENEVOLE)
INVITATION = msgspec.structs.replace(answer("Connectez-vous."), resumes_after_login=True)
HANDOFF = HandoffInstruction(reason=HandoffReason.TOPIC)
QUESTION = "Où en est ma candidature ?"


async def ask(
    given: Situations, conversation_id: str, reply: TurnReply, text: str = QUESTION, *, is_identified: bool = False
) -> StoredMessage:
    """A question, answered like that."""
    stored = await given.conversations.post(conversation_id, new_id(), text, is_identified=is_identified)
    question = await given.message(conversation_id, stored.seq)
    await given.conversations.record_turn(question, reply)
    return question


async def invited(given: Situations, text: str = QUESTION) -> str:
    """A conversation whose anonymous visitor was invited to log in."""
    conversation_id = await given.open()
    await ask(given, conversation_id, INVITATION, text)
    return conversation_id


async def log_in(given: Situations, conversation_id: str) -> list[StoredMessage]:
    """The visitor is identified; what the bot owes then."""
    await given.conversations.identify(conversation_id, ALICE)
    await given.conversations.resume_question(conversation_id)
    return await given.conversations.pending_turns(conversation_id)


async def test_the_question_is_announced_and_owed_with_the_proof(given: Situations, watcher: Watcher) -> None:
    conversation_id = await invited(given)
    (owed,) = await log_in(given, conversation_id)
    assert (owed.author, owed.turn, owed.is_identified) == (Author.SYSTEM, TurnState.PENDING, True)
    assert owed.text == "Votre identité est vérifiée. Je reprends votre question : « Où en est ma candidature ? »"
    assert owed.question == AskAgain(text=QUESTION)
    assert owed.id not in {message.id for message in (await given.messages(conversation_id))[:-1]}
    assert watcher.texts()[-1] == owed.text


async def test_a_button_is_asked_again_as_the_button_it_was(given: Situations) -> None:
    conversation_id = await given.open()
    stored = await given.conversations.press(conversation_id, new_id(), 1, "2", is_identified=False)
    await given.conversations.record_turn(await given.message(conversation_id, stored.seq), INVITATION)
    (owed,) = await log_in(given, conversation_id)
    assert owed.question == AskAgain(text=QUESTION, ask=AskTopic(intent="statut_candidature"))


async def test_the_answer_to_it_settles_it(given: Situations, conversations: Conversations) -> None:
    conversation_id = await invited(given)
    (owed,) = await log_in(given, conversation_id)
    # Even a bot that invited an identified visitor to log in would not be asked in circles.
    await conversations.record_turn(owed, INVITATION)
    assert await log_in(given, conversation_id) == []
    assert (await given.last(conversation_id)).text == "Connectez-vous."


async def test_two_tabs_that_identify_at_once_ask_once(given: Situations, conversations: Conversations) -> None:
    conversation_id = await invited(given)
    await conversations.identify(conversation_id, ALICE)
    await asyncio.gather(*(conversations.resume_question(conversation_id) for _ in range(5)))
    assert len(await conversations.pending_turns(conversation_id)) == 1


async def test_nothing_is_asked_again_while_nobody_is_proven(given: Situations, conversations: Conversations) -> None:
    conversation_id = await invited(given)
    await conversations.resume_question(conversation_id)
    assert await conversations.pending_turns(conversation_id) == []
    assert len(await log_in(given, conversation_id)) == 1


async def test_a_question_without_an_invitation_is_not_asked_again(given: Situations) -> None:
    conversation_id = await given.open()
    await ask(given, conversation_id, answer())
    assert await log_in(given, conversation_id) == []


async def test_another_anonymous_question_leaves_it_and_another_invitation_replaces_it(given: Situations) -> None:
    conversation_id = await invited(given)
    await ask(given, conversation_id, answer(), "Suis-je assuré ?")
    await ask(given, conversation_id, INVITATION, "Pourquoi ai-je été refusée ?")
    await ask(given, conversation_id, answer(), "Merci")
    (owed,) = await log_in(given, conversation_id)
    assert owed.question.text == "Pourquoi ai-je été refusée ?"


async def test_a_later_answer_to_the_identified_visitor_settles_it(given: Situations) -> None:
    conversation_id = await invited(given)
    await given.conversations.identify(conversation_id, ALICE)
    await ask(given, conversation_id, answer(), is_identified=True)
    assert await log_in(given, conversation_id) == []


@pytest.mark.parametrize("how", ["asked for", "instructed", "both at once"])
async def test_a_person_settles_it_even_when_the_visitor_leaves_the_queue(
    given: Situations, conversations: Conversations, how: str
) -> None:
    conversation_id = await given.open() if how == "both at once" else await invited(given)
    if how == "asked for":
        await conversations.request_human(conversation_id, new_id())
    else:
        reply = INVITATION if how == "both at once" else answer()
        await ask(given, conversation_id, msgspec.structs.replace(reply, handoff=HANDOFF))
    before = await given.messages(conversation_id)
    assert await log_in(given, conversation_id) == []
    assert await given.messages(conversation_id) == before
    await conversations.cancel_handoff(conversation_id, new_id())
    assert await log_in(given, conversation_id) == []


async def test_a_person_asked_for_after_it_was_taken_up_silences_it(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await invited(given)
    (owed,) = await log_in(given, conversation_id)
    await conversations.request_human(conversation_id, new_id())
    await conversations.record_turn(owed, answer("Trop tard."))
    assert "Trop tard." not in [message.text for message in await given.messages(conversation_id)]


@pytest.mark.parametrize(("hours", "owed"), [(23.9, 1), (24.1, 0)])
async def test_a_question_of_yesterday_is_no_longer_asked(
    database: Database, watcher: Watcher, hours: float, owed: int
) -> None:
    at = datetime(2026, 11, 24, 9, 0, tzinfo=timezone.utc)
    then = Situations(Conversations(database, lambda: at, watcher), database)
    conversation_id = await invited(then)
    later = Situations(Conversations(database, lambda: at + timedelta(hours=hours), watcher), database)
    assert len(await log_in(later, conversation_id)) == owed
    assert (await later.get(conversation_id)).resume_message_id is None


async def test_an_incident_offers_the_same_question_and_the_same_button(
    given: Situations, conversations: Conversations
) -> None:
    conversation_id = await given.open()
    topic = AskTopic(intent="statut_candidature", entities={"mission": "12"})
    buttons = (ReplyButton(title=QUESTION, action=topic),)
    offering = msgspec.structs.replace(
        answer(), messages=(msgspec.structs.replace(answer().messages[0], buttons=buttons),)
    )
    await ask(given, conversation_id, offering, "bonjour")
    stored = await conversations.press(conversation_id, new_id(), 3, "1", is_identified=False)
    await conversations.record_turn(await given.message(conversation_id, stored.seq), INVITATION)
    (owed,) = await log_in(given, conversation_id)
    await conversations.record_incident(owed)
    apology = await given.last(conversation_id)
    assert [button.action for button in apology.buttons] == [AskAgain(text=QUESTION, ask=topic), AskHuman()]
    again = await conversations.press(conversation_id, new_id(), apology.seq, "1", is_identified=True)
    assert (await given.message(conversation_id, again.seq)).question == AskAgain(text=QUESTION, ask=topic)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("deux\nlignes\n\n- et une liste", "deux lignes - et une liste"),
        ("[cliquez](https://evil.example) **vite**", "[cliquez] (https://evil.example) vite"),
        ("a" * 60 + " " + "b" * 59, "a" * 60 + " " + "b" * 59),
        ("a" * 60 + " " + "b" * 60, "a" * 60 + "…"),
        ("c" * 200, "c" * 120 + "…"),
    ],
    ids=["lines", "Markdown", "just short enough", "long", "one long word"],
)
async def test_the_notice_quotes_the_question_in_one_plain_short_line(
    given: Situations, text: str, quoted: str
) -> None:
    conversation_id = await invited(given, text)
    (owed,) = await log_in(given, conversation_id)
    assert owed.text.endswith(f"« {quoted} »")
    assert owed.question.text == text
