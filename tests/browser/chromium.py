"""A real Chromium, from the distribution's package. Missing, it is an error: these tests are never skipped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, async_playwright

EXECUTABLE = Path("/usr/bin/chromium")
_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    # Nothing leaves this machine but what the pages do.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)


class ChromiumMissing(Exception):
    """The tests cannot run on this machine."""

    def __init__(self) -> None:
        super().__init__(f"{EXECUTABLE} is missing: apt-get update && apt-get install -y chromium fonts-dejavu-core")


@asynccontextmanager
async def launch_chromium() -> AsyncIterator[Browser]:
    """Start it, close it at the end. Raises `ChromiumMissing`."""
    _require_chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=EXECUTABLE, args=_ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


async def create_profile(chromium: Browser, **options: Any) -> BrowserContext:
    """A profile that has never been anywhere, in France; options are Playwright's for a new context."""
    given = {"viewport": {"width": 1280, "height": 800}, "locale": "fr-FR", "timezone_id": "Europe/Paris", **options}
    return await chromium.new_context(**given)


def _require_chromium() -> None:
    if not EXECUTABLE.exists():
        raise ChromiumMissing
