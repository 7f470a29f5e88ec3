"""Without a mouse; on the smallest telephones."""

from playwright.async_api import Page, StorageState, expect

from tests.browser.conftest import MeetAgent, MeetVisitor
from tests.browser.stage import AGENT
from tests.browser.widget_page import WidgetPage

_FOCUSED = """() => {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused.getAttribute('aria-label') ?? focused.textContent;
}"""
# What overflows the window on the right, whether or not it can be scrolled to.
_OVERFLOWING = """() => {
  const roots = [document, ...Array.from(document.querySelectorAll('*'), node => node.shadowRoot).filter(Boolean)];
  return roots.flatMap(root => Array.from(root.querySelectorAll('*')))
    .filter(node => node.checkVisibility() && node.getBoundingClientRect().right > window.innerWidth + 1)
    .map(node => node.outerHTML.slice(0, 100));
}"""
_TELEPHONE = {"width": 360, "height": 640}


async def _tab_to(page: Page, name: str, key: str = "Tab") -> None:
    for _ in range(40):
        await page.keyboard.press(key)
        if name in await page.evaluate(_FOCUSED):
            return
    raise AssertionError(f"{key} never reaches « {name} »")


async def test_the_widget_is_used_with_the_keyboard_alone(visitor: WidgetPage) -> None:
    keyboard = visitor.page.keyboard
    await visitor.visit()
    await _tab_to(visitor.page, "Besoin d'aide ?")
    await keyboard.press("Enter")
    await expect(visitor.composer).to_be_focused()

    await keyboard.type("Comment dupliquer")
    await keyboard.press("Shift+Enter")
    await keyboard.type("une mission ?")
    await keyboard.press("Enter")
    await expect(visitor.messages.last).to_contain_text("copie en Brouillon")
    assert (await visitor.transcript())[1].text == "Comment dupliquer\nune mission ?"
    await expect(visitor.composer).to_be_focused()

    await keyboard.press("Escape")
    await expect(visitor.panel).to_be_hidden()
    await expect(visitor.launcher).to_be_focused()
    await keyboard.press("Enter")
    await expect(visitor.composer).to_be_focused()

    await _tab_to(visitor.page, "Parler à une personne", "Shift+Tab")
    await keyboard.press("Enter")
    await expect(visitor.queue).to_be_visible()
    # The button just pressed is gone: the focus stays in the conversation.
    await expect(visitor.log).to_be_focused()
    await _tab_to(visitor.page, "Revenir à l'assistant")
    await keyboard.press("Enter")
    await expect(visitor.queue).to_be_hidden()
    await expect(visitor.messages.last).to_contain_text("Vous êtes de retour")


async def test_buttons_of_a_message_are_reached_with_the_keyboard(visitor: WidgetPage) -> None:
    await visitor.open()
    await _tab_to(visitor.page, "Trouver une mission", "Shift+Tab")
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.messages.last).to_contain_text("moins de 35 km")


async def test_the_desk_is_used_with_the_keyboard_alone(visitor: WidgetPage, meet_agent: MeetAgent) -> None:
    await visitor.open()
    await visitor.ask_human.click()
    conversation_id = await visitor.conversation_id()
    agent = await meet_agent()
    keyboard = agent.page.keyboard
    await agent.visit()
    await expect(agent.login).to_be_focused()
    await keyboard.type(AGENT.login)
    await keyboard.press("Tab")
    await keyboard.type(AGENT.password)
    await keyboard.press("Enter")

    await expect(agent.line(conversation_id)).to_be_visible()
    while await agent.line(conversation_id).get_attribute("aria-current") != "true":
        await keyboard.press("Alt+j")
    await expect(agent.messages.last).to_contain_text("inutile de tout répéter")
    await keyboard.press("Alt+p")
    await expect(agent.reply).to_be_focused()
    await keyboard.type("Bonjour !")
    await keyboard.press("Enter")
    await expect(visitor.messages.last).to_contain_text("Bonjour !")
    await expect(agent.reply).to_be_focused()


async def test_on_a_screen_360_pixels_wide_the_widget_takes_it_all_and_nothing_is_cut(
    meet_visitor: MeetVisitor,
) -> None:
    visitor = await meet_visitor(viewport=_TELEPHONE)
    await visitor.visit()
    assert await visitor.page.evaluate(_OVERFLOWING) == []
    await visitor.launcher.click()
    await expect(visitor.panel).to_be_in_viewport(ratio=1)
    assert await visitor.panel.bounding_box() == {"x": 0, "y": 0, **_TELEPHONE}

    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.write("https://exemple.fr/" + "une-adresse-sans-fin-" * 8)
    await expect(visitor.messages.nth(4)).to_be_attached()
    await visitor.ask_human.click()
    await expect(visitor.queue).to_be_in_viewport(ratio=1)
    await expect(visitor.send).to_be_in_viewport(ratio=1)
    assert await visitor.page.evaluate(_OVERFLOWING) == []

    # The page behind is covered: Tab must not go there.
    for _ in range(30):
        await visitor.page.keyboard.press("Tab")
        assert await visitor.page.evaluate("document.activeElement.localName") == "jeveuxaider-assistant"
    await visitor.page.keyboard.press("Escape")
    await expect(visitor.launcher).to_be_in_viewport(ratio=1)


async def test_on_a_screen_360_pixels_wide_an_agent_can_answer(
    visitor: WidgetPage, meet_agent: MeetAgent, agent_cookies: StorageState
) -> None:
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.ask_human.click()
    agent = await meet_agent(viewport=_TELEPHONE, storage_state=agent_cookies)
    await agent.visit()
    await expect(agent.line(await visitor.conversation_id())).to_be_visible()
    assert await agent.page.evaluate(_OVERFLOWING) == []

    conversation_id = await visitor.conversation_id()
    await agent.open_and_take(conversation_id)
    await expect(agent.reply).to_be_in_viewport(ratio=1)
    assert await agent.page.evaluate(_OVERFLOWING) == []
    await agent.answer("Bonjour !")
    await expect(visitor.messages.last).to_contain_text("Bonjour !")
    await agent.page.get_by_role("button", name="Retour à la liste").click()
    await expect(agent.line(conversation_id)).to_be_focused()
