"""Public data sets are read as they come; what is wrong is said in French, with file and line."""

from pathlib import Path

import pytest

from bot.errors import ConfigurationError
from bot.evaluation.bench.datasets import read_banking, read_massive
from bot.evaluation.bench.nlu_process import own_penalty


def test_massive_gives_texts_and_intents(tmp_path: Path) -> None:
    (tmp_path / "fr-FR.train.tsv").write_text('id\tscenario\tintent\tutt\n1\talarm\talarm_set\tréveille-moi à "9h\n')
    (tmp_path / "fr-FR.test.tsv").write_text("id\tscenario\tintent\tutt\n0\taudio\tmute\tsilence\n")
    dataset = read_massive(tmp_path)
    assert dataset.train == [('réveille-moi à "9h', "alarm_set")]
    assert dataset.test == [("silence", "mute")]
    assert "87.2" in dataset.published[0]


@pytest.mark.parametrize(
    ("train", "said"),
    [
        (None, "fichier introuvable : {0}/train.tsv"),
        ("", "{0}/train.tsv, ligne 1 : il manque la colonne « intent » et « text_fr » (tabulations entre elles)."),
        (
            "intent\ttext\na\tb\n",
            "{0}/train.tsv, ligne 1 : il manque la colonne « text_fr » (tabulations entre elles).",
        ),
        ("intent\ttext_fr\na\tb\nc\n", "{0}/train.tsv, ligne 3 : 1 colonnes au lieu de 2."),
        ("intent\ttext_fr\n", "{0}/train.tsv : aucune ligne après les noms de colonnes."),
    ],
)
def test_wrong_file_is_named_with_its_line(tmp_path: Path, train: str | None, said: str) -> None:
    if train is not None:
        (tmp_path / "train.tsv").write_text(train)
    with pytest.raises(ConfigurationError) as refusal:
        read_banking(tmp_path)
    assert refusal.value.message == said.format(tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        read_banking(tmp_path / "absent")
    assert refusal.value.message == f"dossier introuvable : {tmp_path / 'absent'}"


def test_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    (tmp_path / "train.tsv").write_bytes(b"intent\ttext_fr\na\t\xe9t\xe9\n")
    with pytest.raises(ConfigurationError, match="il faut de l'UTF-8"):
        read_banking(tmp_path)


def test_penalty_is_the_one_in_force(tmp_path: Path) -> None:
    config = tmp_path / "config.yml"
    config.write_text("pipeline:\n- name: a\n- name: b\n  penalty: 0.25\n")
    assert own_penalty(tmp_path) == 0.25
    config.write_text("pipeline:\n- name: a\n")
    with pytest.raises(ConfigurationError):
        own_penalty(tmp_path)
