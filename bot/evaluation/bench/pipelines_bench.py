"""`assistant bench pipelines`: features and classifiers compared on our own examples (table of docs/decisions).

The computing is done by `bot.nlu.pipeline_comparison`, elsewhere; here its guesses are judged.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

import msgspec

from bot.catalogue.examples import Example
from bot.evaluation.bench.nlu_process import run_nlu
from bot.evaluation.bench.recommended import require_spacy_model
from bot.evaluation.bench.scores import Guess, Scores, score
from bot.evaluation.bench.training import Progress
from bot.evaluation.figures import Labelled

CROSS_VALIDATION = "validation croisée"
_MODULE = "bot.nlu.pipeline_comparison"
_DIET_MODULE = "bot.nlu.diet_comparison"
_NOT_MEASURED = "–"


class _Computed(msgspec.Struct, frozen=True, kw_only=True):
    features: str
    classifier: str
    training_seconds: float
    files: list[list[Guess]]
    unseen: list[Guess] | None = None


class PipelineReport(msgspec.Struct, frozen=True, kw_only=True):
    """One set of features under one classifier; scores by labelled file, and by 3-fold cross-validation.

    DIET is not cross-validated: three more trainings of an hour.
    """

    features: str
    classifier: str
    training_seconds: float
    scores: dict[str, Scores]


def compare_pipelines(
    examples: Sequence[Example],
    labelled: Mapping[str, Sequence[Labelled]],
    penalty: float,
    progress: Progress,
    diet_epochs: int | None = None,
) -> list[PipelineReport]:
    """Every combination, in the order of the table; with `diet_epochs`, Rasa's DIET on the best features too."""
    require_spacy_model()
    given = {
        "penalty": penalty,
        "examples": [(example.text, example.topic) for example in examples],
        "files": [[message.text for message in messages] for messages in labelled.values()],
    }
    rights = [{example.topic} for example in examples]
    lines = run_nlu(_MODULE, given)
    if diet_epochs is not None:
        lines = chain(lines, run_nlu(_DIET_MODULE, {**given, "epochs": diet_epochs}))
    reports = []
    for line in lines:
        computed = msgspec.json.decode(line, type=_Computed)
        progress(f"{computed.features}, {computed.classifier} : appris en {computed.training_seconds:.0f} s")
        scores = {
            name: score(guesses, [message.right_topics for message in messages])
            for (name, messages), guesses in zip(labelled.items(), computed.files, strict=True)
        }
        reports.append(
            PipelineReport(
                features=computed.features,
                classifier=computed.classifier,
                training_seconds=computed.training_seconds,
                scores=scores
                if computed.unseen is None
                else {**scores, CROSS_VALIDATION: score(computed.unseen, rights)},
            )
        )
    return reports


def pipeline_lines(reports: Iterable[PipelineReport]) -> list[str]:
    """A table in Markdown: right topic first / among three, calibration error."""
    lines: list[str] = []
    columns: list[str] = []
    for report in reports:
        if not lines:
            columns = list(report.scores)
            names = [name.rsplit("/", 1)[-1] for name in columns]
            lines = [
                f"| traits | classifieur | {' | '.join(names)} | apprentissage |",
                "|---" * (len(names) + 3) + "|",
            ]
        cells = (_cell(report.scores.get(column)) for column in columns)
        lines.append(
            f"| {report.features} | {report.classifier} | {' | '.join(cells)} | {report.training_seconds:.0f} s |"
        )
    return [*lines, "", "Bon sujet en premier / parmi trois (erreur de calibration attendue, 15 classes)."]


def _cell(scores: Scores | None) -> str:
    if scores is None:
        return _NOT_MEASURED
    return f"{scores.first:.1%} / {scores.among_three:.1%} ({scores.calibration_error:.3f})"
