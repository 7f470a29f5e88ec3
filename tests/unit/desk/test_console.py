"""The queue and the conversations of the agents, live, against real visitors."""

import asyncio
import json

import pytest

from bot.ids import new_id
from bot.wire import desk, visitor
from bot.wire.messages import Author, Status
from bot.wire.turns import HandoffInstruction, HandoffReason
from tests.doubles.channel_server import ChannelServer, answer_when_released, answering
from tests.running_gateway import RunningGateway, Visitor, sign
from tests.unit.desk.conftest import Console, DeskRefused, OpenConsole


async def waiting(gateway: RunningGateway, token: str | None = None) -> Visitor:
    client = await gateway.visitor(token)
    await client.request_human()
    return client


async def held_by(console: Console, gateway: RunningGateway) -> Visitor:
    client = await waiting(gateway)
    await console.do(desk.Take, client.key.id)
    await client.wait_for_message("a rejoint la conversation")
    return client


async def refusal(console: Console, command: desk.DeskCommand) -> desk.DeskError:
    await console.send(command)
    with pytest.raises(DeskRefused) as refused:
        await console.wait_for(desk.DeskResult)
    assert refused.value.error.request_id == command.request_id
    return refused.value.error


async def test_the_queue_shows_who_waits_and_why(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    instruction = HandoffInstruction(reason=HandoffReason.TOPIC, topic="compte_bloque", urgent=True)
    channel.will(answering("Je transmets.", handoff=instruction))
    ordinary = await waiting(gateway)
    urgent = await gateway.visitor(sign(role="responsable"))
    await urgent.ask("compte bloqué")
    await gateway.visitor()
    console = await open_console()
    (queue,) = console.events
    assert isinstance(queue, desk.Queue)
    assert queue.agent_name == "Camille"
    first, second = queue.conversations
    assert (first.id, first.urgent, first.status, first.role) == (urgent.key.id, True, Status.WAITING, "responsable")
    assert first.topic_title not in (None, "compte_bloque")
    assert (second.id, second.urgent, second.topic_title) == (ordinary.key.id, False, None)
    assert second.reason == "La personne a demandé à parler à quelqu'un."
    assert (second.page_url, second.is_mine) == ("https://www.jeveuxaider.gouv.fr/", False)


async def test_a_visitor_who_asks_for_a_human_appears_on_every_console(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    consoles = [await open_console("Camille"), await open_console("Dominique")]
    client = await waiting(gateway)
    for console in consoles:
        line = await console.wait_for_line(client.key.id)
        assert (line.status, line.agent_name) == (Status.WAITING, None)


async def test_a_visitor_with_the_bot_is_not_shown(gateway: RunningGateway, open_console: OpenConsole) -> None:
    console = await open_console()
    client = await gateway.visitor()
    await client.ask("Bonjour")
    asking = await waiting(gateway)
    assert (await console.wait_for(desk.ConversationChanged)).conversation.id == asking.key.id


async def test_a_thread_holds_the_part_of_the_bot_and_what_it_understood(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    client = await gateway.visitor()
    await client.ask("Suis-je assuré ?")
    await client.request_human()
    thread = await (await open_console()).open(client.key.id)
    assert list(thread.messages) == client.messages
    question = client.messages[1]
    assert set(thread.understood) == {question.id}
    assert "assur" in thread.understood[question.id].lower()


async def test_an_agent_takes_answers_and_resolves(gateway: RunningGateway, open_console: OpenConsole) -> None:
    console = await open_console()
    client = await held_by(console, gateway)
    await console.do(desk.Reply, client.key.id, text="Bonjour, <b>je regarde</b>.")
    reply = await client.wait_for_message("je regarde")
    assert (reply.author, reply.agent_name, reply.text) == (Author.AGENT, "Camille", "Bonjour, <b>je regarde</b>.")
    await console.do(desk.Resolve, client.key.id)
    await client.wait_for_message("est close")
    await client.wait_for(visitor.StatusChanged)
    changes = [(e.status, e.agent_name) for e in client.events if isinstance(e, visitor.StatusChanged)]
    assert changes == [(Status.WAITING, None), (Status.WITH_AGENT, "Camille"), (Status.RESOLVED, None)]
    assert (await client.ask("Encore une question"))[0].author is Author.BOT


async def test_messages_are_live_both_ways(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    console = await open_console()
    client = await held_by(console, gateway)
    await console.open(client.key.id)
    await client.post("Vous êtes là ?")
    live = await console.wait_for(desk.DeskMessagePosted)
    assert (live.conversation_id, live.message.text) == (client.key.id, "Vous êtes là ?")
    await console.do(desk.Reply, client.key.id, text="Oui.")
    assert any(isinstance(e, desk.DeskMessagePosted) and e.message.text == "Oui." for e in console.events)
    await client.wait_for_message("Oui.")
    assert channel.requests == []


async def test_typing_is_shown_both_ways(gateway: RunningGateway, open_console: OpenConsole) -> None:
    console = await open_console()
    client = await held_by(console, gateway)
    await console.open(client.key.id)
    await client.send(visitor.SetTyping(active=True))
    shown = await console.wait_for(desk.DeskTyping)
    assert (shown.conversation_id, shown.active) == (client.key.id, True)
    await console.send(desk.AgentTyping(request_id=new_id(), conversation_id=client.key.id, active=True))
    assert await client.wait_for(visitor.Typing) == visitor.Typing(author="agent", active=True)


async def test_typing_of_an_agent_who_does_not_hold_is_not_shown(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    holder, other = await open_console("Camille"), await open_console("Dominique")
    client = await held_by(holder, gateway)
    await other.send(desk.AgentTyping(request_id=new_id(), conversation_id=client.key.id, active=True))
    await other.open(client.key.id)  # carried out after it
    await holder.do(desk.Reply, client.key.id, text="Oui.")
    await client.wait_for_message("Oui.")
    assert not any(isinstance(event, visitor.Typing) for event in client.events)


async def test_a_console_hears_only_the_conversation_it_has_open(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    console = await open_console()
    one, two = await held_by(console, gateway), await held_by(console, gateway)
    await console.open(one.key.id)
    await console.open(two.key.id)
    await one.post("de la première")
    await two.post("de la seconde")
    posted = await console.wait_for(desk.DeskMessagePosted)
    assert posted.message.text == "de la seconde"


async def test_of_two_agents_who_take_at_once_one_is_told_it_is_taken(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    consoles = [await open_console("Camille"), await open_console("Dominique")]
    client = await waiting(gateway)
    results = await asyncio.gather(
        *(console.do(desk.Take, client.key.id) for console in consoles), return_exceptions=True
    )
    (refused,) = [result for result in results if result is not None]
    assert isinstance(refused, DeskRefused)
    assert refused.error.code == "already_taken"
    winner = ("Camille", "Dominique")[results.index(None)]
    await client.wait_for_message(f"{winner}, de l'équipe support, a rejoint")


async def test_a_second_agent_can_read_but_neither_reply_nor_close(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    holder, other = await open_console("Camille"), await open_console("Dominique")
    client = await held_by(holder, gateway)
    thread = await other.open(client.key.id)
    assert (thread.conversation.agent_name, thread.conversation.is_mine) == ("Camille", False)
    for command in (
        desk.Reply(request_id=new_id(), conversation_id=client.key.id, text="Je m'en mêle."),
        desk.ReturnToBot(request_id=new_id(), conversation_id=client.key.id),
        desk.Resolve(request_id=new_id(), conversation_id=client.key.id),
    ):
        assert (await refusal(other, command)).code == "not_the_holder"
    await holder.do(desk.Reply, client.key.id, text="Toujours moi.")
    await client.wait_for_message("Toujours moi.")
    assert "mêle" not in str(client.messages)


@pytest.mark.parametrize(
    ("text", "code"), [("", "empty_message"), (" \u200b\n", "empty_message"), ("a" * 4001, "message_too_long")]
)
async def test_a_reply_that_is_empty_or_too_long_is_refused_in_french(
    gateway: RunningGateway, open_console: OpenConsole, text: str, code: str
) -> None:
    console = await open_console()
    client = await held_by(console, gateway)
    error = await refusal(console, desk.Reply(request_id=new_id(), conversation_id=client.key.id, text=text))
    assert error.code == code
    assert error.message.startswith("Votre message est")
    await console.do(desk.Reply, client.key.id, text="a" * 4000)
    await client.wait_for_message("a" * 4000)


async def test_the_same_reply_sent_again_is_shown_once(gateway: RunningGateway, open_console: OpenConsole) -> None:
    console = await open_console()
    client = await held_by(console, gateway)
    for _ in range(2):
        await console.do(desk.Reply, client.key.id, text="Une fois.", request_id="the-same-request")
    await console.do(desk.Reply, client.key.id, text="Fin.")
    await client.wait_for_message("Fin.")
    assert [message.text for message in client.messages].count("Une fois.") == 1


async def test_back_with_the_bot_the_next_message_is_answered_by_it(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    console = await open_console()
    client = await held_by(console, gateway)
    await client.post("pour l'agent")
    await console.do(desk.ReturnToBot, client.key.id)
    await client.wait_for_message("reprend la conversation")
    assert (await client.ask("pour le bot"))[0].text == "Réponse à : pour le bot"
    assert [turn.text for turn in channel.requests] == ["pour le bot"]


async def test_a_turn_under_way_is_silenced_when_an_agent_has_taken_over(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    channel.will(answer_when_released)
    console, client = await open_console(), await gateway.visitor()
    await client.post("une question lente")
    await channel.wait_for_requests(1)
    await client.request_human()
    await console.do(desk.Take, client.key.id)
    channel.released.set()
    await client.wait_for_turn()
    await console.do(desk.Reply, client.key.id, text="Me voici.")
    await client.wait_for_message("Me voici.")
    assert "Réponse à" not in str(client.messages)


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "bonjour",
        "[]",
        '{"type": "take"}',
        '{"type": "delete", "request_id": "request-1", "conversation_id": "0123456789abcdef"}',
        '{"type": "take", "request_id": "request-1", "conversation_id": "court"}',
        '{"type": "take", "request_id": "request-1", "conversation_id": "0123456789abcdef", "force": true}',
        '{"type": "reply", "request_id": "request-1", "conversation_id": "0123456789abcdef", "text": 3}',
        json.dumps({"type": "take", "request_id": "request-1", "conversation_id": "\x00" * 16}),
        '{"type":' * 5000 + "1" + "}" * 5000,
    ],
    ids=lambda frame: frame[:90] or "empty",
)
async def test_what_is_no_frame_of_the_protocol_is_refused_and_the_console_lives_on(
    gateway: RunningGateway, open_console: OpenConsole, frame: str
) -> None:
    console = await open_console()
    await console.socket.send_str(frame)
    with pytest.raises(DeskRefused) as refused:
        await console.wait_for(desk.DeskResult)
    assert refused.value.error.code == "invalid_frame"
    client = await waiting(gateway)
    await console.do(desk.Take, client.key.id)


@pytest.mark.parametrize("kind", [desk.Open, desk.Take, desk.Resolve])
async def test_an_unknown_conversation_is_refused(open_console: OpenConsole, kind: type[desk.DeskCommand]) -> None:
    console = await open_console()
    error = await refusal(console, kind(request_id=new_id(), conversation_id=new_id()))
    assert error.code == "unknown_conversation"


async def test_consoles_are_told_that_the_gateway_restarts(gateway: RunningGateway, open_console: OpenConsole) -> None:
    console = await open_console()
    stopping = asyncio.create_task(gateway.stop())
    assert await console.close_code() == 1012
    await stopping
