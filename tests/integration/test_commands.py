"""The command `assistant`, and Rasa's own shell, as programs call them. Slow ones run two at a time from the start."""

import asyncio
import io
import json
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from pytest_asyncio import fixture as async_fixture

from bot.cli.main import main
from bot.evaluation.private_assistant import free_ports
from tests.integration.commands import ASSISTANT, Done, run

LABELLED: list[dict[str, Any]] = [
    {"text": "Comment supprimer mon compte ?", "topic": "supprimer_compte"},
    {"text": "Où est-ce que je peux accepter ou refuser les cookies ?", "topic": "supprimer_compte"},
    {"text": "Où est-ce que je peux accepter ou refuser les cookies ?", "topic": "assurance", "accept": ["cookies"]},
    {"text": "Mon compte a été bloqué, pourquoi ?", "topic": "compte_bloque"},
    {"text": "ma mission", "topic": "age_minimum"},
    {"text": "Quelle est la recette de la tarte aux pommes ?", "topic": "hors_sujet"},
    {"text": "Puis-je avoir une attestation de bénévolat ?", "topic": "hors_sujet"},
]
DIALOGUES: list[dict[str, str]] = [
    {"conversation": "a", "as": "anonyme", "text": "Où en est ma candidature ?"},
    {"conversation": "b", "as": "benevole-candidatures", "text": "Où en est ma candidature ?"},
    {"conversation": "a", "as": "anonyme", "text": "Je veux parler à un conseiller"},
    {"conversation": "c", "as": "responsable", "text": "Comment supprimer mon compte ?"},
    {"conversation": "a", "as": "anonyme", "text": "Il y a quelqu'un ?"},
    {"conversation": "d", "as": "referent", "text": "   "},
]
_FIGURES = ("helpful", "direct", "wrong", "lost", "leaked")
Runs = dict[str, "asyncio.Task[Done]"]


@async_fixture(scope="module", loop_scope="session")
async def runs(model: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Runs]:
    """Every slow command, started at once, two of them at work: importing Rasa keeps a core busy for long."""
    directory = tmp_path_factory.mktemp("commands")
    (directory / "labelled.jsonl").write_text(as_lines(LABELLED), "utf-8")
    (directory / "endpoints.yml").touch()
    labelled, named = str(directory / "labelled.jsonl"), ["--model", str(model)]
    texts = [{"text": row["text"]} for row in LABELLED]
    shell = [sys.executable, "-W", "ignore", "-m", "rasa", "shell", *named, "--port", str(free_ports(1)[0])]
    commands: dict[str, tuple[list[str], str]] = {
        "converse": ([ASSISTANT, "converse", *named], as_lines(DIALOGUES)),
        "predict": ([ASSISTANT, "predict", *named], as_lines(texts).replace("\n", "\n\n")),
        "evaluate": ([ASSISTANT, "evaluate", labelled, "--json", *named], ""),
        "table": ([ASSISTANT, "evaluate", labelled, "--errors", *named], ""),
        "check": ([ASSISTANT, "train", "--check"], ""),
        "shell": (
            [*shell, "--endpoints", str(directory / "endpoints.yml")],
            "Comment supprimer mon compte ?\n/stop\n",
        ),
    }
    two_at_a_time = asyncio.Semaphore(2)

    async def start(argv: list[str], given: str) -> Done:
        async with two_at_a_time:
            return await run(argv, given)

    tasks = {name: asyncio.create_task(start(*command)) for name, command in commands.items()}
    yield tasks
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)


def as_lines(rows: list[dict[str, Any]]) -> str:
    """JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


async def rows_of(task: "asyncio.Task[Done]") -> list[dict[str, Any]]:
    """The JSON lines of a command that went well, and that printed nothing else."""
    done = await task
    assert (done.code, done.err) == (0, "")
    return [json.loads(line) for line in done.out.splitlines()]


async def test_predict_gives_one_line_for_each_text_in_order(runs: Runs) -> None:
    rows = await rows_of(runs["predict"])
    assert [row["text"] for row in rows] == [row["text"] for row in LABELLED]
    for row in rows:
        assert row.keys() == {"text", "outcome", "topics", "confidence", "milliseconds"}
        assert 0 <= row["confidence"] <= 1 and row["milliseconds"] > 0
        assert len(row["topics"]) <= 3
    taken = [(row["outcome"], row["topics"]) for row in rows]
    assert taken[0] == ("answer", ["supprimer_compte"])
    assert taken[1] == taken[2] == ("answer", ["cookies"])
    assert taken[3] == ("handoff", ["compte_bloque"])
    assert taken[4][0] in ("clarify", "rephrase")
    assert taken[5] == ("decline", [])
    assert taken[6] == ("answer", ["attestation_benevolat"])


async def test_evaluate_gives_the_figures_that_follow_from_the_predictions(runs: Runs) -> None:
    total = (await rows_of(runs["evaluate"]))[0]["total"]
    shares = {"helpful": 3 / 5, "direct": 3 / 5, "wrong": 1 / 5, "lost": 1 / 5, "leaked": 1 / 2}
    assert total == {"in_scope": 5, "out_of_scope": 2, **shares}


async def test_evaluate_by_topic_adds_up_to_the_total(runs: Runs) -> None:
    report = (await rows_of(runs["evaluate"]))[0]
    total, topics = report["total"], report["topics"]
    assert list(topics) == ["supprimer_compte", "assurance", "compte_bloque", "age_minimum", "hors_sujet"]
    for figures in [total, *topics.values()]:
        if figures["in_scope"]:
            assert figures["helpful"] + figures["wrong"] + figures["lost"] == pytest.approx(1)
            assert figures["direct"] <= figures["helpful"]
    for name in _FIGURES:
        size = "out_of_scope" if name == "leaked" else "in_scope"
        counted = sum(figures[size] * (figures[name] or 0) for figures in topics.values())
        assert counted == pytest.approx(total[size] * total[name])


async def test_evaluate_prints_the_same_figures_as_a_table_for_people(runs: Runs) -> None:
    done, report = await runs["table"], (await rows_of(runs["evaluate"]))[0]
    assert (done.code, done.err) == (0, "")
    header, *lines = done.out.splitlines()
    assert header.split() == ["messages", *_FIGURES]
    rows = [*report["topics"].items(), ("ENSEMBLE", report["total"])]
    for line, (name, figures) in zip(lines, rows, strict=False):
        shares = ["–" if figures[each] is None else f"{figures[each]:.1%}" for each in _FIGURES]
        assert line.split() == [name, str(figures["in_scope"] + figures["out_of_scope"]), *shares]
    errors = lines[len(rows) :]
    assert [line.split(" → ")[0] for line in errors[:2]] == ["supprimer_compte", "age_minimum"]
    assert errors[0].endswith(": Où est-ce que je peux accepter ou refuser les cookies ?")


async def test_converse_plays_whole_dialogues(runs: Runs) -> None:
    rows = await rows_of(runs["converse"])
    assert [(row["conversation"], row["text"]) for row in rows] == [(d["conversation"], d["text"]) for d in DIALOGUES]
    for row in rows:
        assert row.keys() == {"conversation", "text", "reply", "buttons", "outcome", "topics"}
    anonymous, camille, human, responsable, waiting, empty = rows
    assert (anonymous["outcome"], anonymous["topics"]) == ("answer", ["statut_candidature"])
    assert "onnectez-vous à votre compte" in anonymous["reply"]
    assert camille["reply"].startswith("Vos 5 candidatures :")
    assert (human["outcome"], human["topics"]) == ("handoff", ["parler_humain"])
    assert "transmise à l'équipe support" in human["reply"] and human["buttons"] == ["Revenir à l'assistant"]
    assert "« Je soumets ma demande »" in responsable["reply"]
    assert (waiting["outcome"], waiting["reply"]) == ("handoff", "")
    assert (empty["outcome"], empty["topics"]) == ("refused", [])
    assert empty["reply"] == "Votre message est vide. Écrivez votre question puis envoyez-la."


async def test_train_check_finds_the_data_sound(runs: Runs) -> None:
    done = await runs["check"]
    assert (done.code, done.out, done.err) == (0, "Les données d'entraînement sont bonnes.\n", "")


async def test_rasa_shell_answers_a_question(runs: Runs) -> None:
    done = await runs["shell"]
    assert done.code == 0
    assert "« Je souhaite me désinscrire »" in done.out
    assert "irréversible" in re.sub(r"\s+", " ", done.out)


@pytest.mark.parametrize(
    ("command", "given", "said"),
    [
        ("predict", '{"text": "a"}\n\n{"txt": "b"}\n', "entrée standard, ligne 3 : "),
        ("converse", '{"conversation": "a", "text": "b"}\n{"text": \n', "entrée standard, ligne 2 : "),
    ],
)
async def test_wrong_line_is_refused_in_one_line_that_says_where(command: str, given: str, said: str) -> None:
    done = await run([ASSISTANT, command], given)
    assert (done.code, done.out) == (2, "")
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("Erreur : ") and said in done.err


# As above, without the price of a process.
@pytest.mark.parametrize(
    ("arguments", "given", "said"),
    [
        (["predict"], '{"text": 1}\n', "entrée standard, ligne 1 : "),
        (["predict"], "bonjour\n", "entrée standard, ligne 1 : "),
        (["converse"], '{"conversation": "a", "text": "b"}\n{"text": "b"}\n', "entrée standard, ligne 2 : "),
        (["evaluate", "{directory}/wrong.jsonl"], "", "wrong.jsonl, ligne 2 : "),
        (["evaluate", "{directory}/absent.jsonl"], "", "absent.jsonl : "),
        (["predict", "--model", "{directory}/absent.tar.gz"], "", "modèle introuvable : "),
    ],
)
async def test_wrong_input_is_refused_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    given: str,
    said: str,
) -> None:
    (tmp_path / "wrong.jsonl").write_text('{"text": "a", "topic": "cookies"}\n{"text": "b"}\n', "utf-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(given))
    assert main([argument.format(directory=tmp_path) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert err.startswith("Erreur : ") and said in err


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    assert end.value.code == 0
    out = capsys.readouterr().out
    for command in ("up", "train", "predict", "evaluate", "converse", "agents"):
        assert re.search(rf"^ +{command} +\S", out, re.MULTILINE)
