"""A training that goes wrong leaves nothing behind."""

from pathlib import Path

import pytest

from bot.settings import ROOT
from bot.training.run_training import DataError, _rasa_training


def test_a_training_ends_when_its_data_turn_out_to_be_unsound(tmp_path: Path) -> None:
    with pytest.raises(DataError), _rasa_training(ROOT, tmp_path / "modele.tar.gz") as process:
        assert process.poll() is None
        raise DataError([])
    assert process.returncode != 0
    assert list(tmp_path.iterdir()) == []
