"""Logging in during a conversation: nothing of it is lost, and what waited for it is answered by itself, once."""

import asyncio

import pytest
from aiohttp import web

from bot.conversations.service import Conversations
from bot.wire import visitor
from bot.wire.identity import Identity, Role
from bot.wire.messages import Author, Message
from bot.wire.turns import AskTopic, HandoffInstruction, HandoffReason, TurnMessage, TurnRequest
from tests.doubles.channel_server import ChannelServer, answer, answer_when_released, bad_gateway, replying
from tests.running_gateway import RunningGateway, StartGateway, Visitor, sign

QUESTION = "Où en est ma candidature ?"
NOTICE = f"Votre identité est vérifiée. Je reprends votre question : « {QUESTION} »"
ANSWER = f"Réponse à : {QUESTION}"
INVITES = replying(messages=(TurnMessage(text="Connectez-vous."),), resumes_after_login=True)
ALICE = Identity(user_id=42, role=Role.BENEVOLE)


def alice() -> str:
    return sign(sub="42")


async def invited(gateway: RunningGateway, channel: ChannelServer) -> Visitor:
    """A visitor who asked, and was invited to log in."""
    channel.will(INVITES)
    client = await gateway.visitor()
    await client.ask(QUESTION)
    return client


async def identify(client: Visitor, token: str) -> None:
    await client.send(visitor.Identify(identity_token=token))
    await client.wait_for(visitor.IdentityChanged)


def said(messages: list[Message]) -> list[str]:
    return [message.text for message in messages[1:]]


async def test_identifying_in_place_resumes_the_question(gateway: RunningGateway, channel: ChannelServer) -> None:
    client = await invited(gateway, channel)
    await identify(client, alice())
    await client.wait_for_message(ANSWER)
    assert said(client.messages) == [QUESTION, "Connectez-vous.", NOTICE, ANSWER]
    assert [message.author for message in client.messages[3:]] == [Author.SYSTEM, Author.BOT]
    first, second = channel.requests
    assert (first.text, first.identity) == (QUESTION, None)
    assert (second.text, second.identity, second.is_retry) == (QUESTION, ALICE, False)
    assert second.message_id != first.message_id


async def test_coming_back_with_a_proof_keeps_the_history_and_resumes_the_question(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    client = await invited(gateway, channel)
    await client.disconnect()
    back = await gateway.tab(client, identity_token=alice())
    await back.wait_for_message(ANSWER)
    assert back.welcome is not None
    assert (back.welcome.resumed, back.welcome.role) == (True, Role.BENEVOLE)
    assert said(back.messages) == [QUESTION, "Connectez-vous.", NOTICE, ANSWER]
    assert [message.seq for message in back.messages] == [1, 2, 3, 4, 5]
    assert channel.requests[-1].identity == ALICE


async def test_a_pressed_button_is_resumed_without_nlu(gateway: RunningGateway, channel: ChannelServer) -> None:
    channel.will(INVITES)
    client = await gateway.visitor()
    await client.press(1, "2")
    await client.wait_for_message("Connectez-vous.")
    await identify(client, alice())
    await client.wait_for_message(ANSWER)
    assert [turn.ask for turn in channel.requests] == [AskTopic(intent="statut_candidature")] * 2


async def test_renewals_and_other_tabs_do_not_resume_it_again(gateway: RunningGateway, channel: ChannelServer) -> None:
    one = await invited(gateway, channel)
    two = await gateway.tab(one)
    await asyncio.gather(identify(one, alice()), identify(two, alice()))
    await one.wait_for_message(ANSWER)
    await identify(one, alice())
    await gateway.tab(one, identity_token=alice())
    await one.ask("Merci")
    assert [turn.text for turn in channel.requests] == [QUESTION, QUESTION, "Merci"]
    await two.wait_for_message("Réponse à : Merci")
    assert two.messages == one.messages
    assert said(one.messages).count(NOTICE) == 1


async def test_one_who_logs_in_while_the_bot_still_writes_is_not_forgotten(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    async def invite_when_released(
        server: ChannelServer, request: web.Request, turn: TurnRequest
    ) -> web.StreamResponse:
        await server.released.wait()
        return await INVITES(server, request, turn)

    channel.will(invite_when_released)
    client = await gateway.visitor()
    await client.post(QUESTION)
    await channel.wait_for_requests(1)
    await identify(client, alice())
    channel.released.set()
    await client.wait_for_message(ANSWER)
    assert said(client.messages) == [QUESTION, "Connectez-vous.", NOTICE, ANSWER]
    assert channel.requests[-1].identity == ALICE


async def test_a_gateway_killed_before_it_resumed_loses_nothing(
    start_gateway: StartGateway, channel: ChannelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await start_gateway()
    client = await invited(first, channel)
    with monkeypatch.context() as patch:
        reached = asyncio.Event()

        async def hang(_self: Conversations, _conversation_id: str) -> None:
            reached.set()
            await asyncio.Event().wait()

        patch.setattr(Conversations, "resume_question", hang)
        await identify(client, alice())
        await reached.wait()
        await first.stop()
    second = await start_gateway()
    back = await second.tab(client, identity_token=alice())
    await back.wait_for_message(ANSWER)
    assert said(back.messages) == [QUESTION, "Connectez-vous.", NOTICE, ANSWER]


async def test_a_gateway_killed_while_it_answers_takes_it_up_without_announcing_it_twice(
    start_gateway: StartGateway, channel: ChannelServer
) -> None:
    first = await start_gateway()
    client = await invited(first, channel)
    channel.will(answer_when_released)
    await identify(client, alice())
    await channel.wait_for_requests(2)
    await first.stop()
    second = await start_gateway()
    channel.released.set()
    back = await second.tab(client, identity_token=alice())
    await back.wait_for_message(ANSWER)
    assert said(back.messages) == [QUESTION, "Connectez-vous.", NOTICE, ANSWER]
    _, played, again = channel.requests
    assert (again.message_id, again.is_retry) == (played.message_id, True)
    assert (again.text, again.identity) == (QUESTION, ALICE)


@pytest.mark.parametrize("how", ["by the button", "by the bot"])
async def test_nothing_is_resumed_while_a_person_is_awaited(
    gateway: RunningGateway, channel: ChannelServer, how: str
) -> None:
    client = await invited(gateway, channel)
    if how == "by the button":
        await client.request_human()
    else:
        channel.will(replying(handoff=HandoffInstruction(reason=HandoffReason.TOPIC)))
        await client.ask("Je veux parler à quelqu'un")
    asked = len(channel.requests)
    await identify(client, alice())
    await client.post("Il y a quelqu'un ?")
    await client.send(visitor.CancelHandoff(client_message_id="cancel-1"))
    await client.wait_for_message("de retour avec l'assistant")
    await identify(client, alice())
    await client.ask("Bonjour")
    assert [turn.text for turn in channel.requests[asked:]] == ["Bonjour"]
    assert NOTICE not in said(client.messages)


async def test_when_it_fails_the_apology_offers_the_question_itself(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    client = await invited(gateway, channel)
    channel.will(bad_gateway, answer)
    await identify(client, alice())
    apology = await client.wait_for_message("incident technique")
    await client.press(apology.seq, apology.buttons[0].id)
    await client.wait_for_message(ANSWER)
    assert (channel.requests[-1].text, channel.requests[-1].identity) == (QUESTION, ALICE)


async def test_another_person_neither_reads_nor_resumes_it(gateway: RunningGateway, channel: ChannelServer) -> None:
    client = await invited(gateway, channel)
    await identify(client, alice())
    await client.wait_for_message(ANSWER)
    before = len(channel.requests)
    other = await gateway.visitor(connected=False)
    await other.open_socket()
    await other.send(visitor.Hello(protocol=1, conversation=client.key, identity_token=sign(sub="43")))
    refusal = await other.refusal()
    assert (refusal.code, refusal.message) == (
        "identity_mismatch",
        "Cette conversation appartient à un autre compte. Une nouvelle conversation va commencer.",
    )
    await other.send(visitor.Hello(protocol=1, identity_token=sign(sub="43")))
    assert not (await other.wait_for(visitor.Welcome)).resumed
    assert len(channel.requests) == before
    assert other.messages == []


async def test_a_role_chosen_on_the_site_meanwhile_is_the_one_the_bot_hears(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    client = await gateway.visitor(sign(sub="42", role="benevole"))
    back = await gateway.tab(client, identity_token=sign(sub="42", role="responsable"))
    await back.ask("Bonjour")
    assert channel.requests[0].identity == Identity(user_id=42, role=Role.RESPONSABLE)
