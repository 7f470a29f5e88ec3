"""Checks of the training data that Rasa does not make, or makes without saying where.

Works on the text of the files, so that each problem names its file and its line.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from bot.catalogue import Topic
from bot.catalogue.examples import Example, examples_in
from bot.text.folding import fold

FEWEST_EXAMPLES = 15


class Problem(msgspec.Struct, frozen=True, order=True):
    """What is wrong, where, and what to do, in French."""

    file: str
    line: int
    advice: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line} : {self.advice}"


def check_data(root: Path, topics: dict[str, Topic]) -> list[Problem]:
    """Every problem found under `root/data/nlu`, sorted by file and line; empty when all is well."""
    problems: list[Problem] = []
    examples: list[Example] = []
    for topic_id in topics:
        path = root / "data" / "nlu" / f"{topic_id}.yml"
        if not path.exists():
            problems.append(Problem(_name(path, root), 1, f"ce fichier manque : le sujet « {topic_id} » l'attend."))
            continue
        content, broken = _load(path, root)
        if broken is not None:
            problems.append(broken)
            continue
        found = list(examples_in(path, root))
        examples += found
        problems += _check_topic(path, root, topic_id, content, found)
    problems += _check_other_responses(root)
    problems += _unknown_files(root, topics)
    problems += _shared_examples(examples)
    return sorted(problems)


def _load(path: Path, root: Path) -> tuple[dict[str, Any], Problem | None]:
    name = _name(path, root)
    try:
        text = path.read_text("utf-8")
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return {}, Problem(name, line, f"YAML illisible ({error.problem}) : corrigez cette ligne.")
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        return {}, Problem(name, line, "caractère de contrôle interdit : supprimez-le.")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return {}, Problem(name, line, "caractère illisible : enregistrez le fichier en UTF-8.")
    if not isinstance(content, dict) or not isinstance(content.get("responses") or {}, dict):
        return {}, Problem(name, 1, "ce fichier doit contenir « nlu: » et « responses: ».")
    return content, None


def _check_topic(
    path: Path, root: Path, topic_id: str, content: dict[str, Any], found: list[Example]
) -> Iterator[Problem]:
    name = _name(path, root)
    for example in found:
        if example.topic != topic_id:
            yield Problem(name, example.line, f"intention « {example.topic} » : ce fichier est à « {topic_id} ».")
            return
    if len(found) < FEWEST_EXAMPLES:
        yield Problem(name, 1, f"{len(found)} exemples : il en faut au moins {FEWEST_EXAMPLES}.")
    line = _line_of(path, f"utter_{topic_id}")
    variations = (content.get("responses") or {}).get(f"utter_{topic_id}") or []
    if not variations:
        yield Problem(name, 1, f"la réponse « utter_{topic_id} » manque.")
    elif not isinstance(variations, list) or not all(map(_has_text, variations)):
        yield Problem(name, line, f"une variante de « utter_{topic_id} » n'a pas de texte.")
    elif variations[-1].get("condition"):
        yield Problem(name, line, f"la dernière variante de « utter_{topic_id} » doit convenir à tout le monde.")


def _check_other_responses(root: Path) -> Iterator[Problem]:
    """The words of what is no answer: `data/responses`."""
    for path in sorted((root / "data" / "responses").glob("*.yml")):
        content, broken = _load(path, root)
        if broken is not None:
            yield broken
            continue
        for response, variations in content["responses"].items():
            if not isinstance(variations, list) or not variations or not all(map(_has_text, variations)):
                yield Problem(
                    _name(path, root), _line_of(path, response), f"une variante de « {response} » n'a pas de texte."
                )


def _line_of(path: Path, key: str) -> int:
    lines = path.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.strip() == f"{key}:"), 1)


def _has_text(variation: Any) -> bool:
    text = variation.get("text") if isinstance(variation, dict) else None
    return isinstance(text, str) and bool(text.strip())


def _unknown_files(root: Path, topics: dict[str, Topic]) -> Iterator[Problem]:
    for path in (root / "data" / "nlu").glob("*.yml"):
        if path.stem not in topics:
            yield Problem(_name(path, root), 1, "sujet absent du catalogue (bot/catalogue/topics.yml) : ajoutez-le.")


def _shared_examples(examples: list[Example]) -> Iterator[Problem]:
    # The same words without accents are welcome in one topic; in two topics they teach a contradiction.
    first: dict[str, Example] = {}
    for example in examples:
        known = first.setdefault(fold(example.text), example)
        is_variant = known.topic == example.topic and known.text.lower() != example.text.lower()
        if known is not example and not is_variant:
            yield Problem(example.file, example.line, f"exemple déjà présent : {known.file}:{known.line}.")


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root))
