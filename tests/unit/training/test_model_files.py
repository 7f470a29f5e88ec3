"""The name of a model says what it was trained from."""

import os
from pathlib import Path

import pytest

from bot.training.model_files import find_last_model, model_path

SOURCES = ["config.yml", "domain.yml", "data/nlu/a.yml", "data/rules/b.yml", "bot/nlu/c.py", "bot/text/d.py"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project."""
    for name in [*SOURCES, "bot/desk/e.py", "README.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"content of {name}", "utf-8")
    return tmp_path


def make_model(root: Path, name: str, age: int) -> Path:
    path = root / "models" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"")
    os.utime(path, (1_000_000 - age, 1_000_000 - age))
    return path


def test_the_same_data_have_the_same_model(root: Path) -> None:
    path = model_path(root)
    assert path == model_path(root)
    assert path.parent == root / "models"
    assert path.name.startswith("assistant-")
    assert path.name.endswith(".tar.gz")


@pytest.mark.parametrize("name", SOURCES)
def test_any_change_of_what_it_is_trained_from_makes_another_model(root: Path, name: str) -> None:
    before = model_path(root)
    (root / name).write_text("another content", "utf-8")
    changed = model_path(root)
    assert changed != before
    (root / name).rename((root / name).with_stem("renamed"))
    assert model_path(root) != changed


def test_a_new_file_makes_another_model(root: Path) -> None:
    before = model_path(root)
    (root / "data" / "nlu" / "new.yml").write_text("", "utf-8")
    assert model_path(root) != before


@pytest.mark.parametrize("name", ["bot/desk/e.py", "README.md"])
def test_other_files_change_nothing(root: Path, name: str) -> None:
    before = model_path(root)
    (root / name).write_text("another content", "utf-8")
    assert model_path(root) == before


def test_the_last_model_is_the_newest_whatever_its_name(root: Path) -> None:
    assert find_last_model(root) is None
    make_model(root, "assistant-zzz.tar.gz", age=100)
    newest = make_model(root, "assistant-aaa.tar.gz", age=1)
    make_model(root, "notes.txt", age=0)
    assert find_last_model(root) == newest


def test_what_python_leaves_beside_the_code_is_no_part_of_the_model(tmp_path: Path) -> None:
    for room in ("nlu", "text", "entities"):
        (tmp_path / "bot" / room).mkdir(parents=True)
    before = model_path(tmp_path)
    for room in ("nlu", "text", "entities"):
        (tmp_path / "bot" / room / "__pycache__").mkdir()
    assert model_path(tmp_path) == before
