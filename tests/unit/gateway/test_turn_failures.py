"""A turn that fails is never silence: it is tried again, or it becomes an apology with two ways out."""

import asyncio
import logging
import time
from typing import Any

import pytest

from bot.conversations.service import Conversations
from bot.wire.messages import Author, Message
from tests.doubles.channel_server import (
    Behaviour,
    ChannelServer,
    answer_when_released,
    answering,
    bad_gateway,
    drop,
    garbage,
    silent,
)
from tests.running_gateway import RunningGateway, StartGateway


def assert_is_incident(message: Message) -> None:
    assert message.author is Author.BOT
    assert "incident technique" in message.text
    assert [button.title for button in message.buttons] == ["Reposer ma question", "Parler à une personne"]


@pytest.mark.parametrize("failure", [bad_gateway, garbage, silent])
async def test_a_turn_without_a_usable_reply_becomes_an_incident_and_the_next_one_is_answered(
    gateway: RunningGateway, channel: ChannelServer, failure: Behaviour
) -> None:
    channel.will(failure)
    client = await gateway.visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    assert_is_incident(apology)
    assert (await client.ask("Et maintenant ?"))[0].text == "Réponse à : Et maintenant ?"
    assert len(channel.requests) == 2


async def test_a_slow_turn_becomes_an_incident_within_the_budget(
    start_gateway: StartGateway, channel: ChannelServer
) -> None:
    gateway = await start_gateway(turn_seconds=0.5)
    channel.will(answer_when_released)
    client = await gateway.visitor()
    started = time.monotonic()
    (apology,) = await client.ask("Suis-je assuré ?")
    assert_is_incident(apology)
    assert time.monotonic() - started < 5
    channel.released.set()
    await client.ask("Suite")
    assert [m.text for m in client.messages].count("Réponse à : Suis-je assuré ?") == 0


async def test_a_dropped_connection_is_tried_again_as_a_retry(gateway: RunningGateway, channel: ChannelServer) -> None:
    channel.will(drop, drop)
    client = await gateway.visitor()
    (reply,) = await client.ask("Suis-je assuré ?")
    assert reply.text == "Réponse à : Suis-je assuré ?"
    assert [turn.is_retry for turn in channel.requests] == [False, True, True]
    assert len({turn.message_id for turn in channel.requests}) == 1


async def test_a_connection_that_always_drops_becomes_an_incident(
    start_gateway: StartGateway, channel: ChannelServer
) -> None:
    gateway = await start_gateway(turn_seconds=1.0)
    channel.will(*[drop] * 50)
    client = await gateway.visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    assert_is_incident(apology)


async def test_a_channel_that_is_not_there_yet_is_waited_for(gateway: RunningGateway, channel: ChannelServer) -> None:
    await channel.stop()
    client = await gateway.visitor()
    await client.post("Suis-je assuré ?")
    await channel.start()
    assert (await client.wait_for_message("Réponse à : Suis-je assuré ?")).seq == 3
    assert [turn.is_retry for turn in channel.requests] == [False]


async def test_a_channel_that_stays_away_becomes_an_incident(
    start_gateway: StartGateway, channel: ChannelServer
) -> None:
    gateway = await start_gateway(turn_seconds=0.5)
    await channel.stop()
    client = await gateway.visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    assert_is_incident(apology)


async def test_the_wrong_secret_becomes_an_incident(start_gateway: StartGateway, channel: ChannelServer) -> None:
    channel.secret = "another-secret"
    client = await (await start_gateway()).visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    assert_is_incident(apology)
    assert channel.requests == []


async def test_asking_again_asks_the_same_question(gateway: RunningGateway, channel: ChannelServer) -> None:
    channel.will(bad_gateway)
    client = await gateway.visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    await client.press(apology.seq, apology.buttons[0].id)
    await client.wait_for_message("Réponse à : Suis-je assuré ?")
    first, second = channel.requests
    assert (first.text, second.text) == ("Suis-je assuré ?", "Suis-je assuré ?")
    assert first.message_id != second.message_id


async def test_the_incident_leads_to_a_human_without_the_channel(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    channel.will(bad_gateway)
    client = await gateway.visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    await channel.stop()
    await client.press(apology.seq, apology.buttons[1].id)
    notice = await client.wait_for_message("transmise à l'équipe support")
    assert notice.author is Author.SYSTEM
    assert len(channel.requests) == 1


async def test_a_turn_pending_when_the_gateway_stops_is_answered_once_by_the_next(
    start_gateway: StartGateway, channel: ChannelServer
) -> None:
    first = await start_gateway()
    channel.will(answer_when_released)
    client = await first.visitor()
    await client.post("Un")
    await client.post("Deux")
    await channel.wait_for_requests(1)
    await first.stop()
    second = await start_gateway()
    await channel.wait_for_requests(3)
    channel.released.set()
    back = await second.tab(client)
    await back.wait_for_message("Réponse à : Deux")
    assert [message.text for message in back.messages[1:]] == ["Un", "Deux", "Réponse à : Un", "Réponse à : Deux"]
    assert [(turn.text, turn.is_retry) for turn in channel.requests] == [("Un", False), ("Un", True), ("Deux", True)]
    assert channel.requests[0].message_id == channel.requests[1].message_id
    await back.ask("Trois")
    assert not channel.requests[-1].is_retry


async def test_visitors_are_told_that_the_gateway_restarts_even_if_others_do_not_listen(
    gateway: RunningGateway,
) -> None:
    *deaf, listening = [await gateway.visitor() for _ in range(6)]
    stopping = asyncio.create_task(gateway.stop())
    assert await asyncio.wait_for(listening.close_code(), timeout=8) == 1012
    assert [await client.close_code() for client in deaf] == [1012] * 5
    await stopping


async def test_a_human_asked_for_during_a_turn_silences_the_late_answer(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    channel.will(answer_when_released)
    client = await gateway.visitor()
    await client.post("Suis-je assuré ?")
    await channel.wait_for_requests(1)
    await client.request_human()
    channel.released.set()
    await client.wait_for_turn()
    assert [message.author for message in client.messages[1:]] == [Author.VISITOR, Author.VISITOR, Author.SYSTEM]


async def test_an_answer_that_cannot_be_stored_becomes_an_incident_and_the_next_one_is_answered(
    gateway: RunningGateway, channel: ChannelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_turn = Conversations.record_turn

    async def refuse_poison(self: Conversations, question: Any, reply: Any) -> None:
        if reply.messages[0].text == "poison":
            raise ValueError("this row is not possible")
        await record_turn(self, question, reply)

    monkeypatch.setattr(Conversations, "record_turn", refuse_poison)
    channel.will(answering("poison"))
    client = await gateway.visitor()
    (apology,) = await client.ask("Suis-je assuré ?")
    assert_is_incident(apology)
    assert (await client.ask("Suite"))[0].text == "Réponse à : Suite"


async def test_logs_name_the_conversation_but_hold_no_text(
    gateway: RunningGateway, channel: ChannelServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="bot")
    channel.will(bad_gateway)
    client = await gateway.visitor()
    await client.ask("alice@example.org a perdu son mot de passe")
    (record,) = [record for record in caplog.records if record.message == "turn failed"]
    assert vars(record)["conversation_id"] == client.key.id
    everything = " ".join(str(vars(record)) for record in caplog.records)
    assert "alice" not in everything
    assert client.key.token not in everything
