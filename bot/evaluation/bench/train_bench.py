"""`assistant bench train`: the training of both assistants on the same data, from the command to the model file."""

from pathlib import Path

import msgspec

from bot.catalogue.examples import list_examples
from bot.evaluation.bench.comparison import Machine, Row, load_now, machine_with
from bot.evaluation.bench.notes import notes_on
from bot.evaluation.bench.projects import make_own_project, make_recommended_project
from bot.evaluation.bench.recommended import require_spacy_model
from bot.evaluation.bench.training import Progress, Training, train_own, train_recommended


class TrainReport(msgspec.Struct, frozen=True, kw_only=True):
    """Both trainings."""

    machine: Machine
    own_training: Training
    recommended_training: Training

    @property
    def rows(self) -> list[Row]:
        """The figures side by side."""
        return [training_row(self.own_training, self.recommended_training)]

    @property
    def notes(self) -> list[str]:
        """What to know of them."""
        return notes_on(self.recommended_training)


def training_row(own: Training | None, recommended: Training | None) -> Row:
    """Seconds of a whole training."""
    return Row(
        key="training_seconds",
        label="entraînement, de la commande au modèle (s)",
        own=own.full_seconds if own else None,
        recommended=recommended.full_seconds if recommended else None,
    )


def measure_training(
    root: Path, directory: Path, epochs: int, per_topic: int | None, progress: Progress
) -> TrainReport:
    """Train both, one after the other, in that directory."""
    require_spacy_model()
    load_before = load_now()
    project = make_own_project(root, directory / "own", per_topic)
    own = train_own(project, progress)
    recommended = train_recommended(
        make_recommended_project(project, directory / "recommended", epochs), epochs, progress
    )
    topics = [example.topic for example in list_examples(project)]
    return TrainReport(machine=machine_with(topics, load_before), own_training=own, recommended_training=recommended)
