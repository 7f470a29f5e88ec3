"""`assistant up` prefers an older bot to none."""

from pathlib import Path

import pytest

from bot.cli import up
from bot.errors import ConfigurationError

LAST = Path("models/assistant-0123456789ab.tar.gz")


@pytest.fixture
def broken_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Data that nobody could train on."""

    def refuse(_root: Path, _progress: object) -> Path:
        raise ConfigurationError("données d'entraînement à corriger : data/nlu/favoris.yml:12")

    monkeypatch.setattr(up, "train", refuse)


@pytest.mark.usefixtures("broken_data")
def test_the_last_good_model_is_served_and_the_mistake_is_said_when_the_data_are_broken(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(up, "find_last_model", lambda _root: LAST)
    assert up._present_or_last_model() == LAST
    said = capsys.readouterr().out
    assert "data/nlu/favoris.yml:12" in said
    assert LAST.name in said


@pytest.mark.usefixtures("broken_data")
def test_nothing_starts_when_the_data_are_broken_and_no_model_was_ever_trained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(up, "find_last_model", lambda _root: None)
    with pytest.raises(ConfigurationError, match=r"favoris\.yml:12"):
        up._present_or_last_model()
