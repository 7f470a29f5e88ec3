"""The projects that are trained: complete, limited as asked, and without anything of ours on the other side."""

from pathlib import Path

import pytest
import yaml

from bot.catalogue.examples import Example, list_examples
from bot.evaluation.bench.projects import (
    make_own_project,
    make_recommended_project,
    pick_questions,
    without_lines,
)
from bot.evaluation.bench.recommended import plan_recommended
from bot.settings import ROOT


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of two topics with four examples each."""
    folder = tmp_path / "root"
    (folder / "data" / "nlu").mkdir(parents=True)
    (folder / "data" / "rules").mkdir()
    (folder / "data" / "rules" / "answers.yml").write_text("rules: []\n")
    for name in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml"):
        (folder / name).write_text(f"# {name}\n")
    for topic in ("a", "b"):
        examples = "".join(f"    - {topic}{number}\n" for number in range(4))
        text = f'version: "3.1"\nnlu:\n- intent: {topic}\n  examples: |\n{examples}responses:\n  utter_{topic}:\n'
        (folder / "data" / "nlu" / f"{topic}.yml").write_text(f"{text}    - text: |-\n        - un tiret\n")
    return folder


def test_own_project_has_all_the_examples(root: Path, tmp_path: Path) -> None:
    project = make_own_project(root, tmp_path / "own", None)
    assert [example.text for example in list_examples(project)] == ["a0", "a1", "a2", "a3", "b0", "b1", "b2", "b3"]
    assert (project / "config.yml").read_text() == "# config.yml\n"
    assert (project / "data" / "rules" / "answers.yml").exists()


def test_only_so_many_examples_of_each_topic_when_asked(root: Path, tmp_path: Path) -> None:
    project = make_own_project(root, tmp_path / "own", 2)
    assert [example.text for example in list_examples(project)] == ["a0", "a1", "b0", "b1"]
    content = yaml.safe_load((project / "data" / "nlu" / "b.yml").read_text())
    assert content["responses"]["utter_b"] == [{"text": "- un tiret"}]
    assert len(list_examples(root)) == 8


def test_recommended_project_has_the_same_data_and_nothing_else_of_ours(root: Path, tmp_path: Path) -> None:
    own = make_own_project(root, tmp_path / "own", 3)
    project = make_recommended_project(own, tmp_path / "recommended", 2)
    assert [e.text for e in list_examples(project)] == [e.text for e in list_examples(own)]
    assert (project / "domain.yml").read_text() == "# domain.yml\n"
    assert (project / "credentials.yml").read_text() == "rest:\n"
    assert "bot." not in (project / "config.yml").read_text()
    assert not (project / "endpoints.yml").exists()


@pytest.mark.parametrize(("epochs", "thresholds"), [(2, (0.0, 0.0)), (100, (0.3, 0.1))])
def test_recommended_configuration_falls_back_only_when_it_is_trained(
    root: Path, tmp_path: Path, epochs: int, thresholds: tuple[float, float]
) -> None:
    project = make_recommended_project(root, tmp_path / "recommended", epochs)
    config = yaml.safe_load((project / "config.yml").read_text())
    fallback = config["pipeline"][-1]
    assert (fallback["threshold"], fallback["ambiguity_threshold"]) == thresholds
    assert {part["epochs"] for part in [*config["pipeline"], *config["policies"]] if "epochs" in part} == {epochs}


def test_recommended_process_reaches_our_actions_and_no_database(root: Path, tmp_path: Path) -> None:
    child = plan_recommended(root, tmp_path / "model.tar.gz", port=5, actions_port=6)
    assert yaml.safe_load((root / "endpoints.yml").read_text()) == {
        "action_endpoint": {"url": "http://127.0.0.1:6/webhook"}
    }
    assert child.ready_url == "http://127.0.0.1:5/webhooks/rest/"
    assert "OMP_NUM_THREADS" not in child.env and child.env["RASA_TELEMETRY_ENABLED"] == "false"


def test_questions_go_around_the_topics() -> None:
    examples = [Example(topic, text, "f", 1) for topic, text in (("a", "a0"), ("a", "a1"), ("b", "b0"))]
    assert pick_questions(examples, 6) == ["a0", "b0", "a1", "b0", "a0", "b0"]


def test_lines_are_left_out_by_number() -> None:
    assert without_lines("un\ndeux\ntrois\n", [2]) == "un\ntrois\n"


def test_real_data_lose_nothing_but_examples(tmp_path: Path) -> None:
    project = make_own_project(ROOT, tmp_path / "own", 1)
    path = next(iter(sorted((project / "data" / "nlu").glob("*.yml"))))
    kept, whole = (yaml.safe_load((root / "data" / "nlu" / path.name).read_text("utf-8")) for root in (project, ROOT))
    assert kept["responses"] == whole["responses"]
    assert len(kept["nlu"][0]["examples"].splitlines()) == 1
