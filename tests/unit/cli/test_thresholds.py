"""`assistant thresholds`: the curve of a threshold, without the model that takes seconds to load."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml

from bot.cli import thresholds
from bot.cli.main import main
from bot.evaluation.predictions import Prediction
from bot.settings import ROOT
from bot.wire.turns import Outcome, RankedTopic

LABELLED = [
    {"text": "mes favoris", "topic": "favoris"},
    {"text": "mon attestation", "topic": "assurance"},
    {"text": "la météo", "topic": "hors_sujet"},
]
RANKINGS = {
    "mes favoris": (("favoris", 0.9),),
    "mon attestation": (("favoris", 0.6), ("assurance", 0.3)),
    "la météo": (("hors_sujet", 0.95),),
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Path, list[str]]]:
    """What the model was asked; its answers are scripted."""
    calls: list[tuple[Path, list[str]]] = []

    def predict_all(model: Path, texts: Sequence[str]) -> list[Prediction]:
        calls.append((model, list(texts)))
        return [
            Prediction(
                text=text,
                outcome=Outcome.REPHRASE,
                topics=(),
                confidence=0.0,
                milliseconds=1.0,
                ranking=tuple(RankedTopic(topic=name, confidence=value) for name, value in RANKINGS[text]),
            )
            for text in texts
        ]

    monkeypatch.setattr(thresholds, "predict_all", predict_all)
    return calls


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A file that exists is enough."""
    path = tmp_path / "model.tar.gz"
    path.touch()
    return path


def labelled(path: Path, lines: Sequence[dict[str, str]] = LABELLED) -> str:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return str(path)


def in_force(name: str) -> float:
    pipeline = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
    (found,) = [component["thresholds"][name] for component in pipeline if "thresholds" in component]
    return float(found)


def test_the_curve_of_the_first_threshold_is_a_table_that_marks_the_value_in_force(
    tmp_path: Path, model: Path, asked: list[tuple[Path, list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["thresholds", labelled(tmp_path / "a.jsonl"), "--model", str(model)]) == 0
    assert asked == [(model, list(RANKINGS))]
    head, *lines, last = capsys.readouterr().out.splitlines()
    assert head.split() == ["answer", "helpful", "direct", "wrong", "lost", "leaked"]
    by_value = {line.split()[0]: line.split()[1:] for line in lines}
    assert by_value["0.30"] == ["50.0%", "50.0%", "50.0%", "0.0%", "0.0%"]
    assert by_value["0.90"] == ["100.0%", "50.0%", "0.0%", "0.0%", "0.0%"]
    marked = [line for line in lines if "← en vigueur" in line]
    assert [float(line.split()[0]) for line in marked] == [in_force("answer")]
    assert last.startswith("Erreur de calibration des confiances : ")


@pytest.mark.parametrize("name", ["answer", "decline", "clarify", "offer"])
def test_a_program_gets_the_curve_of_the_threshold_that_it_names(
    tmp_path: Path, model: Path, asked: list[object], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    file = labelled(tmp_path / "a.jsonl")
    assert main(["thresholds", file, "--vary", name, "--json", "--model", str(model)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["threshold"] == name
    assert [point["value"] for point in found["curve"] if point["is_in_force"]] == [in_force(name)]
    assert {point["figures"]["in_scope"] for point in found["curve"]} == {2}
    assert found["calibration_error"] == pytest.approx((0.1 + 0.6 + 0.05) / 3)
    assert len(asked) == 1


def test_several_files_are_one_set_of_messages(
    tmp_path: Path, model: Path, asked: list[tuple[Path, list[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    files = [labelled(tmp_path / "a.jsonl", LABELLED[:1]), labelled(tmp_path / "b.jsonl", LABELLED[1:])]
    assert main(["thresholds", *files, "--json", "--model", str(model)]) == 0
    assert [texts for _, texts in asked] == [[line["text"] for line in LABELLED]]
    assert json.loads(capsys.readouterr().out)["curve"][0]["figures"]["out_of_scope"] == 1


def test_a_file_without_messages_is_said_to_be_empty(
    tmp_path: Path, model: Path, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["thresholds", labelled(tmp_path / "a.jsonl", []), "--model", str(model)]) == 0
    *lines, last = capsys.readouterr().out.splitlines()
    assert last == "Aucun message."
    assert lines[1].split()[1:] == ["–"] * 5


def test_what_is_missing_is_named(
    tmp_path: Path, model: Path, asked: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    missing = tmp_path / "absent.jsonl"
    assert main(["thresholds", str(missing), "--model", str(model)]) == 2
    assert str(missing) in capsys.readouterr().err
    assert main(["thresholds", labelled(tmp_path / "a.jsonl"), "--model", str(tmp_path / "absent.tar.gz")]) == 2
    assert "modèle introuvable" in capsys.readouterr().err
    assert asked == []


def test_a_threshold_that_does_not_exist_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["thresholds", labelled(tmp_path / "a.jsonl"), "--vary", "urgent"])
    assert ended.value.code == 2
    assert "--vary" in capsys.readouterr().err
