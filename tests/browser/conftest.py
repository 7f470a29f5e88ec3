"""One running assistant and one Chromium for all the tests here; a fresh browser profile for each person in a test."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from jsonschema import Draft202012Validator
from playwright.async_api import Browser, BrowserContext, Page, StorageState, expect

from bot.cli.schemas import build_schemas
from tests.browser.chromium import create_profile, launch_chromium
from tests.browser.desk_page import DeskPage
from tests.browser.record import Frame, Record, record
from tests.browser.stage import AGENT, Stage, raise_stage
from tests.browser.widget_page import WidgetPage

_HERE = Path(__file__).parent
_PATIENCE_MS = 15_000.0
_LOGGED_OUT = re.compile(r"the server responded with a status of 401")
"""The desk asks who is there; « nobody » is an answer, that Chromium writes in its console all the same."""

OpenPage = Callable[..., Awaitable[Page]]
MeetVisitor = Callable[..., Awaitable[WidgetPage]]
MeetAgent = Callable[..., Awaitable[DeskPage]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All the tests here share the event loop in which the processes and the browser live."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The running product."""
    async with raise_stage(tmp_path_factory.mktemp("assistant")) as stage:
        yield stage


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium() -> AsyncIterator[Browser]:
    """The browser."""
    expect.set_options(timeout=_PATIENCE_MS)
    async with launch_chromium() as browser:
        yield browser


@pytest.fixture
def allowed_errors() -> list[re.Pattern[str]]:
    """What may stand in the console of a page; a test that breaks things adds the noise it expects."""
    return [_LOGGED_OUT]


class Profiles:
    """The browser profiles of a test, and the record of every page opened in them."""

    def __init__(self, chromium: Browser, closing: AsyncExitStack):
        self._chromium = chromium
        self._closing = closing
        self.records: list[Record] = []

    async def create(self, **options: Any) -> BrowserContext:
        """A profile that has never been anywhere."""
        context = await create_profile(self._chromium, **options)
        self._closing.push_async_callback(context.close)
        context.set_default_timeout(_PATIENCE_MS)
        return context

    async def open(self, context: BrowserContext) -> tuple[Page, Record]:
        """A new tab."""
        page = await context.new_page()
        self.records.append(record(page))
        return page, self.records[-1]


@pytest_asyncio.fixture(loop_scope="session")
async def profiles(chromium: Browser, allowed_errors: list[re.Pattern[str]]) -> AsyncIterator[Profiles]:
    """Closes every page, then checks what nobody sees: no error, no violation, no frame out of the protocol."""
    async with AsyncExitStack() as closing:
        profiles = Profiles(chromium, closing)
        yield profiles
    errors = [error for each in profiles.records for error in each.errors]
    assert [error for error in errors if not any(known.search(error) for known in allowed_errors)] == []
    for each in profiles.records:
        require_valid(each.frames)


@pytest.fixture
def meet_visitor(stage: Stage, profiles: Profiles) -> MeetVisitor:
    """Brings a visitor with their own browser; options are Playwright's for a new context."""

    async def meet(**options: Any) -> WidgetPage:
        page, kept = await profiles.open(await profiles.create(**options))
        return WidgetPage(page, stage.site_url, kept)

    return meet


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(meet_visitor: MeetVisitor) -> WidgetPage:
    """A visitor who has never come."""
    return await meet_visitor()


@pytest.fixture
def meet_agent(stage: Stage, profiles: Profiles) -> MeetAgent:
    """Brings an agent with their own browser, not logged in."""

    async def meet(**options: Any) -> DeskPage:
        page, kept = await profiles.open(await profiles.create(**options))
        return DeskPage(page, stage.desk_url, kept)

    return meet


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def agent_cookies(chromium: Browser, stage: Stage) -> StorageState:
    """What the browser of an agent keeps once they are logged in; hashing a password is slow on purpose."""
    context = await create_profile(chromium)
    page = await context.new_page()
    await DeskPage(page, stage.desk_url, record(page)).log_in(AGENT)
    state = await context.storage_state()
    await context.close()
    return state


@pytest_asyncio.fixture(loop_scope="session")
async def agent(meet_agent: MeetAgent, agent_cookies: StorageState) -> DeskPage:
    """An agent at their desk; they must not log out, others use their session."""
    desk = await meet_agent(storage_state=agent_cookies)
    await desk.visit()
    await expect(desk.waiting).to_be_visible()
    return desk


_SPOKEN = {"/ws/visitor": "visitor", "/desk/api/socket": "desk"}
_KIND = {"sent": "command", "received": "event"}
# Made once: `jsonschema.validate` would check the schema anew for each frame.
_VALIDATORS = {name: Draft202012Validator(json.loads(text)) for name, text in build_schemas().items()}


def require_valid(frames: list[Frame]) -> None:
    """Raises `jsonschema.ValidationError` for a frame that the published schema does not allow."""
    for frame in frames:
        _VALIDATORS[f"{_SPOKEN[frame.path]}-{_KIND[frame.direction]}"].validate(json.loads(frame.text))
