"""What the bot answered is stored whole: cards with their message, facts with the conversation."""

import msgspec

from bot.conversations.service import Conversations
from bot.wire.messages import Author, Card
from bot.wire.turns import TurnMessage
from tests.unit.conversations.conftest import Situations, answer

CARDS = (
    Card(title="Visites aux aînés", url="/missions-benevolat/12/visites", subtitle="Les Voisins", details=("Lyon",)),
    Card(title="Collecte", url="https://partenaire.example/missions/4"),
)


async def test_cards_are_stored_with_their_message_and_replayed(
    given: Situations, conversations: Conversations
) -> None:
    question = await given.post(await given.open())
    messages = (TurnMessage(text="Voici ce que je trouve :", cards=CARDS), TurnMessage(text="Autre chose ?"))
    await conversations.record_turn(question, msgspec.structs.replace(answer(), messages=messages))
    found, other = (message.as_wire() for message in (await given.messages(question.conversation_id))[-2:])
    assert (found.cards, other.cards) == (CARDS, ())


async def test_the_last_facts_that_were_read_are_kept(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    assert (await given.get(conversation_id)).facts == ()
    for facts in (("Compte créé en 2024.",), ("Candidature n° 3 : En attente.", "E-mails refusés."), ()):
        question = await given.post(conversation_id)
        await conversations.record_turn(question, msgspec.structs.replace(answer(), facts=facts))
    assert (await given.get(conversation_id)).facts == ("Candidature n° 3 : En attente.", "E-mails refusés.")


async def test_an_answer_that_came_too_late_leaves_no_facts(given: Situations, conversations: Conversations) -> None:
    question = await given.post(await given.open())
    await conversations.request_human(question.conversation_id, "client-id-1")
    await conversations.record_turn(question, msgspec.structs.replace(answer(), facts=("Trop tard.",)))
    assert (await given.get(question.conversation_id)).facts == ()


async def test_the_last_words_are_the_visitors_own(given: Situations, conversations: Conversations) -> None:
    conversation_id = await given.open()
    opened = await given.get(conversation_id)
    assert (opened.last_text, opened.last_at) == ("", (await given.last(conversation_id)).created_at)
    question = await given.post(conversation_id, "Comment candidater ?")
    await conversations.record_turn(question, answer("Ouvrez la mission."))
    assert (await given.last(conversation_id)).author is Author.BOT
    answered = await given.get(conversation_id)
    assert (answered.last_text, answered.last_at) == ("Comment candidater ?", question.created_at)
