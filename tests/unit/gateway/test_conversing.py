"""A visitor and the bot, through the real door."""

import asyncio
import time

import aiohttp
import pytest

from bot.settings import Gateway
from bot.wire import visitor
from bot.wire.messages import Author, Status
from bot.wire.turns import AskTopic, HandoffInstruction, HandoffReason, ReplyButton
from tests.doubles.channel_server import ChannelServer, answer_when_released, answering
from tests.running_gateway import KEY, OLD_KEY, RunningGateway, StartGateway, Visitor, sign


def texts(client: Visitor) -> list[str]:
    return [message.text for message in client.messages]


async def test_hello_opens_a_conversation_with_its_welcome(gateway: RunningGateway) -> None:
    client = await gateway.visitor()
    assert client.welcome is not None
    assert (client.welcome.protocol, client.welcome.resumed, client.welcome.last_seq) == (1, False, 1)
    assert (client.welcome.status, client.welcome.role) == (Status.WITH_BOT, None)
    assert client.welcome.max_text_length == 2000
    (greeting,) = client.messages
    assert (greeting.seq, greeting.author, len(greeting.buttons)) == (1, Author.BOT, 3)


async def test_a_question_is_acknowledged_and_answered(gateway: RunningGateway, channel: ChannelServer) -> None:
    client = await gateway.visitor()
    (reply,) = await client.ask("Suis-je assuré ?")
    assert (reply.seq, reply.author, reply.text) == (3, Author.BOT, "Réponse à : Suis-je assuré ?")
    (turn,) = channel.requests
    assert (turn.text, turn.identity, turn.is_retry) == ("Suis-je assuré ?", None, False)
    assert turn.page_url == "https://www.jeveuxaider.gouv.fr/"


async def test_typing_surrounds_the_answer(gateway: RunningGateway) -> None:
    client = await gateway.visitor()
    await client.ask("Bonjour")
    shown = [
        (event.active if isinstance(event, visitor.Typing) else "message")
        for event in client.events
        if isinstance(event, visitor.Typing) or (isinstance(event, visitor.MessagePosted) and event.message.seq == 3)
    ]
    assert shown == [True, "message", False]


async def test_coming_back_gives_exactly_what_was_missed_in_order(gateway: RunningGateway) -> None:
    client = await gateway.visitor()
    await client.ask("Un")
    await client.disconnect()
    other = await gateway.tab(client)
    for text in ("Deux", "Trois"):
        await other.ask(text)
    back = await gateway.tab(client, last_seq=3)
    assert back.welcome is not None
    assert (back.welcome.resumed, back.welcome.last_seq) == (True, 7)
    assert [message.seq for message in back.messages] == [4, 5, 6, 7]
    assert texts(back) == ["Deux", "Réponse à : Deux", "Trois", "Réponse à : Trois"]


async def test_coming_back_with_everything_replays_nothing(gateway: RunningGateway) -> None:
    client = await gateway.visitor()
    await client.ask("Un")
    back = await gateway.tab(client, last_seq=3)
    await back.ask("Deux")
    assert [message.seq for message in back.messages] == [4, 5]


async def test_a_number_from_the_future_replays_nothing_and_does_no_harm(gateway: RunningGateway) -> None:
    client = await gateway.visitor()
    back = await gateway.visitor(connected=False)
    await back.open_socket()
    await back.send(visitor.Hello(protocol=1, conversation=client.key, last_seq=2_147_483_647))
    welcome = await back.wait_for(visitor.Welcome)
    assert (welcome.resumed, welcome.last_seq) == (True, 1)
    assert (await client.ask("Bonjour"))[0].seq == 3


async def test_two_tabs_see_the_same_conversation(gateway: RunningGateway) -> None:
    one = await gateway.visitor()
    two = await gateway.tab(one)
    await asyncio.gather(one.post("de la première"), two.post("de la seconde"))
    for tab in (one, two):
        await tab.wait_for_message("Réponse à : de la première")
        await tab.wait_for_message("Réponse à : de la seconde")
    assert one.messages == two.messages
    assert [message.seq for message in one.messages] == [1, 2, 3, 4, 5]


async def test_the_same_client_id_again_is_one_message_even_with_another_text(gateway: RunningGateway) -> None:
    one = await gateway.visitor()
    two = await gateway.tab(one)
    results = await asyncio.gather(one.post("Bonjour", "same-client-id"), two.post("Bonsoir", "same-client-id"))
    assert sorted(result.duplicate for result in results) == [False, True]
    again = await one.post("Encore autre chose", "same-client-id")
    assert (again.seq, again.duplicate) == (2, True)
    await one.ask("suite")
    assert [m.seq for m in one.messages if m.author is Author.VISITOR] == [2, 4]


async def test_five_quick_messages_are_answered_one_at_a_time_in_order(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    channel.will(answer_when_released)
    client = await gateway.visitor()
    for n in range(5):
        await client.post(f"message {n}")
    channel.released.set()
    await client.wait_for_message("Réponse à : message 4")
    assert [turn.text for turn in channel.requests] == [f"message {n}" for n in range(5)]
    assert channel.most_at_once == 1
    assert [text for text in texts(client) if text.startswith("Réponse")] == [
        f"Réponse à : message {n}" for n in range(5)
    ]


async def test_a_slow_turn_of_one_visitor_does_not_hold_up_another(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    channel.will(answer_when_released)
    slow, quick = await gateway.visitor(), await gateway.visitor()
    await slow.post("lent")
    await channel.wait_for_requests(1)
    assert (await quick.ask("vite"))[0].text == "Réponse à : vite"
    assert not any("lent" in text for text in texts(slow) if text.startswith("Réponse"))
    channel.released.set()
    await slow.wait_for_message("Réponse à : lent")


async def test_a_button_asks_for_its_topic_without_nlu(gateway: RunningGateway, channel: ChannelServer) -> None:
    topic = AskTopic(intent="assurance", entities={"lieu": "Lille"})
    channel.will(answering("Lequel ?", buttons=(ReplyButton(title="Assurance", action=topic),)))
    client = await gateway.visitor()
    (question,) = await client.ask("je ne sais pas")
    assert [button.title for button in question.buttons] == ["Assurance"]
    await client.press(question.seq, question.buttons[0].id)
    await client.wait_for_message("Réponse à : Assurance")
    assert channel.requests[-1].ask == topic


async def test_an_instruction_of_the_bot_hands_over(gateway: RunningGateway, channel: ChannelServer) -> None:
    channel.will(answering("Je transmets.", handoff=HandoffInstruction(reason=HandoffReason.TOPIC)))
    client = await gateway.visitor()
    said = await client.ask("compte bloqué")
    assert [message.author for message in said] == [Author.BOT, Author.SYSTEM]
    assert [e.status for e in client.events if isinstance(e, visitor.StatusChanged)] == [Status.WAITING]
    await client.post("Il y a quelqu'un ?")
    assert len(channel.requests) == 1


async def test_a_human_is_reached_without_the_bot(gateway: RunningGateway, channel: ChannelServer) -> None:
    await channel.stop()
    client = await gateway.visitor()
    await client.request_human()
    assert client.messages[-1].author is Author.SYSTEM
    await client.send(visitor.CancelHandoff(client_message_id="cancel-1"))
    await client.wait_for(visitor.Result)
    statuses = [e.status for e in client.events if isinstance(e, visitor.StatusChanged)]
    assert statuses == [Status.WAITING, Status.WITH_BOT]
    assert channel.requests == []


@pytest.mark.parametrize("key", [OLD_KEY, KEY], ids=["old key", "new key"])
async def test_either_key_proves_an_identity_while_they_rotate(
    gateway: RunningGateway, channel: ChannelServer, key: str
) -> None:
    client = await gateway.visitor(sign(key, sub="42", role="responsable"))
    assert client.welcome is not None
    assert client.welcome.role is not None
    await client.ask("Où en est ma candidature ?")
    identity = channel.requests[0].identity
    assert identity is not None
    assert (identity.user_id, identity.role.value) == (42, "responsable")


async def test_a_visitor_may_log_in_during_the_conversation(gateway: RunningGateway, channel: ChannelServer) -> None:
    client = await gateway.visitor()
    await client.send(visitor.Identify(identity_token=sign(sub="42")))
    changed = await client.wait_for(visitor.IdentityChanged)
    assert (changed.role, changed.expired) == ("benevole", False)
    await client.ask("Bonjour")
    assert channel.requests[0].identity is not None
    assert channel.requests[0].identity.user_id == 42


async def test_a_proof_that_ends_soon_is_asked_anew(start_gateway: StartGateway) -> None:
    gateway = await start_gateway()
    client = await gateway.visitor(connected=False)
    await client.open_socket()
    token = sign(exp=int(time.time()) + 20)
    await client.send(visitor.Hello(protocol=1, identity_token=token))
    changed = await client.wait_for(visitor.IdentityChanged)
    assert changed.expired


async def test_a_page_that_is_allowed_may_embed_the_widget_and_no_other(start_gateway: StartGateway) -> None:
    gateway = await start_gateway(gateway=Gateway(allowed_origins=("https://www.jeveuxaider.gouv.fr",)))
    client = await gateway.visitor(connected=False)
    for origin in ("https://evil.example", "https://www.jeveuxaider.gouv.fr.evil.example", "null"):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refusal:
            await client.open_socket({"Origin": origin})
        assert refusal.value.status == 403
    for origin in ("https://www.jeveuxaider.gouv.fr", gateway.url):
        await client.open_socket({"Origin": origin})
        await client.send(visitor.Hello(protocol=1))
        await client.wait_for(visitor.Welcome)
        await client.disconnect()


async def test_health_tells_whether_the_database_and_the_bot_are_there(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    async with aiohttp.ClientSession(gateway.url) as session:
        async with session.get("/health/ready") as ready:
            assert (ready.status, await ready.json()) == (200, {"database": True, "bot": True})
        await channel.stop()
        async with session.get("/health/ready") as ready:
            assert (ready.status, await ready.json()) == (503, {"database": True, "bot": False})
        async with session.get("/health/live") as live:
            assert live.status == 200
