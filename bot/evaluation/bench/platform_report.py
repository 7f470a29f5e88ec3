"""The figures of `assistant bench platform` in Markdown, as they stand in the documentation. Pure."""

from collections.abc import Iterator

from bot.evaluation.bench.platform_bench import LARGE_ROWS, LONGEST_MS, PlatformReport, QuestionFigures
from bot.evaluation.bench.query_plans import Plan

_NAME_WIDTH = 66
_HEADS = ("appels", "p50", "p95", "max", "requête p95", "requête max", "lignes")


def platform_lines(report: PlatformReport) -> Iterator[str]:
    """Sizes, a table of times in milliseconds, the plans, and what is wrong."""
    sizes = [f"{name} {rows:,}".replace(",", " ") for name, rows in report.sizes.items() if rows >= LARGE_ROWS]
    yield f"Lignes : {', '.join(sizes)}."
    yield ""
    yield f"| {'question (ms)':{_NAME_WIDTH}} | {' | '.join(_HEADS)} |"
    yield f"|{'-' * (_NAME_WIDTH + 2)}|{'|'.join('-' * (len(head) + 1) + ':' for head in _HEADS)}|"
    for figures in report.questions:
        yield _line(figures)
    yield ""
    for figures in report.questions:
        yield f"- `{figures.name}`"
        for plan in figures.plans:
            yield f"  - {_described(plan)}"
    yield ""
    yield from _alarms(report)


def _line(figures: QuestionFigures) -> str:
    values = (
        str(figures.calls),
        f"{figures.call_p50_ms:.1f}",
        f"{figures.call_p95_ms:.1f}",
        f"{figures.call_max_ms:.1f}",
        f"{figures.statement_p95_ms:.1f}",
        f"{figures.statement_max_ms:.1f}",
        str(max(plan.rows for plan in figures.plans)),
    )
    cells = (f"{value:>{len(head)}}" for value, head in zip(values, _HEADS, strict=True))
    return f"| {f'`{figures.name}`':{_NAME_WIDTH}} | {' | '.join(cells)} |"


def _described(plan: Plan) -> str:
    return f"{plan.milliseconds:.1f} ms, {plan.rows} lignes : {' < '.join(plan.steps)} ; {', '.join(plan.reads)}"


def _alarms(report: PlatformReport) -> Iterator[str]:
    slow = [figures.name for figures in report.questions if figures.is_slow]
    whole = [f"{each.name} : {', '.join(each.whole_reads)}" for each in report.questions if each.whole_reads]
    yield f"{LONGEST_MS:.0f} ms ou plus : {', '.join(slow) or 'aucune'}."
    yield f"Grandes tables lues en entier : {' ; '.join(whole) or 'aucune'}."
