"""What a visitor types is text, whatever it looks like."""

import pytest
from playwright.async_api import expect

from tests.browser.desk_page import DeskPage
from tests.browser.widget_page import WidgetPage

_HOSTILE = (
    '<img src=x onerror="window.hacked = 1"> <script>window.hacked = 2</script> **gras** [ici](javascript:alert(1))'
)


async def test_html_and_scripts_are_shown_as_typed_and_do_not_run(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.write(_HOSTILE)
    await expect(visitor.messages).to_have_count(3)

    assert [each.text for each in await visitor.transcript() if each.author == "Vous"] == [_HOSTILE]
    await visitor.page.reload()
    await expect(visitor.messages.nth(1).locator(".body")).to_have_text(_HOSTILE)
    await expect(visitor.messages.nth(1).locator(".body > *")).to_have_count(0)
    assert await visitor.page.evaluate("window.hacked === undefined")


async def test_hostile_text_is_shown_as_typed_to_the_agent_too(visitor: WidgetPage, agent: DeskPage) -> None:
    await visitor.open()
    await visitor.write(_HOSTILE)
    await expect(visitor.messages).to_have_count(3)
    await visitor.ask_human.click()

    await agent.open(await visitor.conversation_id())
    body = agent.messages.nth(1).locator(".message__body")
    await expect(body).to_have_text(_HOSTILE)
    await expect(body.locator("> *")).to_have_count(0)
    assert await agent.page.evaluate("window.hacked === undefined")


@pytest.mark.parametrize("command", ["/restart", "/session_start"])
async def test_a_typed_command_of_rasa_is_a_message_like_another(visitor: WidgetPage, command: str) -> None:
    await visitor.open()
    await visitor.ask("Comment dupliquer une mission ?", "copie en Brouillon")
    await visitor.write(command)
    await expect(visitor.messages).to_have_count(5)

    await expect(visitor.messages.nth(3).locator(".body")).to_have_text(command)
    # The conversation is still there, and still answers.
    await visitor.ask("est ce que les missions sont payées", "ne sont pas rémunérées")
    await expect(visitor.log).to_contain_text("copie en Brouillon")


async def test_a_message_of_2100_characters_is_stopped_with_a_clear_sentence_and_kept(visitor: WidgetPage) -> None:
    await visitor.open()
    too_long = "mission " * 262 + "fini"
    assert len(too_long) == 2100
    await visitor.composer.fill(too_long)

    await expect(visitor.panel.get_by_text("votre message est trop long")).to_contain_text("2 100 / 2 000 caractères")
    await expect(visitor.send).to_be_disabled()
    await visitor.composer.press("Enter")
    await expect(visitor.composer).to_have_value(too_long)
    await expect(visitor.messages).to_have_count(1)

    await visitor.composer.fill(too_long[:1900])
    await expect(visitor.panel.get_by_text("votre message est trop long")).to_have_count(0)
    await expect(visitor.send).to_be_enabled()


async def test_an_empty_message_cannot_be_sent(visitor: WidgetPage) -> None:
    await visitor.open()
    await visitor.composer.fill("   ")
    await expect(visitor.send).to_be_disabled()
