"""`assistant demo-platform` and `assistant platform-role`."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.platform_client.reading_role import creation_statements

pytestmark = pytest.mark.slow


def test_a_small_demo_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "demo.sqlite"
    assert main(["demo-platform", "--url", f"sqlite:///{path}"]) == 0
    with closing(sqlite3.connect(path)) as connection:
        volunteers = connection.execute("SELECT count(*) FROM users").fetchone()[0]
    assert volunteers > 3000
    assert capsys.readouterr().out.endswith("lignes.\n")


def test_what_is_no_demo_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "precious.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE users (id integer)")
    content = path.read_bytes()
    assert main(["demo-platform", "--url", f"sqlite:///{path}"]) == 2
    assert "n'est pas une démonstration" in capsys.readouterr().err
    assert path.read_bytes() == content


def test_the_real_size_is_for_postgresql(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "demo.sqlite"
    assert main(["demo-platform", "--size", "real", "--url", f"sqlite:///{path}"]) == 2
    assert "PostgreSQL" in capsys.readouterr().err
    assert not path.exists()


@pytest.mark.parametrize("url", ["demo.sqlite", "mysql://localhost/platform"])
def test_what_is_no_address_of_ours_is_refused(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo-platform", "--url", url]) == 2
    assert "adresse" in capsys.readouterr().err


def test_the_sql_of_the_role_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["platform-role", "--role", "lecteur", "--schema", "plateforme"]) == 0
    printed = capsys.readouterr().out
    assert printed == creation_statements("lecteur", "plateforme")
    assert '"plateforme"."users" TO "lecteur"' in printed


def test_a_role_is_named_with_letters(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["platform-role", "--role", "lecteur$$"])
    assert "lettres" in capsys.readouterr().err
