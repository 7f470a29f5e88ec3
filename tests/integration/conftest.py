"""The real processes: one assistant that every harmless test shares, another one whose processes are killed."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from pytest_asyncio import fixture as async_fixture
from pytest_asyncio import is_async_test

from bot.evaluation.private_assistant import PrivateAssistant, private_assistant
from bot.settings import ROOT
from bot.training.run_training import train
from tests.integration.processes import heal
from tests.integration.visitors import Visitors

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Everything in this folder starts real processes, and shares one event loop with them."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker(pytest.mark.integration)
            if is_async_test(item):
                item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present data; trained when it is missing."""
    return train(ROOT, lambda _line: None)


@async_fixture(scope="session", loop_scope="session")
async def assistant(model: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PrivateAssistant]:
    """The assistant that tests share: they leave it as they found it, but for conversations of their own."""
    async with private_assistant(model, tmp_path_factory.mktemp("shared")) as running:
        yield running


@async_fixture(scope="session", loop_scope="session")
async def fragile(model: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PrivateAssistant]:
    """The assistant to break; ask for `victim`, which is this one in good health."""
    async with private_assistant(model, tmp_path_factory.mktemp("victim")) as running:
        yield running


@async_fixture(loop_scope="session")
async def victim(fragile: PrivateAssistant) -> AsyncIterator[PrivateAssistant]:
    """An assistant whose processes and databases a test may break; it is healed afterwards."""
    yield fragile
    await heal(fragile)


@async_fixture(loop_scope="session")
async def visitors(assistant: PrivateAssistant) -> AsyncIterator[Visitors]:
    """Visitors of the shared assistant."""
    async with AsyncExitStack() as exits:
        yield Visitors(assistant, exits)


@async_fixture(loop_scope="session")
async def victims(victim: PrivateAssistant) -> AsyncIterator[Visitors]:
    """Visitors of the assistant that breaks."""
    async with AsyncExitStack() as exits:
        yield Visitors(victim, exits)
