"""`assistant bench turn`: both assistants, as each is served, on the same data, machine and messages."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
import msgspec

from bot.catalogue.examples import list_examples
from bot.evaluation.bench.comparison import OWN, RECOMMENDED, Machine, Row, load_now, machine_with
from bot.evaluation.bench.contenders import Contender, OwnContender, RecommendedContender
from bot.evaluation.bench.notes import notes_on
from bot.evaluation.bench.processes import memory_of, time_through_websocket, time_until_ready
from bot.evaluation.bench.projects import (
    make_own_project,
    make_recommended_project,
    pick_questions,
)
from bot.evaluation.bench.recommended import plan_recommended, require_spacy_model
from bot.evaluation.bench.train_bench import training_row
from bot.evaluation.bench.training import Progress, Training, train_own, train_recommended
from bot.evaluation.bench.turn_figures import TurnFigures, WebSocketFigures, turn_rows
from bot.evaluation.bench.turn_times import CONVERSATION_TURNS, measure_throughput, time_turns
from bot.evaluation.figures import Labelled
from bot.evaluation.private_assistant import PrivateAssistant, free_ports, private_assistant
from bot.supervisor.stack import Stack

_WARM_UP = 10


class TurnPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for. Without `epochs`, this assistant alone; with `model`, ours is not trained."""

    turns: int
    labelled: Sequence[Labelled] = ()
    epochs: int | None = None
    per_topic: int | None = None
    model: Path | None = None


class TurnReport(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was measured."""

    machine: Machine
    figures: dict[str, TurnFigures]
    websocket: WebSocketFigures
    own_training: Training | None
    recommended_training: Training | None

    @property
    def rows(self) -> list[Row]:
        """The figures side by side."""
        recommended = self.figures.get(RECOMMENDED)
        return [
            *turn_rows(self.figures[OWN], recommended),
            training_row(self.own_training, self.recommended_training),
        ]

    @property
    def notes(self) -> list[str]:
        """What to know of them."""
        silent = {name: figures.silent_turns for name, figures in self.figures.items() if figures.silent_turns}
        notes = [f"Tours sans réponse ou en échec ({name}) : {count}." for name, count in silent.items()]
        return notes + (notes_on(self.recommended_training) if self.recommended_training else [])


def measure_turn(root: Path, directory: Path, plan: TurnPlan, progress: Progress) -> TurnReport:
    """Train what must be, start everything in that directory, measure, stop."""
    if plan.epochs is not None:
        require_spacy_model()
    load_before = load_now()
    project = make_own_project(root, directory / "own", plan.per_topic)
    own = train_own(project, progress) if plan.model is None else None
    recommended = None
    if plan.epochs is not None:
        target = make_recommended_project(project, directory / "recommended", plan.epochs)
        recommended = train_recommended(target, plan.epochs, progress)
    model = plan.model or Path(own.model if own else "")
    progress(f"modèle de l'assistant : {model.name}")
    examples = list_examples(project)
    questions = pick_questions(examples, _WARM_UP + plan.turns)
    figures, websocket = asyncio.run(_measure(directory, model, recommended, questions, plan, progress))
    return TurnReport(
        machine=machine_with([example.topic for example in examples], load_before),
        figures=figures,
        websocket=websocket,
        own_training=own,
        recommended_training=recommended,
    )


async def _measure(
    directory: Path,
    model: Path,
    recommended: Training | None,
    questions: Sequence[str],
    plan: TurnPlan,
    progress: Progress,
) -> tuple[dict[str, TurnFigures], WebSocketFigures]:
    progress("démarrage")
    (directory / "served").mkdir()
    async with AsyncExitStack() as exits:
        session = await exits.enter_async_context(aiohttp.ClientSession())
        assistant = await exits.enter_async_context(private_assistant(model, directory / "served"))
        contenders: dict[str, Contender] = {OWN: OwnContender(assistant, session)}
        if recommended is not None:
            served = _serve_recommended(directory / "recommended", Path(recommended.model), assistant, session)
            contenders[RECOMMENDED] = await exits.enter_async_context(served)
        is_worth_judging = {OWN: True, RECOMMENDED: recommended is not None and not recommended.is_scaled}
        figures = await _compare(contenders, questions, plan, is_worth_judging, progress)
        progress("tours à travers la WebSocket")
        through = await time_through_websocket(assistant, questions[_WARM_UP:])
        websocket = WebSocketFigures(p50_ms=through.p50, p95_ms=through.p95, memory_mb=memory_of(assistant.stack))
        for name, contender in contenders.items():
            progress(f"redémarrage ({name})")
            figures[name].memory_mb = memory_of(contender.stack)[contender.process]
            figures[name].ready_seconds = await time_until_ready(contender.stack, contender.process)
    return figures, websocket


async def _compare(
    contenders: dict[str, Contender],
    questions: Sequence[str],
    plan: TurnPlan,
    is_worth_judging: dict[str, bool],
    progress: Progress,
) -> dict[str, TurnFigures]:
    await time_turns(contenders, questions[:_WARM_UP], 1)
    measured = questions[_WARM_UP:]
    progress("tours, une conversation chacun")
    fresh = await time_turns(contenders, measured, 1)
    progress(f"tours, conversations de {CONVERSATION_TURNS}")
    long = await time_turns(contenders, measured, CONVERSATION_TURNS)
    progress("plusieurs clients à la fois")
    throughput = await measure_throughput(contenders, measured)
    figures = {}
    for name, contender in contenders.items():
        figures[name] = TurnFigures(
            fresh_p50_ms=fresh[name].p50,
            fresh_p95_ms=fresh[name].p95,
            long_p50_ms=long[name].p50,
            long_p95_ms=long[name].p95,
            turns_per_second=throughput[name],
            silent_turns=fresh[name].silent + long[name].silent,
        )
        if plan.labelled and is_worth_judging[name]:
            progress(f"messages étiquetés ({name})")
            rankings = [await contender.rank(message.text) for message in plan.labelled]
            figures[name].judge(plan.labelled, rankings)
    return figures


@asynccontextmanager
async def _serve_recommended(
    project: Path, model: Path, assistant: PrivateAssistant, session: aiohttp.ClientSession
) -> AsyncIterator[RecommendedContender]:
    port = free_ports(1)[0]
    child = plan_recommended(project, model, port, assistant.settings.dialogue.actions_port)
    stack = Stack([child], project / "run")
    try:
        await stack.start()
        yield RecommendedContender(stack, port, session)
    finally:
        await stack.stop()
