"""Takes the pictures of the README anew: `.venv/bin/python -m tests.browser.take_screenshots`."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, expect

from bot.settings import ROOT
from tests.browser.chromium import create_profile, launch_chromium
from tests.browser.desk_page import DeskPage
from tests.browser.record import record
from tests.browser.stage import AGENT, Stage, raise_stage
from tests.browser.widget_page import WidgetPage

_IMAGES = ROOT / "docs" / "images"


async def take_screenshots() -> None:
    """Play one conversation, and take a picture of each side."""
    with tempfile.TemporaryDirectory(prefix="assistant-screenshots-") as directory:
        async with raise_stage(Path(directory)) as stage, launch_chromium() as chromium:
            await _play(stage, chromium)


async def _play(stage: Stage, chromium: Browser) -> None:
    hugo = await _bring_visitor(stage, chromium, "Hugo Lefèvre")
    await hugo.write("Mon compte a été bloqué, pourquoi ?")
    await expect(hugo.queue).to_be_visible()
    marc = await _bring_visitor(stage, chromium, "Marc Fontaine")
    await marc.write("Pourquoi toutes mes missions ont-elles été mises hors ligne ?")
    await expect(marc.queue).to_be_visible()
    await marc.write("Nous avons répondu à tous les bénévoles hier soir.")

    thomas = await _bring_visitor(stage, chromium, "Thomas Bernard")
    await thomas.ask("Bonjour, où en est ma candidature ?", "Votre candidature :")
    await _photograph(thomas, "widget.png")
    await thomas.ask_human.click()
    await thomas.write("Je suis disponible dès samedi : pouvez-vous prévenir l'association ?")

    desk = await _seat_agent(stage, chromium)
    await desk.open_and_take(await thomas.conversation_id())
    await desk.answer("Bonjour Thomas, en effet votre candidature attend depuis 12 jours.")
    await desk.answer("J'appelle l'association ce matin et je vous réponds ici avant midi.")
    await thomas.write("Merci beaucoup, c'est très gentil !")
    await expect(desk.messages.last).to_contain_text("Merci beaucoup")
    await desk.reply.fill("Avec plaisir")
    await _photograph(desk, "desk.png")


async def _bring_visitor(stage: Stage, chromium: Browser, persona: str) -> WidgetPage:
    page = await (await create_profile(chromium)).new_page()
    visitor = WidgetPage(page, stage.site_url, record(page))
    await visitor.visit()
    await visitor.become(persona)
    await visitor.launcher.click()
    await expect(visitor.messages.first).to_be_visible()
    return visitor


async def _seat_agent(stage: Stage, chromium: Browser) -> DeskPage:
    page = await (await create_profile(chromium)).new_page()
    desk = DeskPage(page, stage.desk_url, record(page))
    await desk.log_in(AGENT)
    return desk


async def _photograph(subject: WidgetPage | DeskPage, name: str) -> None:
    await subject.page.mouse.move(0, 0)
    await subject.page.screenshot(path=_IMAGES / name, animations="disabled")


if __name__ == "__main__":
    asyncio.run(take_screenshots())
