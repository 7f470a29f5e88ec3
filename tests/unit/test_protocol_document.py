"""The protocol that others rely on: schemas as committed, codes as documented, sentences for people."""

from pathlib import Path

import pytest

from bot import errors
from bot.cli.schemas import build_schemas, schema_directory
from bot.errors import AssistantError, MessageTooLong
from bot.settings import ROOT


def every_error() -> list[type[AssistantError]]:
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, AssistantError)]
    return sorted(found, key=lambda each: each.__name__)


@pytest.mark.parametrize("name", build_schemas())
def test_the_committed_schema_is_the_one_of_the_code(name: str) -> None:
    assert (schema_directory() / f"{name}.json").read_text("utf-8") == build_schemas()[name]


def test_there_is_no_schema_of_a_time_gone_by() -> None:
    assert {path.stem for path in schema_directory().glob("*.json")} == set(build_schemas())


@pytest.mark.parametrize("error", every_error())
def test_every_error_has_its_sentence_and_a_documented_code(error: type[AssistantError]) -> None:
    raised = error(2000) if error is MessageTooLong else error()
    message: str = raised.message
    assert message.endswith(".")
    assert message[0].isupper()
    assert len(message) > 20
    document = Path(ROOT / "docs" / "protocol.md").read_text("utf-8")
    if error is not errors.ConfigurationError:  # said by a process that does not start, never on the wire
        assert f"`{raised.code}`" in document


def test_a_code_means_one_thing() -> None:
    codes = [error.code for error in every_error() if error not in (AssistantError, errors.InternalError)]
    assert len(codes) == len(set(codes))
    assert errors.InternalError.code == AssistantError.code
