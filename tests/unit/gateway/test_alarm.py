"""The bot plays no turn for who waits for a person, but hears whether they may be in danger."""

from collections.abc import AsyncIterator

import pytest

from bot import clock
from bot.conversations import notices
from bot.conversations.service import Conversations
from bot.ids import new_id
from bot.live.hub import Hub
from bot.settings import Secrets
from bot.storage import open_database
from tests.doubles.channel_server import ChannelServer
from tests.running_gateway import RunningGateway, Visitor

FAREWELL = "adieu, occupez-vous bien de mon chat"


@pytest.fixture
async def conversations(secrets: Secrets) -> AsyncIterator[Conversations]:
    """What another process of the gateway would do on the same database."""
    database = open_database(secrets.database_url, wait_seconds=10.0)
    yield Conversations(database, clock.now, Hub())
    await database.close()


def texts_after(client: Visitor, seq: int) -> list[str]:
    return [message.text for message in client.messages if message.seq > seq]


async def waiting(gateway: RunningGateway) -> Visitor:
    client = await gateway.visitor()
    await client.request_human()
    return client


async def test_danger_that_only_the_model_hears_gives_the_numbers_before_the_acknowledgement(
    gateway: RunningGateway, channel: ChannelServer, conversations: Conversations
) -> None:
    channel.dangerous.add(FAREWELL)
    calm, client = await waiting(gateway), await waiting(gateway)
    posted = await client.post(FAREWELL)
    assert texts_after(client, posted.seq) == [notices.EMERGENCY]
    assert [conversation.id for conversation in await conversations.queue()] == [client.key.id, calm.key.id]
    assert channel.requests == []


async def test_the_numbers_are_given_once(gateway: RunningGateway, channel: ChannelServer) -> None:
    channel.dangerous.add(FAREWELL)
    client = await waiting(gateway)
    await client.post(FAREWELL)
    posted = await client.post(FAREWELL)
    assert texts_after(client, posted.seq) == []


async def test_a_message_sent_again_after_the_gateway_died_is_read_again(
    gateway: RunningGateway, channel: ChannelServer, conversations: Conversations
) -> None:
    channel.dangerous.add(FAREWELL)
    client = await waiting(gateway)
    same = new_id()
    await conversations.post(client.key.id, same, FAREWELL, is_identified=False)
    posted = await client.post(FAREWELL, same)
    assert posted.duplicate
    await client.wait_for_message(notices.EMERGENCY)


async def test_nothing_is_said_when_there_is_no_danger(gateway: RunningGateway, channel: ChannelServer) -> None:
    client = await waiting(gateway)
    posted = await client.post("vous répondez bientôt ?")
    assert texts_after(client, posted.seq) == []
    assert channel.read_for_danger == ["vous répondez bientôt ?"]


async def test_the_message_is_stored_even_when_nobody_can_read_it(
    gateway: RunningGateway, channel: ChannelServer
) -> None:
    channel.dangerous.add(FAREWELL)
    channel.alarm_is_broken = True
    client = await waiting(gateway)
    posted = await client.post(FAREWELL)
    assert not posted.duplicate
    channel.secret = "another"
    assert (await client.post(FAREWELL)).seq == posted.seq + 1


async def test_what_the_bot_answers_itself_is_not_read_twice(gateway: RunningGateway, channel: ChannelServer) -> None:
    client = await gateway.visitor()
    await client.ask("Suis-je assuré ?")
    assert channel.read_for_danger == []
