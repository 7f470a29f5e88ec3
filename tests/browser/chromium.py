"""A real Chromium, from the distribution's package. Missing, it is an error: these tests are never skipped."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, async_playwright

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


def _require_chromium() -> None:
    if not EXECUTABLE.exists():
        raise ChromiumMissing
