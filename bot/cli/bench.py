"""`assistant bench`: speed, training and accuracy, beside what Rasa recommends and what was published."""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from bot.catalogue.examples import list_examples
from bot.cli.labelled_files import read_labelled
from bot.cli.model_choice import get_model
from bot.errors import ConfigurationError
from bot.evaluation.bench.comparison import as_json, as_table, describe
from bot.evaluation.bench.dataset_bench import dataset_lines, measure_dataset
from bot.evaluation.bench.datasets import READERS
from bot.evaluation.bench.nlu_process import own_penalty
from bot.evaluation.bench.pipelines_bench import compare_pipelines, pipeline_lines
from bot.evaluation.bench.platform_bench import measure_platform
from bot.evaluation.bench.platform_report import platform_lines
from bot.evaluation.bench.recommended import FULL_EPOCHS
from bot.evaluation.bench.throwaway_postgres import create_database, throwaway_postgres
from bot.evaluation.bench.train_bench import TrainReport, measure_training
from bot.evaluation.bench.turn_bench import TurnPlan, TurnReport, measure_turn
from bot.evaluation.figures import Labelled
from bot.platform_demo.real_size import REAL_SIZE, generate_at_size
from bot.settings import ROOT
from bot.training.data_check import FEWEST_EXAMPLES

_FEWEST_EPOCHS = 2


def register(commands: Any) -> None:
    """Add the sub-command and its measures."""
    parser = commands.add_parser("bench", help="mesurer vitesse, entraînement et justesse", description=__doc__)
    benches = parser.add_subparsers(metavar="mesure", required=True)
    turn = benches.add_parser("turn", help="durée d'un tour, mémoire, justesse : l'assistant et ce que Rasa recommande")
    turn.add_argument("--turns", type=_at_least(1), default=200, help="tours de chaque série (par défaut : 200)")
    turn.add_argument("--labelled", type=Path, metavar="FICHIER", help='lignes {"text", "topic", "accept"?}')
    turn.add_argument("--skip-recommended", action="store_true", help="mesurer l'assistant seul, sans entraîner")
    turn.add_argument("--model", type=Path, help="modèle de l'assistant, au lieu de l'entraîner")
    _add_training_options(turn)
    turn.set_defaults(run=run_turn)
    train = benches.add_parser("train", help="durée de l'entraînement : l'assistant et ce que Rasa recommande")
    _add_training_options(train)
    train.set_defaults(run=run_train)
    for name in READERS:
        dataset = benches.add_parser(name, help=f"justesse de nos composants sur {name}, à côté de ce qui est publié")
        dataset.add_argument("--data", type=Path, required=True, metavar="DOSSIER", help="dossier des fichiers .tsv")
        dataset.add_argument("--json", action="store_true", help="pour un programme")
        dataset.set_defaults(run=run_dataset, name=name)
    pipelines = benches.add_parser("pipelines", help="comparer traits et classifieurs sur nos exemples (20 minutes)")
    pipelines.add_argument(
        "--labelled", type=Path, nargs="+", required=True, metavar="FICHIER", help='lignes {"text", "topic", "accept"?}'
    )
    pipelines.add_argument(
        "--diet-epochs",
        type=_at_least(1),
        metavar="N",
        help="comparer aussi DIET, le réseau de Rasa, après N époques sur les meilleurs traits (une minute par époque)",
    )
    pipelines.add_argument("--json", action="store_true", help="pour un programme")
    pipelines.set_defaults(run=run_pipelines)
    _register_platform(benches)


def _register_platform(benches: Any) -> None:
    platform = benches.add_parser("platform", help="durée et plan de chaque requête sur la base de la plateforme")
    platform.add_argument(
        "--url", help="postgresql://… d'une démonstration déjà chargée (par défaut : un serveur est lancé et chargé)"
    )
    platform.add_argument(
        "--scale", type=float, default=1.0, help="part de la taille réelle à charger (par défaut : 1)"
    )
    platform.add_argument("--people", type=_at_least(1), default=20, help="personnes occupées, et autant au hasard")
    platform.add_argument("--rounds", type=_at_least(1), default=5, help="fois que chacune demande (par défaut : 5)")
    platform.add_argument("--json", action="store_true", help="pour un programme")
    platform.set_defaults(run=run_platform)


def _add_training_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--epochs",
        type=_epochs,
        default=_FEWEST_EPOCHS,
        help=f"époques de la configuration recommandée, ou « full » pour ses {FULL_EPOCHS} (par défaut : "
        f"{_FEWEST_EPOCHS}, et la durée entière est calculée)",
    )
    parser.add_argument(
        "--per-topic", type=_at_least(FEWEST_EXAMPLES), metavar="N", help="n'apprendre que N exemples par sujet"
    )
    parser.add_argument("--json", action="store_true", help="pour un programme")


def run_turn(given: argparse.Namespace) -> int:
    """Measure and print."""
    alone = given.skip_recommended
    is_trained_here = given.model is None and (not alone or given.per_topic is not None)
    plan = TurnPlan(
        turns=given.turns,
        labelled=_read_some(given.labelled) if given.labelled else (),
        epochs=None if alone else given.epochs,
        per_topic=given.per_topic,
        model=None if is_trained_here else get_model(given.model),
    )
    with _folder() as directory:
        report = measure_turn(ROOT, directory, plan, _progress)
    if given.json:
        _print_json(as_json(report.rows, **_context(report), websocket=report.websocket))
        return 0
    _print_report(report)
    through = report.websocket
    print(f"L'assistant à travers la WebSocket : p50 {through.p50_ms:.1f} ms   p95 {through.p95_ms:.1f} ms")
    for name, megabytes in through.memory_mb.items():
        print(f"  mémoire {name:8} {megabytes:7.0f} Mo")
    return 0


def run_train(given: argparse.Namespace) -> int:
    """Train both and print."""
    with _folder() as directory:
        report = measure_training(ROOT, directory, given.epochs, given.per_topic, _progress)
    if given.json:
        _print_json(as_json(report.rows, **_context(report)))
    else:
        _print_report(report)
    return 0


def run_dataset(given: argparse.Namespace) -> int:
    """Train on a public data set and print."""
    report = measure_dataset(READERS[given.name](given.data), own_penalty(ROOT), _progress)
    if given.json:
        _print_json(msgspec.to_builtins(report))
    else:
        _print_lines(dataset_lines(report))
    return 0


def run_pipelines(given: argparse.Namespace) -> int:
    """Compare and print."""
    labelled = {str(path): _read_some(path) for path in given.labelled}
    reports = compare_pipelines(
        list_examples(ROOT), labelled, own_penalty(ROOT), _progress, diet_epochs=given.diet_epochs
    )
    if given.json:
        _print_json(msgspec.to_builtins(reports))
    else:
        _print_lines(pipeline_lines(reports))
    return 0


def run_platform(given: argparse.Namespace) -> int:
    """Load if need be, measure and print; 1 when a query is slow or reads a large table whole."""
    with _platform(given.url, given.scale) as url:
        report = asyncio.run(measure_platform(url, people=given.people, rounds=given.rounds, progress=_progress))
    if given.json:
        _print_json(msgspec.to_builtins(report))
    else:
        _print_lines(platform_lines(report))
    return int(any(figures.is_slow or figures.whole_reads for figures in report.questions))


@contextmanager
def _platform(url: str | None, scale: float) -> Iterator[str]:
    if url is not None:
        yield url
        return
    with throwaway_postgres() as server:
        own = str(create_database(server, "platform"))
        asyncio.run(generate_at_size(own, REAL_SIZE.scaled(scale), today=date.today(), say=_progress))
        yield own


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for models, logs and databases; kept after a failure, for its message names the logs."""
    directory = Path(tempfile.mkdtemp(prefix="assistant-"))
    try:
        yield directory
    except ConfigurationError:
        raise
    except BaseException:
        shutil.rmtree(directory, ignore_errors=True)
        raise
    shutil.rmtree(directory, ignore_errors=True)


def _print_report(report: TurnReport | TrainReport) -> None:
    _print_lines([describe(report.machine), "", *as_table(report.rows), "", *report.notes])


def _context(report: TurnReport | TrainReport) -> dict[str, Any]:
    training = report.recommended_training
    facts = training.facts() if training is not None else None
    return {"machine": report.machine, "notes": report.notes, "recommended_training": facts}


def _read_some(path: Path) -> list[Labelled]:
    messages = read_labelled(path)
    if not messages:
        raise ConfigurationError(f"{path} : aucun message.")
    return messages


def _at_least(fewest: int) -> Any:
    def convert(given: str) -> int:
        if not given.isdecimal() or int(given) < fewest:
            raise argparse.ArgumentTypeError(f"« {given} » : il faut un nombre d'au moins {fewest}")
        return int(given)

    return convert


def _epochs(given: str) -> int:
    return FULL_EPOCHS if given == "full" else int(_at_least(_FEWEST_EPOCHS)(given))


def _progress(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


def _print_lines(lines: Iterable[str]) -> None:
    print("\n".join(lines))


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False))
