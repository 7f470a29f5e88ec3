"""`assistant bench platform`: how long each question to the platform's database takes, and by which plan.

A whole call is what an action waits for: SQLAlchemy, driver, server, reading of the rows. A statement is the part of it
between driver and server. The plans are those of the example that took longest.
"""

import time
from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.evaluation.bench.platform_examples import find_examples
from bot.evaluation.bench.platform_questions import PLATFORM_QUESTIONS, Example, PlatformQuestion
from bot.evaluation.bench.query_plans import Plan, explain
from bot.evaluation.bench.statement_log import logged_statements
from bot.evaluation.bench.training import Progress
from bot.evaluation.bench.turn_times import percentile
from bot.platform_client.engine import create_platform_engine

LONGEST_MS = 20.0
"""What a statement may take at real size."""
LARGE_ROWS = 5_000
"""From so many rows on, a table is not to be read from end to end."""
_TIMEOUT_SECONDS = 60.0


class QuestionFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How long one question takes, over all its examples."""

    name: str
    calls: int
    statements: int
    """In one call, for the slowest example."""
    call_p50_ms: float
    call_p95_ms: float
    call_max_ms: float
    statement_p95_ms: float
    """The slowest statement of each call."""
    statement_max_ms: float
    plans: tuple[Plan, ...]
    """Of each statement of the slowest example."""

    @property
    def is_slow(self) -> bool:
        """Whether a statement of it takes too long more often than one call in twenty, or by its plan."""
        return self.statement_p95_ms >= LONGEST_MS or any(plan.milliseconds >= LONGEST_MS for plan in self.plans)

    @property
    def whole_reads(self) -> tuple[str, ...]:
        """Large tables that it reads from end to end."""
        return tuple(dict.fromkeys(name for plan in self.plans for name in plan.whole_reads))


class PlatformReport(msgspec.Struct, frozen=True, kw_only=True):
    """All questions, and the size of what they were asked to."""

    sizes: dict[str, int]
    """Estimated rows of the largest tables, the largest first."""
    questions: tuple[QuestionFigures, ...]


async def measure_platform(url: str, *, people: int, rounds: int, progress: Progress) -> PlatformReport:
    """Ask every question for up to `2 × people` examples, `rounds` times each, one after the other."""
    engine = create_platform_engine(url, _TIMEOUT_SECONDS)
    try:
        async with engine.connect() as connection:
            sizes = await _sizes(connection)
            progress("choix des personnes")
            examples = await find_examples(connection, people)
        large = {name for name, rows in sizes.items() if rows >= LARGE_ROWS}
        figures = []
        for question in PLATFORM_QUESTIONS:
            progress(question.name)
            figures.append(await _measure(engine, question, examples[question.asker], rounds, large))
    finally:
        await engine.dispose()
    return PlatformReport(sizes=sizes, questions=tuple(figures))


async def _measure(
    engine: AsyncEngine, question: PlatformQuestion, examples: Sequence[Example], rounds: int, large: Collection[str]
) -> QuestionFigures:
    calls: list[float] = []
    slowest_statements: list[float] = []
    slowest_example, slowest_ms = examples[0], 0.0
    async with engine.connect() as connection:
        await question.ask(connection, examples[0])  # SQLAlchemy builds and keeps the text of a statement once.
        for example in [*examples] * rounds:
            with logged_statements(engine) as log:
                started = time.perf_counter()
                await question.ask(connection, example)
                calls.append((time.perf_counter() - started) * 1000)
            slowest_statements.append(max(log.milliseconds))
            if calls[-1] > slowest_ms:
                slowest_example, slowest_ms = example, calls[-1]
        plans = await _plans(engine, connection, question, slowest_example, large)
    return QuestionFigures(
        name=question.name,
        calls=len(calls),
        statements=len(plans),
        call_p50_ms=percentile(calls, 50),
        call_p95_ms=percentile(calls, 95),
        call_max_ms=max(calls),
        statement_p95_ms=percentile(slowest_statements, 95),
        statement_max_ms=max(slowest_statements),
        plans=plans,
    )


async def _plans(
    engine: AsyncEngine,
    connection: AsyncConnection,
    question: PlatformQuestion,
    example: Example,
    large: Collection[str],
) -> tuple[Plan, ...]:
    with logged_statements(engine) as log:
        await question.ask(connection, example)
    return tuple([await explain(connection, statement, large) for statement in log.statements])


async def _sizes(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute(
        text(
            "SELECT relname, reltuples::bigint AS rows FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace ORDER BY reltuples DESC, relname"
        )
    )
    return {row.relname: row.rows for row in rows}
