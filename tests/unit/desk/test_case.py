"""What the bot found, as it reaches people: cards for visitor and agent, facts of the case for the agent only."""

import aiohttp
import msgspec

from bot.wire import desk, visitor
from bot.wire.messages import Card, Status
from bot.wire.turns import HandoffInstruction, HandoffReason, TurnMessage
from tests.doubles.channel_server import ChannelServer, replying
from tests.running_gateway import RunningGateway, Visitor, sign
from tests.unit.desk.conftest import OpenConsole

_HANDOFF = HandoffInstruction(reason=HandoffReason.TOPIC, topic="compte_bloque")
_CARDS = (
    Card(title="Visites aux aînés", url="/missions-benevolat/12/benevolat", subtitle="Les Voisins", details=("Lyon",)),
    Card(title="Collecte", url="https://partenaire.fr/missions/4"),
)


async def eavesdrop(gateway: RunningGateway, on: Visitor, token: str) -> aiohttp.ClientWebSocketResponse[bool]:
    """Another tab of that visitor, whose frames are read as they are. The visitor's own session closes it."""
    tab = await gateway.visitor(connected=False)
    await tab.open_socket()
    await tab.send(visitor.Hello(protocol=visitor.PROTOCOL, conversation=on.key, identity_token=token))
    return tab.socket


async def frames_until(socket: aiohttp.ClientWebSocketResponse[bool], text: str) -> str:
    """Every frame up to the one that contains this, as received."""
    frames: list[str] = []
    while not frames or text not in frames[-1]:
        frames.append(str(await socket.receive_str(timeout=20)))
    return "\n".join(frames)


async def test_facts_reach_the_agent_and_never_the_visitor(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    channel.will(replying(messages=(TurnMessage(text="Je transmets."),), handoff=_HANDOFF, facts=("Dossier 4213",)))
    token = sign()
    client = await gateway.visitor(token)
    live = await eavesdrop(gateway, client, token)
    await client.ask("mon compte est bloqué")
    console = await open_console()
    thread = await console.open(client.key.id)
    assert thread.facts == ("Dossier 4213",)

    await console.do(desk.Take, client.key.id)
    seen = await frames_until(live, '"with_agent"')
    replayed = await frames_until(await eavesdrop(gateway, client, token), "a rejoint la conversation")
    assert "Je transmets." in seen
    assert "Je transmets." in replayed
    assert "4213" not in seen + replayed


async def test_facts_of_an_open_conversation_follow_and_others_are_not_told(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    holder, other = await open_console("Camille"), await open_console("Dominique")
    client = await gateway.visitor(sign())
    channel.will(
        replying(handoff=_HANDOFF, facts=("Compte actif",)),
        replying(handoff=_HANDOFF, facts=("Compte bloqué", "2 candidatures")),
    )
    await client.ask("mon compte")
    await holder.do(desk.Take, client.key.id)
    assert (await holder.open(client.key.id)).facts == ("Compte actif",)
    await holder.do(desk.ReturnToBot, client.key.id)
    await client.ask("toujours mon compte")

    def waits_again(event: desk.ConversationChanged) -> bool:
        return event.conversation.status is Status.WAITING

    assert (await holder.wait_for(desk.ConversationChanged, waits_again)).facts == ("Compte bloqué", "2 candidatures")
    await other.wait_for(desk.ConversationChanged, lambda event: event.conversation.status is Status.WITH_BOT)
    assert (await other.wait_for(desk.ConversationChanged, waits_again)).facts is None


async def test_facts_stay_when_a_later_turn_finds_none(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    client = await gateway.visitor(sign())
    channel.will(replying(facts=("Compte actif",)))
    await client.ask("mon compte")
    await client.ask("suis-je assuré ?")
    await client.request_human()
    assert (await (await open_console()).open(client.key.id)).facts == ("Compte actif",)


async def test_cards_reach_the_visitor_again_after_a_change_of_page_and_the_agent(
    gateway: RunningGateway, open_console: OpenConsole, channel: ChannelServer
) -> None:
    client = await gateway.visitor()
    channel.will(
        replying(messages=(TurnMessage(text="Deux missions :", cards=_CARDS), TurnMessage(text="Autre chose ?")))
    )
    found, question = await client.ask("je cherche une mission à Lyon")
    assert (found.cards, question.cards) == (_CARDS, ())
    resumed = await gateway.tab(client)
    assert resumed.messages == client.messages
    await client.request_human()
    thread = await (await open_console()).open(client.key.id)
    assert msgspec.json.encode(thread.messages[2]) == msgspec.json.encode(found)


async def test_a_line_says_the_last_words_of_the_visitor_and_no_one_elses(
    gateway: RunningGateway, open_console: OpenConsole
) -> None:
    console, client = await open_console(), await gateway.visitor()
    await client.request_human()
    await console.wait_for_line(client.key.id)
    await client.post("Vous êtes là ?")
    assert (await console.wait_for_line(client.key.id)).last_text == "Vous êtes là ?"
    await console.do(desk.Take, client.key.id)
    await console.do(desk.Reply, client.key.id, text="Oui.")
    changes = [event.conversation for event in console.events if isinstance(event, desk.ConversationChanged)]
    assert [(line.status, line.last_text) for line in changes[-2:]] == [(Status.WITH_AGENT, "Vous êtes là ?")] * 2
