"""The gateway killed around a message, our database locked by another program: nothing lost, nothing twice."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.evaluation.private_assistant import PrivateAssistant
from bot.evaluation.visitor_client import Refused, VisitorClient
from bot.ids import new_id
from bot.wire import visitor
from bot.wire.messages import Status
from tests.integration.processes import (
    freeze,
    kill,
    kill_and_wait,
    locked_by_another_process,
    log_lines,
    thaw,
    wait_until,
    wait_until_back,
)
from tests.integration.visitors import (
    Visitors,
    come_back,
    database_file,
    press,
    receive_until,
    reply_after,
)

QUESTION = "Comment supprimer mon compte ?"
ANSWER = "« Je souhaite me désinscrire »"


def own_database(victim: PrivateAssistant) -> Path:
    """The file of our database."""
    return database_file(victim.secrets.database_url)


def users_messages(victims: Visitors, client: VisitorClient) -> list[str]:
    """What Rasa remembers that the visitor said."""
    return [event["text"] for event in victims.tracker_of(client) if event["event"] == "user"]


async def test_gateway_killed_after_the_acknowledgement_answers_once(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    _, _, unclear = await victims.ask_something_unclear()
    client = await victims.enter()
    freeze(victim, "rasa")
    seq = (await client.post(unclear)).seq
    await client.wait_for(visitor.Typing)  # The turn is in Rasa's hands, or on its way.
    await kill_and_wait(victim, "gateway")
    with pytest.raises(ConnectionError):
        await client.receive()
    await come_back(client)
    assert client.welcome is not None and client.welcome.resumed
    # The new gateway has asked the same turn again; Rasa now finds both.
    thaw(victim, "rasa")
    reply = await reply_after(client, seq)

    answer = await victims.ask(client, QUESTION)
    assert ANSWER in answer.text
    log = victims.require_whole_log(client)
    assert [stored.author for stored in log] == ["bot", "visitor", "bot", "visitor", "bot"]
    # Played twice, it would have counted as not understood twice.
    assert users_messages(victims, client) == [unclear, QUESTION]
    assert [button.title for button in reply.buttons][-1] == "Parler à une personne"
    assert victims.status_of(client) == "with_bot"


async def test_gateway_killed_before_it_reads_a_message_gets_it_when_it_is_sent_again(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    client, client_message_id = await victims.enter(), new_id()
    freeze(victim, "gateway")
    await client.send(visitor.PostMessage(client_message_id=client_message_id, text=QUESTION))
    await kill_and_wait(victim, "gateway")
    await come_back(client)
    assert len(victims.log_of(client)) == 1, "nobody can have read it"
    result = await client.post(QUESTION, client_message_id)
    assert not result.duplicate
    assert ANSWER in (await reply_after(client, result.seq)).text
    assert [stored.author for stored in victims.require_whole_log(client)] == ["bot", "visitor", "bot"]


async def test_gateway_killed_between_storing_and_acknowledging_keeps_one_copy(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    client, client_message_id = await victims.enter(), new_id()
    freeze(victim, "rasa")
    await client.send(visitor.PostMessage(client_message_id=client_message_id, text=QUESTION))
    await wait_until(lambda: len(victims.log_of(client)) == 2)
    killed = await kill(victim, "gateway")
    await wait_until_back(victim, "gateway", killed)
    await come_back(client)
    result = await client.post(QUESTION, client_message_id)
    assert (result.seq, result.duplicate) == (2, True)
    thaw(victim, "rasa")
    assert ANSWER in (await reply_after(client, result.seq)).text
    assert (await victims.ask(client, QUESTION)).outcome == "answer"
    authors = [stored.author for stored in victims.require_whole_log(client)]
    assert authors == ["bot", "visitor", "bot", "visitor", "bot"]
    assert users_messages(victims, client) == [QUESTION, QUESTION]


async def test_visitor_who_waits_for_a_human_still_waits_after_a_restart(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    client = await victims.enter()
    await client.request_human()
    await kill_and_wait(victim, "gateway")
    await come_back(client)
    assert client.welcome is not None and client.welcome.status is Status.WAITING
    again = await client.request_human()
    assert not again.duplicate
    assert victims.sql("SELECT count(*) FROM handoffs WHERE ended_at IS NULL") >= [(1,)]
    seq = await press(client, "Revenir à l'assistant")
    await reply_after(client, seq)
    assert ANSWER in (await victims.ask(client, QUESTION)).text
    log = victims.require_whole_log(client)
    assert sum("transmise à l'équipe support" in stored.text for stored in log) == 1


async def test_locked_database_refuses_in_time_and_takes_the_message_afterwards(
    victim: PrivateAssistant, victims: Visitors
) -> None:
    client, arriving = await victims.enter(), await victims.prepare()
    client_message_id = new_id()
    async with locked_by_another_process(own_database(victim)):
        began = asyncio.get_running_loop().time()
        refusals = await asyncio.gather(
            client.post(QUESTION, client_message_id), arriving.connect(), return_exceptions=True
        )
        waited = asyncio.get_running_loop().time() - began
        for refusal in refusals:
            assert isinstance(refusal, Refused)
            assert (refusal.error.code, refusal.error.retryable) == ("storage_unavailable", True)
        assert refusals[0].error.client_message_id == client_message_id  # type: ignore[union-attr]  # a Refused
        assert log_lines(victim, "gateway", "garbage collector") == 0, "a connection was lost at each refusal"
        assert victim.settings.database.wait_seconds <= waited < 2 * victim.settings.database.wait_seconds + 2
        # What is only read does not wait.
        async with aiohttp.ClientSession() as session, session.get(f"{victim.url}/health/ready") as response:
            assert response.status == 200
    assert len(victims.log_of(client)) == 1

    result = await client.post(QUESTION, client_message_id)
    assert (result.seq, result.duplicate) == (2, False)
    assert ANSWER in (await reply_after(client, 2)).text
    again = await client.post(QUESTION, client_message_id)
    assert (again.seq, again.duplicate) == (2, True)
    assert [stored.author for stored in victims.require_whole_log(client)] == ["bot", "visitor", "bot"]
    await arriving.connect()
    assert (await victims.ask(arriving, QUESTION)).outcome == "answer"


async def test_answer_found_during_a_lock_arrives_after_it(victim: PrivateAssistant, victims: Visitors) -> None:
    client = await victims.enter()
    freeze(victim, "rasa")
    seq = (await client.post(QUESTION)).seq
    await client.wait_for(visitor.Typing)
    failures = log_lines(victim, "gateway", "database unavailable")
    async with locked_by_another_process(own_database(victim)):
        thaw(victim, "rasa")
        await wait_until(lambda: log_lines(victim, "gateway", "database unavailable") > failures)
        assert victims.log_of(client)[-1].turn == "pending"
    assert ANSWER in (await reply_after(client, seq)).text
    await receive_until(client, lambda: isinstance(client.events[-1], visitor.Typing))
    assert ANSWER in (await victims.ask(client, QUESTION)).text
    authors = [stored.author for stored in victims.require_whole_log(client)]
    assert authors == ["bot", "visitor", "bot", "visitor", "bot"]
    assert users_messages(victims, client) == [QUESTION, QUESTION]
