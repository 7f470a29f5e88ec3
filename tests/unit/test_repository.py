"""Rules of the whole repository that no other tool checks."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.settings import ROOT, Settings

LONGEST_MODULE = 350
LEFT_FOR_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
MODULES = sorted(path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))


def settings_of(type_: Any = Settings, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Every setting: the table it is in, and its key."""
    for field in msgspec.structs.fields(type_):
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield from settings_of(field.type, field.name)
        else:
            yield prefix, field.name


@pytest.fixture(scope="module")
def example() -> dict[str, dict[str, Any]]:
    """What the example file says."""
    return dict(msgspec.toml.decode((ROOT / "assistant.example.toml").read_bytes()))


@pytest.fixture(scope="module")
def document() -> str:
    """What the documentation says."""
    return (ROOT / "docs" / "configuration.md").read_text("utf-8")


def test_no_module_is_too_long_to_be_read() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert len(lengths) > 50
    assert {name: length for name, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_nothing_is_left_for_later() -> None:
    tests = (path for path in (ROOT / "tests").rglob("*.py"))
    assert [str(path) for path in (*MODULES, *tests) if LEFT_FOR_LATER.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize(("table", "key"), settings_of(), ids=str)
def test_every_setting_is_documented_and_in_the_example_with_its_default(
    table: str, key: str, example: dict[str, dict[str, Any]], document: str
) -> None:
    default = getattr(getattr(Settings(), table), key)
    assert example[table][key] == (list(default) if isinstance(default, tuple) else default)
    assert re.search(rf"\b{key}\b", document)
    assert re.search(rf"\b{table}\b", document)


def test_the_example_is_valid_and_changes_nothing(example: dict[str, dict[str, Any]]) -> None:
    assert msgspec.convert(example, Settings) == Settings()


def test_tests_are_found_by_their_names_and_are_no_package() -> None:
    here = Path(__file__).parent.parent
    assert list(here.rglob("__init__.py")) == []
