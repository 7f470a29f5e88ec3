"""What axe-core finds wrong in a page as it is now."""

from pathlib import Path

from playwright.async_api import Page

from bot.settings import ROOT

_AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
# Its preloading fetches style sheets, which the pages' own policy forbids.
_RUN = """async () => (await axe.run({ preload: false, resultTypes: ['violations'] })).violations
  .filter(({ impact }) => impact === 'serious' || impact === 'critical')
  .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)"""


async def serious_violations(page: Page) -> list[str]:
    """One line a rule that is seriously broken, shadow roots included. Raises `FileNotFoundError` without axe-core."""
    # A colour measured half-way through a fade is nobody's: whoever asks for less motion gets the resting state.
    await page.emulate_media(reduced_motion="reduce")
    await page.evaluate(_axe_source())
    found: list[str] = await page.evaluate(_RUN)
    return found


def _axe_source(path: Path = _AXE) -> str:
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: npm --prefix web ci")
    return path.read_text("utf-8")
