"""Visitor and agents on real sockets: who hears whom, who may answer, and when the bot speaks again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import aiohttp
import pytest
from pytest_asyncio import fixture as async_fixture

from bot.cli.agents import save_agent
from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import VisitorClient
from bot.ids import new_id
from bot.wire import desk, visitor
from bot.wire.messages import Author, Message, Status
from tests.integration.desk_client import DeskClient, DeskRefused
from tests.integration.visitors import Visitors, conversation_id, press, receive_until

_PASSWORD = "une phrase assez longue"  # of accounts that live as long as the test


@async_fixture(scope="module", loop_scope="session")
async def agents(assistant: PrivateAssistant) -> AsyncIterator[dict[str, DeskClient]]:
    """Two agents, logged in once: the door slows down whoever tries many passwords."""
    async with AsyncExitStack() as exits:
        logged_in = {}
        for name in ("Camille", "Dominique"):
            await save_agent(assistant.secrets.database_url, name.lower(), name, _PASSWORD)
            logged_in[name] = await exits.enter_async_context(DeskClient(assistant.url))
            assert await logged_in[name].log_in(name.lower(), _PASSWORD) == 204
        yield logged_in


@async_fixture(loop_scope="session")
async def camille(agents: dict[str, DeskClient]) -> AsyncIterator[DeskClient]:
    """An agent at her console."""
    await agents["Camille"].connect()
    yield agents["Camille"]
    await agents["Camille"].disconnect()


@async_fixture(loop_scope="session")
async def dominique(agents: dict[str, DeskClient]) -> AsyncIterator[DeskClient]:
    """Another agent at another console."""
    await agents["Dominique"].connect()
    yield agents["Dominique"]
    await agents["Dominique"].disconnect()


async def waiting(visitors: Visitors, persona: str | None = None) -> VisitorClient:
    """A visitor who asked something, then for a human."""
    client = await visitors.enter(persona)
    await visitors.ask(client, "Comment supprimer mon compte ?")
    await client.request_human()
    await receive_until(client, lambda: visitors.status_of(client) == "waiting" and client.messages[-1].buttons)
    return client


async def heard(client: VisitorClient, text: str) -> Message:
    """Receive until somebody says that."""
    return await receive_until(client, lambda: next((m for m in client.messages if m.text == text), None))


async def said(agent: DeskClient, text: str) -> desk.DeskMessagePosted:
    """The event that shows this message in the open conversation."""
    return await agent.wait_for(desk.DeskMessagePosted, lambda event: event.message.text == text)


async def test_agent_sees_everything_the_bot_learnt(visitors: Visitors, camille: DeskClient) -> None:
    client = await waiting(visitors, "responsable-association")
    mine = conversation_id(client)
    line = (await camille.wait_for(desk.ConversationChanged, lambda e: e.conversation.id == mine)).conversation
    assert (line.status, line.role, line.reason) == (
        Status.WAITING, "responsable", "La personne a demandé à parler à quelqu'un.",
    )  # fmt: skip
    thread = await camille.open(mine)
    assert [(m.seq, m.text) for m in thread.messages] == [(m.seq, m.text) for m in client.messages]
    assert thread.understood == {thread.messages[1].id: "Supprimer mon compte"}


async def test_visitor_and_agent_hear_each_other_live_and_the_bot_is_silent(
    visitors: Visitors, camille: DeskClient
) -> None:
    client = await waiting(visitors)
    mine = conversation_id(client)
    await camille.open(mine)
    await client.post("J'écris en attendant : quel âge faut-il avoir ?")
    await said(camille, "J'écris en attendant : quel âge faut-il avoir ?")

    await camille.take(mine)
    status = await client.wait_for(visitor.StatusChanged)
    assert (status.status, status.agent_name) == (Status.WITH_AGENT, "Camille")
    await heard(client, "Camille, de l'équipe support, a rejoint la conversation.")

    await camille.send(desk.AgentTyping(request_id=new_id(), conversation_id=mine, active=True))
    typing = await client.wait_for(visitor.Typing)
    assert (typing.author, typing.active) == ("agent", True)
    await camille.reply(mine, "Bonjour, je regarde <b>votre</b> compte.")
    reply = await heard(client, "Bonjour, je regarde <b>votre</b> compte.")
    assert (reply.author, reply.agent_name) == (Author.AGENT, "Camille")

    await client.send(visitor.SetTyping(active=True))
    assert (await camille.wait_for(desk.DeskTyping)).active
    await client.post("Merci, comment supprimer mon compte ?")
    assert (await said(camille, "Merci, comment supprimer mon compte ?")).message.author is Author.VISITOR
    await camille.reply(mine, "C'est fait.")
    await heard(client, "C'est fait.")

    log = visitors.require_whole_log(client)
    since_taken = [(stored.author, stored.turn) for stored in log[5:]]
    assert since_taken == [
        ("visitor", "none"), ("system", "none"), ("agent", "none"), ("visitor", "none"), ("agent", "none"),
    ]  # fmt: skip


async def test_bot_answers_what_comes_after_its_return_and_nothing_of_before(
    visitors: Visitors, camille: DeskClient
) -> None:
    client = await waiting(visitors)
    mine = conversation_id(client)
    await client.post("Où accepter ou refuser les cookies ?")
    await camille.take(mine)
    await client.post("Quel âge faut-il avoir pour être bénévole ?")
    await camille.return_to_bot(mine)
    await heard(client, "L'assistant automatique reprend la conversation. Vous pouvez poser une nouvelle question.")
    assert visitors.status_of(client) == "with_bot"

    answer = await visitors.ask(client, "Puis-je avoir une attestation de bénévolat ?")
    assert answer.understood.topics == ("attestation_benevolat",)
    assert len(answer.messages) == 1
    answered = [stored.text for stored in visitors.require_whole_log(client) if stored.understood is not None]
    assert answered == ["Comment supprimer mon compte ?", "Puis-je avoir une attestation de bénévolat ?"]


async def test_message_after_the_end_reopens_with_the_bot(visitors: Visitors, camille: DeskClient) -> None:
    client = await waiting(visitors)
    mine = conversation_id(client)
    await camille.take(mine)
    await camille.resolve(mine)
    await heard(client, "Cette conversation est close. Vous pouvez écrire de nouveau à tout moment.")
    assert visitors.status_of(client) == "resolved"
    left = await camille.wait_for(
        desk.ConversationChanged, lambda e: e.conversation.id == mine and e.conversation.status is Status.RESOLVED
    )
    assert left.conversation.requested_at is None

    answer = await visitors.ask(client, "Comment supprimer mon compte ?")
    assert (answer.outcome, visitors.status_of(client)) == ("answer", "with_bot")
    visitors.require_whole_log(client)


async def test_second_agent_is_refused_and_cannot_write(
    visitors: Visitors, camille: DeskClient, dominique: DeskClient
) -> None:
    client = await waiting(visitors)
    mine = conversation_id(client)
    await camille.take(mine)
    await camille.take(mine)  # Again, after a lost answer: harmless.
    for attempt, code in (
        (dominique.take(mine), "already_taken"),
        (dominique.reply(mine, "Bonjour"), "not_the_holder"),
        (dominique.return_to_bot(mine), "not_the_holder"),
        (dominique.resolve(mine), "not_the_holder"),
    ):
        with pytest.raises(DeskRefused) as refused:
            await attempt
        assert refused.value.error.code == code
    await camille.reply(mine, "Bonjour")
    await heard(client, "Bonjour")
    log = visitors.require_whole_log(client)
    assert sum("a rejoint la conversation" in stored.text for stored in log) == 1
    assert [stored.text for stored in log if stored.author == "agent"] == ["Bonjour"]


async def test_of_two_agents_at_the_same_instant_one_gets_it(
    visitors: Visitors, camille: DeskClient, dominique: DeskClient
) -> None:
    for _ in range(5):
        client = await waiting(visitors)
        mine = conversation_id(client)
        outcomes = await asyncio.gather(camille.take(mine), dominique.take(mine), return_exceptions=True)
        refusals = [outcome for outcome in outcomes if outcome is not None]
        assert len(refusals) == 1 and isinstance(refusals[0], DeskRefused)
        holder = "Camille" if outcomes[0] is None else "Dominique"
        await heard(client, f"{holder}, de l'équipe support, a rejoint la conversation.")
        assert sum("a rejoint" in stored.text for stored in visitors.require_whole_log(client)) == 1


async def test_reply_sent_twice_is_one_message(visitors: Visitors, camille: DeskClient) -> None:
    client = await waiting(visitors)
    mine, request_id = conversation_id(client), new_id()
    await camille.take(mine)
    await camille.reply(mine, "Bonjour", request_id)
    await camille.reply(mine, "Bonjour", request_id)
    await camille.reply(mine, "Fin")
    await heard(client, "Fin")
    log = visitors.require_whole_log(client)
    assert [stored.text for stored in log if stored.author == "agent"] == ["Bonjour", "Fin"]


async def test_visitor_who_no_longer_waits_leaves_the_queue(visitors: Visitors, camille: DeskClient) -> None:
    client = await waiting(visitors)
    mine = conversation_id(client)
    await press(client, "Revenir à l'assistant")
    await camille.wait_for(
        desk.ConversationChanged, lambda e: e.conversation.id == mine and e.conversation.status is Status.WITH_BOT
    )
    with pytest.raises(DeskRefused) as refused:
        await camille.take(mine)
    assert refused.value.error.code == "already_taken"
    assert (await visitors.ask(client, "Comment supprimer mon compte ?")).outcome == "answer"


async def test_distress_stands_first_in_the_queue(visitors: Visitors, agents: dict[str, DeskClient]) -> None:
    longer = await waiting(visitors)
    in_danger = await visitors.enter()
    answer = await visitors.ask(in_danger, "Je suis en danger, je ne vais pas bien du tout")
    assert answer.understood.topics == ("danger_detresse",)
    for number in ("15", "17", "18", "112", "3114"):
        assert f"**{number}**" in answer.text
    queue = await agents["Camille"].connect()
    await agents["Camille"].disconnect()
    order = [line.id for line in queue.conversations]
    assert order.index(conversation_id(in_danger)) < order.index(conversation_id(longer))
    urgent = [line.urgent for line in queue.conversations]
    assert urgent == sorted(urgent, reverse=True) and urgent[0]


async def test_desk_is_closed_without_a_session(assistant: PrivateAssistant) -> None:
    async with DeskClient(assistant.url) as stranger:
        assert await stranger.log_in("camille", "mauvais mot de passe") == 401
        with pytest.raises(ConnectionError, match="CLOSE 4401"):
            await stranger.connect()
    async with aiohttp.ClientSession() as session, session.get(f"{assistant.url}/desk/api/me") as response:
        assert response.status == 401
