"""What visitors get for what they ask: the right topic, its facts, buttons, a question back, a human."""

import pytest

from bot.catalogue import Kind, Topic, load_topics
from bot.ids import new_id
from bot.wire import visitor
from bot.wire.messages import Author
from tests.integration.visitors import UNCLEAR, Visitors, conversation_id, press, receive_until, reply_after

HANDOFF_TOPICS = [topic for topic in load_topics().values() if topic.kind is Kind.HANDOFF]


@pytest.mark.parametrize(
    ("persona", "question", "topic", "fact"),
    [
        (None, "Où est-ce que je peux accepter ou refuser les cookies ?", "cookies", "« Gestion des cookies »"),
        (None, "J'ai perdu mon mot de passe, comment en choisir un autre ?", "mot_de_passe_oublie", "/password-reset"),
        ("benevole-nouveau", "Quel âge faut-il avoir pour être bénévole ?", "age_minimum", "16 ans"),
        ("benevole-nouveau", "Puis-je avoir une attestation de bénévolat ?", "attestation_benevolat", "/messages"),
        ("benevole-nouveau", "Est-ce que je suis assuré pendant la mission ?", "assurance", "assurer ses bénévoles"),
        ("responsable-association", "Comment publier une nouvelle mission ?", "publier_mission", "/dashboard"),
        ("responsable-en-attente", "Notre association n'a pas de numéro RNA", "numero_rna", "Alsace-Moselle"),
        (
            "referent-rhone",
            "En tant que référent, puis-je valider une mission avant son organisation ?",
            "referent_mission_organisation_non_validee",
            "« Validée »",
        ),
        ("tete-de-reseau", "Je suis tête de réseau, comment inviter une antenne ?", "inviter_antenne", "par e-mail"),
        (None, "La page de ma commune n'est pas en ligne", "page_commune_non_publiee", "mise en ligne"),
    ],
)
async def test_question_of_each_audience_gets_its_topic_and_facts(
    visitors: Visitors, persona: str | None, question: str, topic: str, fact: str
) -> None:
    answer = await visitors.ask(await visitors.enter(persona), question)
    assert answer.understood.topics == (topic,)
    assert answer.outcome == ("handoff" if load_topics()[topic].kind is Kind.HANDOFF else "answer")
    assert fact in answer.text


async def test_answer_depends_on_the_proven_role(visitors: Visitors) -> None:
    texts = {}
    for persona in ("responsable-association", "benevole-nouveau", None):
        client = await visitors.enter(persona)
        answer = await visitors.ask(client, "Comment supprimer mon compte ?")
        assert answer.understood.topics == ("supprimer_compte",)
        # Without the question that follows: who is anonymous is asked for a role.
        texts[persona] = answer.text.rpartition("\n\n")[0]
    assert "« Je soumets ma demande »" in texts["responsable-association"]
    assert "« Supprimer mon compte »" in texts["benevole-nouveau"]
    assert texts["benevole-nouveau"] == texts[None]


async def test_welcome_button_is_answered_without_nlu(visitors: Visitors) -> None:
    client = await visitors.enter()
    answer = await visitors.press(client, "Publier une mission")
    assert (answer.outcome, answer.understood.topics) == ("answer", ("publier_mission",))
    assert answer.understood.confidence == 1.0
    assert len(answer.understood.ranking) == 1, "the NLU ranks every topic: it did not run"
    assert "« Soumettre à validation »" in answer.text


async def test_clarification_offers_topics_and_the_chosen_one_is_answered(visitors: Visitors) -> None:
    client, question = await visitors.ask_until({"clarify"}, [*reversed(UNCLEAR)])
    titles = [load_topics()[topic].title for topic in question.understood.topics]
    assert 1 <= len(titles) <= 3
    assert question.titles == [*titles, "Parler à une personne"]
    answer = await visitors.press(client, titles[-1])
    assert answer.understood.topics == (question.understood.topics[-1],)
    assert answer.outcome in ("answer", "handoff")
    assert answer.understood.confidence == 1.0


async def test_not_understood_twice_waits_for_a_human(visitors: Visitors) -> None:
    client, first, text = await visitors.ask_something_unclear()
    assert first.titles[-1] == "Parler à une personne"
    assert visitors.status_of(client) == "with_bot"
    answer = await visitors.ask(client, text)
    if answer.outcome == "clarify":  # a choice may be offered twice, not three times
        answer = await visitors.ask(client, text)
    assert answer.outcome == "handoff"
    assert visitors.status_of(client) == "waiting"
    assert visitors.reason_of_handoff(client) == "not_understood"
    assert answer.titles == ["Revenir à l'assistant"]


async def test_understood_in_between_starts_the_count_anew(visitors: Visitors) -> None:
    client, _, text = await visitors.ask_something_unclear()
    assert (await visitors.ask(client, "Comment supprimer mon compte ?")).outcome == "answer"
    # After an answer the same words may be taken for a detail of it; they are not the second failure in a row.
    assert (await visitors.ask(client, text)).outcome != "handoff"
    assert visitors.status_of(client) == "with_bot"


@pytest.mark.parametrize("topic", HANDOFF_TOPICS, ids=lambda topic: topic.id)
async def test_handoff_topic_says_its_facts_then_waits_for_a_human(visitors: Visitors, topic: Topic) -> None:
    client = await visitors.enter()
    answer = await visitors.ask(client, topic.title)
    assert (answer.outcome, answer.understood.topics) == ("handoff", (topic.id,))
    assert [message.author for message in answer.messages] == [Author.BOT, Author.SYSTEM]
    assert visitors.status_of(client) == "waiting"
    rows = visitors.sql("SELECT topic, urgent FROM handoffs WHERE conversation_id = ?", conversation_id(client))
    assert [tuple(row) for row in rows] == [(topic.id, topic.urgent)]


async def test_button_for_a_human_waits_and_the_way_back_leads_to_the_bot(visitors: Visitors) -> None:
    client, _, _ = await visitors.ask_something_unclear()
    answer = await visitors.press(client, "Parler à une personne")
    assert answer.understood.topics == ("parler_humain",)
    assert visitors.status_of(client) == "waiting"
    assert visitors.reason_of_handoff(client) == "visitor_asked"
    seq = await press(client, "Revenir à l'assistant")
    assert (await reply_after(client, seq)).author is Author.SYSTEM
    assert visitors.status_of(client) == "with_bot"
    assert (await visitors.ask(client, "Comment supprimer mon compte ?")).outcome == "answer"


async def test_out_of_scope_is_declined(visitors: Visitors) -> None:
    answer = await visitors.ask(await visitors.enter(), "Quelle est la recette de la tarte aux pommes ?")
    assert (answer.outcome, answer.understood.topics) == ("decline", ())
    assert "JeVeuxAider.gouv.fr" in answer.text


@pytest.mark.parametrize("text", ["🙂", "👨‍👩‍👧‍👦🇫🇷", "?!…", "///", "\u202eetpmoc nom"])
async def test_text_without_words_is_answered(visitors: Visitors, text: str) -> None:
    client = await visitors.enter()
    answer = await visitors.ask(client, text)
    assert answer.messages and answer.outcome != "incident"
    assert visitors.require_whole_log(client)[1].text == text


async def test_html_is_kept_as_text_and_understood_as_words(visitors: Visitors) -> None:
    client = await visitors.enter()
    html = "<script>alert(1)</script><b>Comment supprimer mon compte ?</b>"
    answer = await visitors.ask(client, html)
    assert answer.understood.topics == ("supprimer_compte",)
    assert visitors.require_whole_log(client)[1].text == html
    assert "<" not in answer.text


async def test_messages_sent_in_one_breath_are_answered_one_by_one_in_order(visitors: Visitors) -> None:
    client = await visitors.enter()
    questions = ["Comment supprimer mon compte ?", "Où accepter ou refuser les cookies ?", "Quel âge faut-il avoir ?"]
    for question in questions:
        await client.send(visitor.PostMessage(client_message_id=new_id(), text=question))
    await receive_until(client, lambda: sum(m.author is Author.BOT for m in client.messages) == 1 + len(questions))
    log = visitors.require_whole_log(client)
    asked = [stored.text for stored in log if stored.author == "visitor"]
    said = [stored.text for stored in log if stored.author == "bot"][1:]
    assert asked == questions
    assert "« Je souhaite me désinscrire »" in said[0] and "« Gestion des cookies »" in said[1] and "16 ans" in said[2]


async def test_two_tabs_of_one_conversation_see_the_same(visitors: Visitors) -> None:
    first = await visitors.enter()
    second = await visitors.prepare()
    assert first.welcome is not None
    await second.connect(first.welcome.conversation)
    answer = await visitors.ask(first, "Comment supprimer mon compte ?")
    await receive_until(second, lambda: len(second.messages) == answer.messages[-1].seq)
    assert second.messages == first.messages
