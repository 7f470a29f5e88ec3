"""Rasa plays the stories of `tests/stories` with a model of the rules alone: each intent leads where its rule says."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_asyncio import fixture as async_fixture

from bot.rasa_process import RASA_ENVIRONMENT
from bot.settings import ROOT

RULES = ROOT / "data" / "rules"
STORIES = ROOT / "tests" / "stories"
# Rasa's libraries warn as soon as they are imported: that is why the fixtures import them.
pytestmark = pytest.mark.filterwarnings("ignore")


def load(path: Path) -> dict[str, Any]:
    return dict(yaml.safe_load(path.read_text("utf-8")))


def write_domain(directory: Path) -> Path:
    """The project's domain with the answers that stand beside the examples, which are not read here."""
    domain = load(ROOT / "domain.yml")
    for path in (ROOT / "data").glob("*/*.yml"):
        domain["responses"] |= load(path).get("responses") or {}
    return write(directory / "domain.yml", domain)


def write_configuration(directory: Path) -> Path:
    """The project's policies, without its pipeline."""
    return write(directory / "config.yml", load(ROOT / "config.yml") | {"pipeline": []})


def write(path: Path, content: dict[str, Any]) -> Path:
    path.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return path


@pytest.fixture(scope="session", autouse=True)
def without_telemetry() -> Iterator[None]:
    """Rasa tells its makers of each training and each test, unless it is told not to."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in RASA_ENVIRONMENT.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What `rasa train core` makes of the project's policies, domain and rules."""
    from rasa.model_training import train_core

    directory = tmp_path_factory.mktemp("rules")
    domain, configuration = write_domain(directory), write_configuration(directory)
    return str(train_core(str(domain), str(configuration), str(RULES), str(directory)))


@async_fixture(loop_scope="session", scope="session")
async def played(model: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `rasa test core` leaves what it found."""
    from rasa.model_testing import test_core

    directory = tmp_path_factory.mktemp("played")
    await test_core(model, str(STORIES), str(directory), {"disable_plotting": True})
    return directory


@pytest.mark.asyncio(loop_scope="session")
async def test_every_story_goes_as_its_rule_says(played: Path) -> None:
    report = json.loads((played / "story_report.json").read_text("utf-8"))["conversation_accuracy"]
    failed = (played / "failed_test_stories.yml").read_text("utf-8")
    assert report["correct"] == report["total"], failed
    assert report["with_warnings"] == 0
    assert report["total"] == sum(len(load(path)["stories"]) for path in STORIES.glob("*.yml"))
