"""Rasa plays the stories of `tests/stories` with a model of the rules alone: each message leads to what its rule says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.test import FAILED_STORIES_FILE
from rasa.core.test import test as play_stories
from rasa.model_training import train_core

from bot.settings import ROOT
from bot.training.model_files import find_last_model

STORIES = ROOT / "tests" / "stories"
RULES_OF_THE_PROJECT = [str(ROOT / "data" / "rules")]


@pytest.fixture(scope="session")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Agent]:
    """What `rasa train core` makes of the project's domain and rules, without its examples."""
    directory = tmp_path_factory.mktemp("rules")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)  # the configuration names our components by their modules
        trained = train_core(_domain(directory), "config.yml", RULES_OF_THE_PROJECT, str(directory))
        assert trained == str(find_last_model(directory))
        yield Agent.load(trained)
