"""The measures of `assistant bench` on tiny data, and on the assistant that the tests share."""

import json
from pathlib import Path

import aiohttp
import pytest

from bot.catalogue.examples import Example
from bot.cli.main import main
from bot.evaluation.bench.contenders import OwnContender
from bot.evaluation.bench.pipelines_bench import CROSS_VALIDATION, compare_pipelines, pipeline_lines
from bot.evaluation.bench.processes import memory_of, time_through_websocket
from bot.evaluation.bench.turn_times import time_turns
from bot.evaluation.figures import Labelled
from bot.evaluation.private_assistant import PrivateAssistant

# Three intents that differ by every word: whatever learns at all gets them right.
TAUGHT = {
    "meteo": "quel temps fera-t-il demain|va-t-il pleuvoir ce soir|donne la météo de Lyon|fait-il froid dehors|"
    "y aura-t-il du soleil dimanche|quelle température fait-il|annonce-t-on de la neige|météo du jour",
    "musique": "joue une chanson de Barbara|mets de la musique classique|lance mon album préféré|monte le son|"
    "chanson suivante|écoute ce morceau de jazz|joue la playlist du matin|coupe la musique",
    "reveil": "réveille-moi à sept heures|mets une alarme à midi|supprime mon réveil|alarme dans dix minutes|"
    "à quelle heure sonne mon réveil|repousse le réveil de cinq minutes|alarme tous les lundis|annule les alarmes",
}
ASKED = [("quelle météo demain", "meteo"), ("joue un morceau de musique", "musique"), ("mets mon réveil", "reveil")]
ROWS = [(text, intent) for intent, texts in TAUGHT.items() for text in texts.split("|")]


def write_massive(folder: Path) -> None:
    for part, rows in (("train", ROWS), ("test", ASKED)):
        lines = [f"{number}\t?\t{intent}\t{text}" for number, (text, intent) in enumerate(rows)]
        (folder / f"fr-FR.{part}.tsv").write_text("\n".join(["id\tscenario\tintent\tutt", *lines]) + "\n", "utf-8")


def write_banking(folder: Path) -> None:
    for part, rows in (("train", ROWS), ("test", ASKED)):
        lines = [f"{intent}\t{text}" for text, intent in rows]
        (folder / f"{part}.tsv").write_text("\n".join(["intent\ttext_fr", *lines]) + "\n", "utf-8")


def test_massive_prints_accuracy_beside_the_published_figures(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_massive(tmp_path)
    assert main(["bench", "massive", "--data", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    first, _, clean, bare, mistyped, *rest = out.splitlines()
    assert first == "MASSIVE fr-FR : 24 exemples, 3 intentions, 3 messages de test."
    assert clean.split()[:4] == ["tel", "quel", "100.0%", "100.0%"]
    assert bare.startswith("sans accents") and mistyped.startswith("20% des mots mal tapés")
    assert "XLM-R base 86.3 %" in out and "lus de seconde main" in rest[-1]
    assert err == "  apprentissage sur 24 exemples\n"


def test_banking_gives_the_same_to_a_program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_banking(tmp_path)
    assert main(["bench", "banking77-fr", "--data", str(tmp_path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["examples"], report["intents"], report["messages"]) == (24, 3, 3)
    assert report["scores"].keys() == {"clean", "without_accents", "mistyped"}
    assert report["scores"]["clean"]["first"] == 1
    assert all(0 <= scores["calibration_error"] <= 1 for scores in report["scores"].values())
    assert report["training_seconds"] > 0 and report["sentence_ms"] > 0


def test_pipelines_are_all_compared_on_files_and_on_unseen_examples() -> None:
    examples = [Example(topic, text, "f", 1) for text, topic in ROWS]
    labelled = {"dir/a.jsonl": [Labelled(text=text, topic=topic) for text, topic in ASKED]}
    said: list[str] = []
    reports = compare_pipelines(examples, labelled, 0.5, said.append, diet_epochs=2)
    assert len(reports) == len(said) == 10
    *ours, diet = reports
    for report in ours:
        assert report.scores.keys() == {"dir/a.jsonl", CROSS_VALIDATION}
        assert report.scores["dir/a.jsonl"].among_three == 1
    assert (diet.classifier, list(diet.scores)) == ("DIET, 2 époques", ["dir/a.jsonl"])
    header, _, *rows = pipeline_lines(reports)
    assert header == "| traits | classifieur | a.jsonl | validation croisée | apprentissage |"
    assert rows[0].startswith("| mots | régression logistique | ")
    assert [row.split(" | ")[0] for row in rows[-5:-3]] == ["| mots + morceaux + point de phrase", "| en place"]
    assert rows[-3].split(" | ")[:2] == ["| mots + morceaux + point de phrase", "DIET, 2 époques"]
    assert " | – | " in rows[-3]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["massive", "--data", "{directory}/absent"], "dossier introuvable : "),
        (["banking77-fr", "--data", "{directory}"], "fichier introuvable : "),
        (["pipelines", "--labelled", "{directory}/absent.jsonl"], "absent.jsonl : "),
        (["turn", "--labelled", "{directory}/empty.jsonl"], "empty.jsonl : aucun message."),
        (["turn", "--model", "{directory}/absent.tar.gz"], "modèle introuvable : "),
    ],
)
def test_wrong_input_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    (tmp_path / "empty.jsonl").touch()
    assert main(["bench", *(argument.format(directory=tmp_path) for argument in arguments)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("Erreur : ") and said in err


def test_missing_spacy_model_is_said_before_anything_is_trained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.evaluation.bench.recommended.SPACY_MODEL", "fr_core_news_absent")
    assert main(["bench", "train"]) == 2
    assert "fr_core_news_absent de spaCy manque" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["train", "--epochs", "1"], ["train", "--epochs", "dix"], ["turn", "--per-topic", "3"]]
)
def test_number_that_makes_no_sense_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["bench", *arguments])
    assert end.value.code == 2
    assert "il faut un nombre d'au moins" in capsys.readouterr().err


async def test_own_turns_are_played_and_understood(assistant: PrivateAssistant) -> None:
    question = "Où est-ce que je peux accepter ou refuser les cookies ?"
    async with aiohttp.ClientSession() as session:
        contender = OwnContender(assistant, session)
        series = (await time_turns({"own": contender}, [question] * 2, 1))["own"]
        assert (len(series.milliseconds), series.silent) == (2, 0)
        assert 0 < series.p50 <= series.p95
        assert (await contender.rank(question))[0] == "cookies"
    assert (await time_through_websocket(assistant, [question])).p50 > 0
    assert memory_of(assistant.stack).keys() == {"rasa", "actions", "gateway"}
