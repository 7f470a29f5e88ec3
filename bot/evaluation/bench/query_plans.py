"""How PostgreSQL answers a statement: the plan it chose, the time it took, the tables that it read from end to end."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement

Node = Mapping[str, Any]
"""A step of a plan as `EXPLAIN (FORMAT JSON)` gives it."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What one statement did."""

    milliseconds: float
    """In the database: planning and execution."""
    rows: int
    steps: tuple[str, ...]
    """The steps at its top, the last one first."""
    reads: tuple[str, ...]
    """Each way in which a table was read, with its index, once."""
    whole_reads: tuple[str, ...]
    """Large tables of which every row was read."""


class _Explain(Executable, ClauseElement):
    inherit_cache = False

    def __init__(self, statement: ClauseElement):
        self.statement = statement


@compiles(_Explain, "postgresql")  # type: ignore[untyped-decorator]
def _compile_explain(element: _Explain, compiler: Any, **options: Any) -> str:
    return f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {compiler.process(element.statement, **options)}"


async def explain(connection: AsyncConnection, statement: ClauseElement, large_tables: Collection[str]) -> Plan:
    """Run the statement and read its plan."""
    answer = (await connection.execute(_Explain(statement))).scalar_one()
    (explained,) = json.loads(answer) if isinstance(answer, str) else answer
    return read_plan(explained, large_tables)


def read_plan(explained: Node, large_tables: Collection[str]) -> Plan:
    """What matters in a plan. Pure."""
    top: Node = explained["Plan"]
    nodes = list(_walk(top))
    return Plan(
        milliseconds=explained["Planning Time"] + explained["Execution Time"],
        rows=top["Actual Rows"],
        steps=tuple(_steps(top)),
        reads=tuple(dict.fromkeys(_describe(node) for node in nodes if _reads(node))),
        whole_reads=tuple(dict.fromkeys(node["Relation Name"] for node in nodes if _is_whole_read(node, large_tables))),
    )


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.get("Plans", ()):
        yield from _walk(child)


def _steps(node: Node) -> Iterator[str]:
    """From the top, always the first of the steps that feed the one above, until tables are joined or read."""
    while True:
        yield node["Node Type"]
        children = node.get("Plans", ())
        if len(children) != 1:
            return
        node = children[0]


def _reads(node: Node) -> bool:
    return "Relation Name" in node or "Index Name" in node


def _describe(node: Node) -> str:
    kind = node["Node Type"]
    if "Index Name" in node:
        return f"{kind} {node['Index Name']}"
    return f"{kind} {node['Relation Name']}"


def _is_whole_read(node: Node, large_tables: Collection[str]) -> bool:
    # A plan may hold a scan that was never started.
    return node["Node Type"] == "Seq Scan" and node["Relation Name"] in large_tables and node["Actual Loops"] > 0
