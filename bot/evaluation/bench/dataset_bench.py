"""`assistant bench massive`, `assistant bench banking77-fr`: our features and classifier on a public data set.

Clean, without accents and mistyped. The computing is done by `bot.nlu.dataset_benchmark`, elsewhere.
"""

import msgspec

from bot.evaluation.bench.datasets import Dataset
from bot.evaluation.bench.nlu_process import run_nlu
from bot.evaluation.bench.noise import MISTYPED_SHARE, mistype, without_accents
from bot.evaluation.bench.scores import Guess, Scores, score
from bot.evaluation.bench.training import Progress

_MODULE = "bot.nlu.dataset_benchmark"


class _Computed(msgspec.Struct, frozen=True, kw_only=True):
    training_seconds: float
    sentence_ms: float
    guesses: dict[str, list[Guess]]


class DatasetReport(msgspec.Struct, frozen=True, kw_only=True):
    """How well our pipeline does on that data set."""

    name: str
    examples: int
    intents: int
    messages: int
    scores: dict[str, Scores]
    training_seconds: float
    sentence_ms: float
    published: tuple[str, ...]


def measure_dataset(dataset: Dataset, penalty: float, progress: Progress) -> DatasetReport:
    """Train on its training part, judge on its test part and on two spoiled copies of it."""
    texts = [text for text, _ in dataset.test]
    tests = {
        "clean": texts,
        "without_accents": [without_accents(text) for text in texts],
        "mistyped": [mistype(text) for text in texts],
    }
    progress(f"apprentissage sur {len(dataset.train)} exemples")
    given = {"penalty": penalty, "examples": dataset.train, "tests": tests}
    computed = msgspec.json.decode(b"".join(run_nlu(_MODULE, given)), type=_Computed)
    rights = [{intent} for _, intent in dataset.test]
    return DatasetReport(
        name=dataset.name,
        examples=len(dataset.train),
        intents=len({intent for _, intent in dataset.train}),
        messages=len(texts),
        scores={name: score(guesses, rights) for name, guesses in computed.guesses.items()},
        training_seconds=computed.training_seconds,
        sentence_ms=computed.sentence_ms,
        published=dataset.published,
    )


def dataset_lines(report: DatasetReport) -> list[str]:
    """For people."""
    labels = {
        "clean": "tel quel",
        "without_accents": "sans accents",
        "mistyped": f"{MISTYPED_SHARE:.0%} des mots mal tapés",
    }
    lines = [
        f"{report.name} : {report.examples} exemples, {report.intents} intentions, {report.messages} messages de test.",
        f"{'':28}{'justes':>10}{'parmi trois':>13}{'erreur de calibration':>23}",
    ]
    for name, scores in report.scores.items():
        calibration = f"{scores.calibration_error:.3f}"
        lines.append(f"{labels[name]:28}{scores.first:>10.1%}{scores.among_three:>13.1%}{calibration:>23}")
    lines.append(f"Apprentissage {report.training_seconds:.0f} s ; {report.sentence_ms:.1f} ms par phrase.")
    return [*lines, "Publié :", *(f"  {line}" for line in report.published)]
