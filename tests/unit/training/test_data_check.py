"""Each mistake in the training data is named with its file and its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalogue import Audience, Kind, Topic, load_topics
from bot.settings import ROOT
from bot.training.data_check import FEWEST_EXAMPLES, Problem, check_data

TOPICS = {
    name: Topic(id=name, audience=Audience.TOUS, kind=Kind.FAQ, title=name) for name in ("assurance", "age_minimum")
}
ANSWER = "  utter_{0}:\n  - text: |-\n      Réponse.\n"


def file_of(topic: str, examples: list[str] | None = None, answer: str = ANSWER, intent: str | None = None) -> str:
    """A topic's file: its examples start at line 5."""
    texts = [f"exemple {n} pour {topic}" for n in range(FEWEST_EXAMPLES)] if examples is None else examples
    head = f'version: "3.1"\nnlu:\n- intent: {intent or topic}\n  examples: |\n'
    return head + "".join(f"    - {text}\n" for text in texts) + "responses:\n" + answer.format(topic)


def usual(topic: str, **at: str) -> list[str]:
    """The usual examples, some replaced: `at_0="…"`."""
    texts = [f"exemple {n} pour {topic}" for n in range(FEWEST_EXAMPLES)]
    for place, text in at.items():
        texts[int(place.removeprefix("at_"))] = text
    return texts


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project whose data are right."""
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    for topic in TOPICS:
        (tmp_path / "data" / "nlu" / f"{topic}.yml").write_text(file_of(topic), "utf-8")
    return tmp_path


@pytest.fixture
def problems_with(root: Path) -> Callable[[str], list[Problem]]:
    """What is found when the file of « assurance » holds this."""

    def check(content: str) -> list[Problem]:
        (root / "data" / "nlu" / "assurance.yml").write_text(content, "utf-8")
        return check_data(root, TOPICS)

    return check


Check = Callable[[str], list[Problem]]


def places(problems: list[Problem]) -> list[tuple[str, int]]:
    return [(Path(problem.file).name, problem.line) for problem in problems]


def test_the_real_data_have_no_problem() -> None:
    assert [str(problem) for problem in check_data(ROOT, load_topics())] == []


def test_right_data_have_no_problem(root: Path) -> None:
    assert check_data(root, TOPICS) == []


def test_a_problem_is_printed_as_editors_understand_it() -> None:
    assert str(Problem("data/nlu/assurance.yml", 7, "corrigez.")) == "data/nlu/assurance.yml:7 : corrigez."


def test_a_missing_file_is_named(root: Path) -> None:
    (root / "data" / "nlu" / "assurance.yml").unlink()
    (problem,) = check_data(root, TOPICS)
    assert (problem.file, problem.line) == ("data/nlu/assurance.yml", 1)
    assert "assurance" in problem.advice


def test_a_file_without_a_topic_is_named(root: Path) -> None:
    (root / "data" / "nlu" / "inconnu.yml").write_text(file_of("inconnu"), "utf-8")
    (problem,) = check_data(root, TOPICS)
    assert (problem.file, problem.line) == ("data/nlu/inconnu.yml", 1)
    assert "topics.yml" in problem.advice


def test_broken_yaml_is_named_with_its_line(problems_with: Check) -> None:
    (problem,) = problems_with(file_of("assurance") + '  utter_x: "jamais fermé\n')
    assert problem.file == "data/nlu/assurance.yml"
    assert problem.line >= 4 + FEWEST_EXAMPLES
    assert "YAML" in problem.advice


@pytest.mark.parametrize(
    "content",
    ["", "bonjour", "- une\n- liste\n", "nlu: 3\nresponses: 4\n", "\x07", "a: &x\nb: *y\n"],
    ids=["empty", "text", "list", "numbers", "control character", "unknown alias"],
)
def test_a_file_that_is_something_else_is_a_problem_and_no_crash(problems_with: Check, content: str) -> None:
    problems = problems_with(content)
    assert problems
    assert {name for name, _ in places(problems)} == {"assurance.yml"}


def test_a_file_in_another_encoding_is_a_problem_and_no_crash(root: Path) -> None:
    (root / "data" / "nlu" / "assurance.yml").write_bytes(file_of("assurance").encode("cp1252"))
    assert places(check_data(root, TOPICS)) == [("assurance.yml", 4 + FEWEST_EXAMPLES + 4)]


def test_an_intent_of_another_topic_is_named_with_its_line(problems_with: Check) -> None:
    (problem,) = problems_with(file_of("assurance", intent="assurence"))
    assert (problem.file, problem.line) == ("data/nlu/assurance.yml", 5)
    assert "assurence" in problem.advice


def test_an_example_in_two_topics_is_named_in_both_places(root: Path) -> None:
    shared = "Exemple 3 POUR âge_minimum"
    (root / "data" / "nlu" / "assurance.yml").write_text(file_of("assurance", usual("assurance", at_2=shared)), "utf-8")
    (problem,) = check_data(root, TOPICS)
    assert problem.file == "data/nlu/age_minimum.yml"
    assert problem.line == 5 + 3
    assert "data/nlu/assurance.yml:7" in problem.advice


def test_the_same_example_twice_in_a_topic_is_a_problem(problems_with: Check) -> None:
    (problem,) = problems_with(file_of("assurance", usual("assurance", at_9="exemple 1 pour assurance")))
    assert places([problem]) == [("assurance.yml", 14)]


def test_the_same_example_without_accents_is_welcome_in_its_topic(problems_with: Check) -> None:
    examples = usual("assurance", at_0="suis-je assuré ?", at_1="suis-je assure ?")
    assert problems_with(file_of("assurance", examples)) == []


def test_too_few_examples_are_a_problem(problems_with: Check) -> None:
    (problem,) = problems_with(file_of("assurance", usual("assurance")[1:]))
    assert places([problem]) == [("assurance.yml", 1)]
    assert f"{FEWEST_EXAMPLES - 1} exemples" in problem.advice


@pytest.mark.parametrize(
    ("answer", "advice"),
    [
        ("  utter_autre:\n  - text: Bonjour.\n", "manque"),
        ("  utter_{0}: []\n", "manque"),
        ("  utter_{0}:\n  - text: ''\n", "pas de texte"),
        ("  utter_{0}:\n  - text: Bonjour.\n  - text: '  '\n", "pas de texte"),
        ("  utter_{0}:\n  - custom: {{}}\n", "pas de texte"),
        ("  utter_{0}:\n  - Bonjour.\n", "pas de texte"),
        ("  utter_{0}: Bonjour.\n", "pas de texte"),
        ("  utter_{0}:\n  - text: 3\n", "pas de texte"),
        ("  utter_{0}:\n  - text: Bonjour.\n    condition: [{{}}]\n", "tout le monde"),
    ],
)
def test_an_answer_that_would_say_nothing_is_a_problem(problems_with: Check, answer: str, advice: str) -> None:
    (problem,) = problems_with(file_of("assurance", answer=answer))
    assert problem.file == "data/nlu/assurance.yml"
    assert problem.line >= 1
    assert "utter_assurance" in problem.advice
    assert advice in problem.advice


def test_all_problems_are_told_at_once_in_order(root: Path) -> None:
    (root / "data" / "nlu" / "assurance.yml").unlink()
    (root / "data" / "nlu" / "age_minimum.yml").write_text("[", "utf-8")
    (root / "data" / "nlu" / "inconnu.yml").write_text("", "utf-8")
    assert places(check_data(root, TOPICS)) == [("age_minimum.yml", 1), ("assurance.yml", 1), ("inconnu.yml", 1)]


def test_a_response_without_text_is_named_with_its_line_in_the_other_responses_too(root: Path) -> None:
    (root / "data" / "responses").mkdir()
    content = 'version: "3.1"\nresponses:\n  utter_suite:\n  - text: Bien.\n  utter_etape:\n  - buttons: []\n'
    (root / "data" / "responses" / "suites.yml").write_text(content, "utf-8")
    (problem,) = check_data(root, TOPICS)
    assert (problem.file, problem.line) == ("data/responses/suites.yml", 5)
    assert "utter_etape" in problem.advice


def test_broken_yaml_is_named_with_its_line_in_the_other_responses_too(root: Path) -> None:
    (root / "data" / "responses").mkdir()
    (root / "data" / "responses" / "suites.yml").write_text("responses:\n  - : [\n", "utf-8")
    (problem,) = check_data(root, TOPICS)
    assert problem.file == "data/responses/suites.yml"
    assert "YAML illisible" in problem.advice
