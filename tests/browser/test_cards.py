"""Cards and facts on screen, from a turn that is written here: a double stands for Rasa, everything else is real."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import expect

from bot.cli.agents import save_agent
from bot.demo_site.app import DemoSiteConfig, create_demo_site
from bot.evaluation.private_assistant import free_ports
from bot.settings import ROOT, Dialogue, Gateway, Secrets, Settings
from bot.storage.migrate import migrate
from bot.wire.messages import Card
from bot.wire.turns import HandoffInstruction, HandoffReason, TurnMessage
from tests.browser.axe import serious_violations
from tests.browser.conftest import MeetAgent, MeetVisitor
from tests.browser.stage import AGENT
from tests.browser.widget_page import WidgetPage
from tests.doubles.channel_server import SECRET, ChannelServer, replying
from tests.running_gateway import GENEROUS, KEY, RunningGateway

_FACT = "Candidature « Visites aux aînés » : en attente de validation"
_CARDS = (
    Card(
        title="J'accompagne des aînés au marché et dans leurs démarches administratives du quotidien",
        url="/missions-benevolat/12/benevolat-les-voisins",
        subtitle="Les Voisins solidaires",
        details=("Lyon (69) · à 4 km", "Jusqu'au 3 mars 2027", "2 places"),
    ),
    Card(title="Collecte alimentaire", url="https://partenaire.fr/missions/4", subtitle="Un partenaire"),
    Card(title="Mission sans page", url="javascript:alert(1)", details=("http://exemple.fr/" + "sans-fin-" * 20,)),
)
_FOUND = replying(messages=(TurnMessage(text="Voici **3 missions** :", cards=_CARDS),))
_HANDED_OVER = replying(
    messages=(TurnMessage(text="Je transmets.", cards=_CARDS[:1]),),
    handoff=HandoffInstruction(reason=HandoffReason.TOPIC, topic="compte_bloque"),
    facts=(_FACT,),
)

_OVERFLOWS = "log => log.scrollWidth > log.clientWidth"
_FOCUSED_CARD = """() => document.activeElement.shadowRoot?.activeElement?.closest('.card')
  ?.querySelector('h3').firstChild.firstChild.textContent"""
_RING = "link => getComputedStyle(link, '::after').outlineStyle"


@dataclass(frozen=True)
class _CardStage:
    """What the fixtures of this folder need of a stage, and what Rasa's double is told."""

    channel: ChannelServer
    site_url: str
    desk_url: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[_CardStage]:
    """In place of the stage of the other tests: nothing to train, and every answer is known."""
    database_url = f"sqlite:///{tmp_path_factory.mktemp('cards')}/assistant.sqlite"
    migrate(database_url)
    await save_agent(database_url, AGENT.login, AGENT.name, AGENT.password)
    secrets = Secrets(database_url=database_url, platform_database_url="", channel_secret=SECRET, identity_keys=(KEY,))
    (site_port,) = free_ports(1)
    site_url = f"http://127.0.0.1:{site_port}"
    async with AsyncExitStack() as closing:
        channel = ChannelServer()
        await channel.start()
        closing.push_async_callback(channel.stop)
        settings = Settings(
            gateway=Gateway(allowed_origins=(site_url,)), limits=GENEROUS, dialogue=Dialogue(rasa_port=channel.port)
        )
        gateway = RunningGateway(settings, secrets, ROOT / "web" / "dist")
        await gateway.start()
        closing.push_async_callback(gateway.close)
        desk_url = f"{gateway.url}/desk/"
        site = web.AppRunner(create_demo_site(DemoSiteConfig(gateway.url, desk_url, KEY)), access_log=None)
        await site.setup()
        closing.push_async_callback(site.cleanup)
        await web.TCPSite(site, "127.0.0.1", site_port).start()
        yield _CardStage(channel, site_url, desk_url)


async def _find(stage: _CardStage, visitor: WidgetPage) -> None:
    await visitor.open()
    stage.channel.will(_FOUND)
    await visitor.ask("je cherche une mission à Lyon", "Voici 3 missions")
    await expect(visitor.cards).to_have_count(3)


async def test_cards_say_who_and_where_and_lead_to_the_site(stage: _CardStage, visitor: WidgetPage) -> None:
    await _find(stage, visitor)
    first, partner, broken = visitor.cards.nth(0), visitor.cards.nth(1), visitor.cards.nth(2)
    await expect(first).to_have_text(
        "J'accompagne des aînés au marché et dans leurs démarches administratives du quotidien (nouvel onglet)"
        "Les Voisins solidairesLyon (69) · à 4 kmJusqu'au 3 mars 20272 places"
    )
    link = first.get_by_role("link")
    await expect(link).to_have_attribute(
        "href", "https://www.jeveuxaider.gouv.fr/missions-benevolat/12/benevolat-les-voisins"
    )
    await expect(link).to_have_attribute("target", "_blank")
    await expect(partner.get_by_role("link")).to_have_attribute("href", "https://partenaire.fr/missions/4")
    await expect(broken.get_by_role("heading", name="Mission sans page")).to_be_visible()
    await expect(broken.get_by_role("link")).to_have_count(0)


async def test_cards_make_no_request_and_are_there_again_after_a_change_of_page(
    stage: _CardStage, visitor: WidgetPage
) -> None:
    await visitor.open()
    before = list(visitor.record.requests)
    stage.channel.will(_FOUND)
    await visitor.ask("je cherche une mission à Lyon", "Voici 3 missions")
    await expect(visitor.cards).to_have_count(3)
    assert visitor.record.requests == before

    await visitor.page.get_by_role("navigation").get_by_role("link", name="Centre d'aide").click()
    await expect(visitor.page.get_by_role("heading", name="Centre d'aide")).to_be_visible()
    await expect(visitor.cards).to_have_count(3)


async def test_cards_are_read_and_reached_on_the_smallest_screen_without_a_mouse(
    stage: _CardStage, meet_visitor: MeetVisitor
) -> None:
    visitor = await meet_visitor(viewport={"width": 320, "height": 640})
    await _find(stage, visitor)
    assert not await visitor.log.evaluate(_OVERFLOWS)
    assert await serious_violations(visitor.page) == []

    await visitor.log.focus()
    await visitor.page.keyboard.press("Tab")
    while (await visitor.page.evaluate(_FOCUSED_CARD)) is None:
        await visitor.page.keyboard.press("Tab")
    assert str(await visitor.page.evaluate(_FOCUSED_CARD)).startswith("J'accompagne")
    assert await visitor.cards.nth(0).get_by_role("link").evaluate(_RING) == "solid"
    assert await visitor.cards.nth(1).get_by_role("link").evaluate(_RING) == "none"


async def test_the_agent_sees_the_cards_and_the_case_which_the_visitor_does_not(
    stage: _CardStage, visitor: WidgetPage, meet_agent: MeetAgent
) -> None:
    await visitor.open()
    stage.channel.will(_HANDED_OVER)
    await visitor.ask("mon compte est bloqué", "transmise à l'équipe support")
    agent = await meet_agent()
    await agent.log_in(AGENT)
    await agent.open_and_take(await visitor.conversation_id())

    await expect(agent.case.get_by_role("listitem")).to_have_text([_FACT])
    await expect(agent.cards).to_have_count(1)
    await expect(agent.cards.get_by_role("link")).to_have_attribute("target", "_blank")
    assert await serious_violations(agent.page) == []
    assert [frame for frame in visitor.record.frames if "en attente de validation" in frame.text] == []


async def test_the_way_back_to_the_assistant_is_offered_once(stage: _CardStage, visitor: WidgetPage) -> None:
    await visitor.open()
    stage.channel.will(_HANDED_OVER)
    await visitor.ask("mon compte est bloqué", "transmise à l'équipe support")
    await expect(visitor.panel.get_by_role("button", name="Revenir à l'assistant")).to_have_count(1)
    await visitor.leave_queue.click()
    await expect(visitor.messages.last).to_contain_text("Vous êtes de retour")
