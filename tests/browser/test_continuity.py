"""Nothing is lost and nothing is shown twice: reloads, several tabs, processes that die."""

import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.async_api import expect

from tests.browser.conftest import Profiles
from tests.browser.desk_page import DeskPage
from tests.browser.stage import Stage
from tests.browser.widget_page import WELCOME, WidgetPage

_OUT_OF_REACH = re.compile("WebSocket connection to .* failed|ERR_CONNECTION_REFUSED")
_WATCH_CONNECTION = """line => {
  window.connectionLines = [];
  new MutationObserver(() => window.connectionLines.push(line.textContent))
    .observe(line, { childList: true, characterData: true, subtree: true });
}"""


async def test_a_reload_keeps_the_conversation_and_what_was_being_written(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.composer.fill("et si le bouton est")
    before = await visitor.transcript()

    await visitor.page.reload()
    await expect(visitor.messages).to_have_count(len(before))
    assert await visitor.transcript() == before
    await expect(visitor.composer).to_have_value("et si le bouton est")


async def test_a_minimised_widget_stays_so_and_tells_of_what_comes(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.open()
    await visitor.ask_human.click()
    await agent.open_and_take(await visitor.conversation_id())
    await expect(visitor.status).to_contain_text("Amina")
    await visitor.minimise.click()
    await visitor.visit("/aide")
    await expect(visitor.panel).to_be_hidden()

    await agent.answer("Êtes-vous toujours là ?")
    await expect(visitor.page.get_by_text("1 nouveau message")).to_have_count(1)
    await visitor.launcher.click()
    await expect(visitor.messages.last).to_contain_text("Êtes-vous toujours là ?")


async def test_two_tabs_stay_in_step(visitor: WidgetPage, profiles: Profiles, stage: Stage) -> None:
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    page, kept = await profiles.open(visitor.page.context)
    other = WidgetPage(page, stage.site_url, kept)
    await other.visit("/aide")
    await other.launcher.click()
    await expect(other.messages).to_have_count(3)

    await other.ask("est ce que les missions sont payées", "ne sont pas rémunérées")
    await expect(visitor.messages.last).to_contain_text("ne sont pas rémunérées")
    await visitor.ask_human.click()
    await expect(other.queue).to_be_visible()
    await expect(other.messages).to_have_count(7)
    assert await visitor.transcript() == await other.transcript()
    assert await visitor.conversation_id() == await other.conversation_id()


async def test_a_conversation_that_the_server_no_longer_knows_is_replaced(visitor: WidgetPage) -> None:
    await visitor.open()
    unknown = '{"key":{"id":"unknown-conversation","token":"a-token-that-nobody-made"},"identified":false}'
    await visitor.page.evaluate(f"localStorage.setItem('jeveuxaider-assistant.conversation', '{unknown}')")
    await visitor.page.reload()

    await expect(visitor.messages.first).to_contain_text("Une nouvelle conversation va commencer")
    await expect(visitor.messages.last).to_contain_text(WELCOME)
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")


async def test_when_the_gateway_is_killed_everyone_comes_back_and_messages_arrive_exactly_once(
    visitor: WidgetPage, agent: DeskPage, stage: Stage, allowed_errors: list[re.Pattern[str]]
) -> None:
    allowed_errors.append(_OUT_OF_REACH)
    gateway = stage.assistant.stack.children["gateway"]
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.connection.evaluate(_WATCH_CONNECTION)
    (socket,) = visitor.record.sockets

    async with socket.expect_event("close"):
        os.kill(gateway.pid, signal.SIGKILL)
    await visitor.write("est ce que les missions sont payées")

    await expect(visitor.messages.last).to_contain_text("ne sont pas rémunérées")
    await expect(visitor.connection).to_be_empty()
    assert "Connexion perdue, nouvelle tentative…" in await visitor.page.evaluate("window.connectionLines")
    before = await visitor.transcript()
    assert [each.text for each in before if each.author == "Vous"] == [
        "Comment dupliquer une mission ?",
        "est ce que les missions sont payées",
    ]
    # The server has stored what is shown, no more and no less.
    await visitor.page.reload()
    await expect(visitor.messages).to_have_count(len(before))
    assert await visitor.transcript() == before
    # The desk is back too, in the same session.
    await visitor.ask_human.click()
    await agent.open_and_take(await visitor.conversation_id())


async def test_a_frozen_rasa_becomes_an_apology_and_the_offer_of_a_person(visitor: WidgetPage, stage: Stage) -> None:
    await visitor.open()
    with _frozen(stage.assistant.stack.children["rasa"].pid):
        await visitor.write("Comment dupliquer une mission ?")
        await expect(visitor.typing).to_have_text("L'assistant écrit…")
        await expect(visitor.messages.last).to_contain_text("un incident technique m'empêche de vous répondre")
        await expect(visitor.choice("Parler à une personne")).to_be_enabled()
        await expect(visitor.ask_human).to_be_enabled()

    await visitor.choice("Reposer ma question").click()
    await expect(visitor.messages.last).to_contain_text("copie en Brouillon")


async def test_a_person_can_be_asked_for_while_rasa_is_frozen(
    visitor: WidgetPage, agent: DeskPage, stage: Stage
) -> None:
    await visitor.open()
    with _frozen(stage.assistant.stack.children["rasa"].pid):
        await visitor.ask_human.click()
        await expect(visitor.queue).to_be_visible()
        await agent.open_and_take(await visitor.conversation_id())
        await agent.answer("Je suis là.")
        await expect(visitor.messages.last).to_contain_text("Je suis là.")


@contextmanager
def _frozen(pid: int) -> Iterator[None]:
    os.killpg(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(pid, signal.SIGCONT)
