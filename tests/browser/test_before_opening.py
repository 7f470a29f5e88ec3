"""What the widget does to people who do not use it: nothing."""

from playwright.async_api import expect

from tests.browser.stage import Stage
from tests.browser.widget_page import WELCOME, WidgetPage

_STORED = """async () => ({
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  cookies: document.cookie,
  databases: (await indexedDB.databases()).length,
})"""


async def test_nothing_is_stored_fetched_nor_connected_before_the_widget_is_opened(
    visitor: WidgetPage, stage: Stage
) -> None:
    await visitor.visit()
    await visitor.page.wait_for_load_state("networkidle")

    assert await visitor.page.evaluate(_STORED) == {"local": [], "session": [], "cookies": "", "databases": 0}
    assert await visitor.page.context.cookies() == []
    assert visitor.record.sockets == []
    of_the_page = [f"GET {stage.site_url}/{path}" for path in ("", "static/site.css", "static/icon.svg")]
    assert [each for each in visitor.record.requests if each not in of_the_page] == [
        f"GET {stage.assistant.url}/widget/widget.js"
    ]


async def test_opening_the_widget_connects_once_and_shows_who_speaks(visitor: WidgetPage) -> None:
    await visitor.visit()
    await visitor.launcher.click()

    await expect(visitor.messages.first).to_contain_text(WELCOME)
    await expect(visitor.status).to_have_text("Assistant automatique")
    await expect(visitor.ask_human).to_be_enabled()
    assert len(visitor.record.sockets) == 1


async def test_the_page_stays_usable_beside_the_open_widget(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.page.get_by_role("navigation").get_by_role("link", name="Centre d'aide").click()

    await expect(visitor.page.get_by_role("heading", name="Centre d'aide")).to_be_visible()
    await expect(visitor.messages.first).to_contain_text(WELCOME)
    await expect(visitor.messages).to_have_count(1)
