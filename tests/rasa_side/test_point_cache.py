"""Points of texts seen in the last training are not computed again, and texts that are no more are forgotten."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import point_cache
from bot.nlu.point_cache import PointCache
from bot.nlu.sentence_encoder import DIMENSIONS, Points


class CountingEncoder:
    """Stands for the encoder: a point that tells its text apart, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Points:
        """One row a text."""
        self.asked += texts
        points = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in enumerate(texts):
            points[row, : len(text)] = [ord(letter) for letter in text]
        return points


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> CountingEncoder:
    """The encoder that the cache asks."""
    counting = CountingEncoder()
    monkeypatch.setattr(point_cache, "sentence_encoder", lambda: counting)
    return counting


def stored(directory: Path) -> int:
    """How many texts the only file knows."""
    (file,) = directory.iterdir()
    with np.load(file) as content:
        assert len(content["keys"]) == len(content["points"])
        return len(set(content["keys"].tolist()))


def test_each_text_gets_its_own_point_in_order(tmp_path: Path, encoder: CountingEncoder) -> None:
    points = PointCache(tmp_path).encode(["b", "a"])
    assert points.shape == (2, DIMENSIONS)
    assert points.dtype == np.float32
    assert points[:, 0].tolist() == [ord("b"), ord("a")]


def test_known_texts_are_not_encoded_again_even_by_another_process(tmp_path: Path, encoder: CountingEncoder) -> None:
    before = PointCache(tmp_path).encode(["a", "b"])
    encoder.asked.clear()
    after = PointCache(tmp_path).encode(["c", "b", "a"])
    assert encoder.asked == ["c"]
    assert np.array_equal(after[[2, 1]], before)
    assert after[0, 0] == ord("c")


def test_nothing_is_encoded_when_every_text_is_known(tmp_path: Path, encoder: CountingEncoder) -> None:
    first = PointCache(tmp_path).encode(["a", "b"])
    encoder.asked.clear()
    assert np.array_equal(PointCache(tmp_path).encode(["a", "b"]), first)
    assert encoder.asked == []


def test_a_text_that_stands_twice_is_encoded_once(tmp_path: Path, encoder: CountingEncoder) -> None:
    points = PointCache(tmp_path).encode(["a", "b", "a"])
    assert encoder.asked == ["a", "b"]
    assert np.array_equal(points[0], points[2])
    assert PointCache(tmp_path).encode(["a"]).shape == (1, DIMENSIONS)


def test_the_file_keeps_the_present_texts_only(tmp_path: Path, encoder: CountingEncoder) -> None:
    PointCache(tmp_path).encode(["a", "b", "c"])
    PointCache(tmp_path).encode(["c", "d"])
    assert stored(tmp_path) == 2
    encoder.asked.clear()
    PointCache(tmp_path).encode(["a", "c", "d"])
    assert encoder.asked == ["a"]


def test_another_version_of_the_encoder_has_a_file_of_its_own(
    tmp_path: Path, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    PointCache(tmp_path).encode(["a"])
    monkeypatch.setattr(point_cache, "encoder_version", lambda: "another")
    encoder.asked.clear()
    PointCache(tmp_path).encode(["a"])
    assert encoder.asked == ["a"]
    names = sorted(file.name for file in tmp_path.iterdir())
    assert len(names) == 2
    assert "points-another.npz" in names


def test_the_folder_is_made_and_nothing_unfinished_stays_in_it(tmp_path: Path, encoder: CountingEncoder) -> None:
    directory = tmp_path / "var" / "cache"
    PointCache(directory).encode(["a"])
    assert stored(directory) == 1


def test_no_text_gives_no_point(tmp_path: Path, encoder: CountingEncoder) -> None:
    PointCache(tmp_path).encode(["a"])
    assert PointCache(tmp_path).encode([]).shape == (0, DIMENSIONS)
    assert stored(tmp_path) == 0
    assert PointCache(tmp_path).encode(["a"]).shape == (1, DIMENSIONS)
