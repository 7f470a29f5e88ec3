"""The measure of the platform's queries: it asks them all, reads plans rightly, and sees what is slow."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot.evaluation.bench.platform_bench import PlatformReport, QuestionFigures, measure_platform
from bot.evaluation.bench.platform_questions import PLATFORM_QUESTIONS
from bot.evaluation.bench.platform_report import platform_lines
from bot.evaluation.bench.query_plans import Plan, read_plan
from bot.platform_demo.real_size import Size, generate_at_size
from bot.platform_demo.writer import INDEXES
from bot.settings import ROOT
from tests.postgres import postgres_server, postgres_url

pytestmark = pytest.mark.slow

__all__ = ["postgres_server", "postgres_url"]

SIZE = Size(volunteers=3_000, organisations=60, missions=90, participations=8_000)
_reports: dict[str, PlatformReport] = {}


@pytest.fixture
def report(postgres_url: str) -> PlatformReport:
    """A measure on a small demo, enlarged."""
    if postgres_url not in _reports:
        day = date(2026, 11, 24)
        asyncio.run(generate_at_size(postgres_url, SIZE, today=day, say=lambda line: None, base_volunteers=300))
        _reports[postgres_url] = _measure(postgres_url)
    return _reports[postgres_url]


def test_the_documentation_has_every_question_and_every_index() -> None:
    page = (ROOT / "docs/platform-queries.md").read_text(encoding="utf-8")
    assert [each.name for each in PLATFORM_QUESTIONS if f"| `{each.name}`" not in page] == []
    places = [statement.partition(" ON ")[2] for statement in INDEXES]
    assert [place for place in places if f"| `{place}` |" not in page] == []


def _measure(url: str) -> PlatformReport:
    return asyncio.run(measure_platform(url, people=2, rounds=1, progress=lambda line: None))


def test_every_question_is_asked_of_busy_people_and_of_others(report: PlatformReport) -> None:
    assert [figures.name for figures in report.questions] == [question.name for question in PLATFORM_QUESTIONS]
    assert all(2 <= figures.calls <= 4 for figures in report.questions)
    assert report.sizes["participations"] >= SIZE.participations
    own = next(figures for figures in report.questions if figures.name == "participations.list_participations_of")
    assert own.statements == 1
    assert own.plans[0].rows > 0
    assert any("demo_participations_profile" in read for read in own.plans[0].reads)


def test_a_missing_index_is_seen(report: PlatformReport, postgres_url: str) -> None:
    name = "participations.list_participations_of"
    assert _whole_reads(report)[name] == ()
    engine = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg2"))
    with engine.begin() as connection:
        connection.execute(text("DROP INDEX demo_participations_profile"))
    engine.dispose()
    assert _whole_reads(_measure(postgres_url))[name] == ("participations",)


def _whole_reads(report: PlatformReport) -> dict[str, tuple[str, ...]]:
    return {figures.name: figures.whole_reads for figures in report.questions}


def _scan(relation: str, kind: str = "Seq Scan") -> dict[str, Any]:
    return {"Node Type": kind, "Relation Name": relation, "Actual Rows": 3, "Actual Loops": 1}


def _explained(*plans: dict[str, Any]) -> dict[str, Any]:
    join = {"Node Type": "Nested Loop", "Actual Rows": 7, "Actual Loops": 1, "Plans": list(plans)}
    limit = {"Node Type": "Limit", "Actual Rows": 5, "Actual Loops": 1, "Plans": [join]}
    return {"Plan": limit, "Planning Time": 0.5, "Execution Time": 1.25}


def test_a_plan_is_read_from_the_top() -> None:
    plan = read_plan(
        _explained(_scan("users"), {**_scan("messages", "Index Scan"), "Index Name": "by_conversation"}), {"messages"}
    )
    assert plan == Plan(
        milliseconds=1.75,
        rows=5,
        steps=("Limit", "Nested Loop"),
        reads=("Seq Scan users", "Index Scan by_conversation"),
        whole_reads=(),
    )


@pytest.mark.parametrize(
    ("scan", "expected"),
    [
        (_scan("messages"), ("messages",)),
        ({**_scan("messages"), "Actual Loops": 0}, ()),
        (_scan("departments"), ()),
        (_scan("messages", "Bitmap Heap Scan"), ()),
    ],
)
def test_only_a_large_table_read_from_end_to_end_is_flagged(scan: dict[str, Any], expected: tuple[str, ...]) -> None:
    assert read_plan(_explained(scan, scan), {"messages"}).whole_reads == expected


@pytest.fixture
def figures() -> Iterator[QuestionFigures]:
    """Figures of a question that is well."""
    plan = Plan(milliseconds=2, rows=4, steps=("Limit",), reads=("Index Scan by_profile",), whole_reads=())
    yield QuestionFigures(
        name="participations.list",
        calls=10,
        statements=1,
        call_p50_ms=3,
        call_p95_ms=5,
        call_max_ms=30,
        statement_p95_ms=4,
        statement_max_ms=25,
        plans=(plan,),
    )


def _with(figures: QuestionFigures, **changes: Any) -> QuestionFigures:
    fields = {name: getattr(figures, name) for name in figures.__struct_fields__}
    return QuestionFigures(**{**fields, **changes})


def _last_lines(figures: QuestionFigures) -> list[str]:
    return list(platform_lines(PlatformReport(sizes={"messages": 9_000, "roles": 6}, questions=(figures,))))


def test_one_long_call_among_many_is_no_alarm(figures: QuestionFigures) -> None:
    assert not figures.is_slow
    lines = _last_lines(figures)
    assert lines[0] == "Lignes : messages 9 000."
    assert lines[-2:] == ["20 ms ou plus : aucune.", "Grandes tables lues en entier : aucune."]


def test_slow_statements_and_slow_plans_are_alarms(figures: QuestionFigures) -> None:
    slow_plan = Plan(milliseconds=20, rows=4, steps=("Limit",), reads=(), whole_reads=("messages",))
    for slow in (_with(figures, statement_p95_ms=20.0), _with(figures, plans=(*figures.plans, slow_plan))):
        assert slow.is_slow
        assert _last_lines(slow)[-2] == "20 ms ou plus : participations.list."
    assert _last_lines(_with(figures, plans=(slow_plan,)))[-1] == (
        "Grandes tables lues en entier : participations.list : messages."
    )
