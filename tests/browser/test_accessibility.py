"""What axe-core finds wrong in the states that people meet."""

from playwright.async_api import StorageState, expect

from tests.browser.axe import serious_violations
from tests.browser.conftest import MeetAgent, MeetVisitor
from tests.browser.desk_page import DeskPage
from tests.browser.stage import AGENT
from tests.browser.widget_page import WidgetPage


async def test_the_widget_has_no_serious_violation_in_any_of_its_states(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.visit()
    assert await serious_violations(visitor.page) == []
    await visitor.open()
    assert await serious_violations(visitor.page) == []
    await visitor.ask("j'ai perdu mon mot de passe", "valable 3 heures")
    assert await serious_violations(visitor.page) == []
    await visitor.composer.fill("a" * 2100)
    assert await serious_violations(visitor.page) == []
    await visitor.composer.fill("")
    await visitor.ask_human.click()
    await expect(visitor.queue).to_be_visible()
    assert await serious_violations(visitor.page) == []
    await agent.open_and_take(await visitor.conversation_id())
    await agent.answer("Bonjour !")
    await agent.reply.press_sequentially("Je")
    await expect(visitor.typing).to_have_text("Amina écrit…")
    assert await serious_violations(visitor.page) == []
    await agent.resolve()
    await expect(visitor.status).to_have_text("Conversation terminée")
    assert await serious_violations(visitor.page) == []


async def test_the_desk_has_no_serious_violation_in_any_of_its_states(
    visitor: WidgetPage, meet_agent: MeetAgent
) -> None:
    agent = await meet_agent()
    await agent.visit()
    assert await serious_violations(agent.page) == []
    await agent.try_to_log_in(AGENT.login, "pas le bon")
    await expect(agent.page.get_by_role("alert")).not_to_be_empty()
    assert await serious_violations(agent.page) == []
    await agent.try_to_log_in(AGENT.login, AGENT.password)
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.ask_human.click()
    conversation_id = await visitor.conversation_id()
    await expect(agent.line(conversation_id)).to_be_visible()
    assert await serious_violations(agent.page) == []
    await agent.open_and_take(conversation_id)
    await agent.answer("Bonjour !")
    assert await serious_violations(agent.page) == []
    await agent.close.click()
    await expect(agent.page.get_by_role("dialog")).to_be_visible()
    assert await serious_violations(agent.page) == []


async def test_neither_has_a_serious_violation_on_a_small_screen(
    meet_visitor: MeetVisitor, meet_agent: MeetAgent, agent_cookies: StorageState
) -> None:
    small = {"width": 360, "height": 640}
    visitor = await meet_visitor(viewport=small)
    agent = await meet_agent(viewport=small, storage_state=agent_cookies)
    await visitor.open()
    await visitor.ask_human.click()
    await expect(visitor.queue).to_be_visible()
    assert await serious_violations(visitor.page) == []
    await agent.visit()
    await agent.open_and_take(await visitor.conversation_id())
    assert await serious_violations(agent.page) == []
