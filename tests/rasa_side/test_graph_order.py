"""A graph that is run in a known order gives what Rasa's scheduler gives."""

from pathlib import Path
from typing import Any, ClassVar

import dask.local
import pytest
from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage

from bot.channel.patches import apply
from bot.channel.patches.graph_order import order_of


class Adds(GraphComponent):  # type: ignore[misc]
    """Adds what it is given to its own number, and notes that it ran."""

    ran: ClassVar[list[int]] = []

    def __init__(self, number: int):
        self._number = number

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> "Adds":
        return cls(config["number"])

    def add(self, a: int, b: int = 0) -> int:
        """The sum; no sum with a hundred."""
        if a == 100:
            raise RuntimeError("a hundred")
        Adds.ran.append(self._number)
        return self._number + a + b


def node(number: int, *, eager: bool = True, **needs: str) -> SchemaNode:
    return SchemaNode(
        needs=needs, uses=Adds, constructor_name="create", fn="add", config={"number": number}, eager=eager
    )


SCHEMA = GraphSchema(
    {
        "last": node(1000, a="left", b="right"),
        "left": node(10, a="message"),
        "right": node(200, a="left", b="message"),
        "aside": node(1, eager=False, a="left", b="message"),
    }
)


@pytest.fixture
def runner(tmp_path: Path) -> DaskGraphRunner:
    apply.apply_patches()
    Adds.ran.clear()
    return DaskGraphRunner(SCHEMA, LocalModelStorage(tmp_path), ExecutionContext(SCHEMA))


def by_the_scheduler(runner: DaskGraphRunner, message: int, target: str) -> Any:
    graph = runner._build_dask_graph(SCHEMA.minimal_graph_schema([target]))
    runner._add_inputs_to_graph({"message": message}, graph)
    return dict(dask.local.get_sync(graph, [target]))


@pytest.mark.parametrize("target", ["left", "right", "last", "aside"])
@pytest.mark.parametrize("message", [1, 2])
def test_the_same_comes_out(runner: DaskGraphRunner, target: str, message: int) -> None:
    for _ in range(2):
        assert runner.run({"message": message}, [target]) == by_the_scheduler(runner, message, target)


def test_only_what_is_needed_runs_each_after_what_it_needs(runner: DaskGraphRunner) -> None:
    runner.run({"message": 1}, ["last"])
    assert Adds.ran == [10, 200, 1000]
    assert [name for name, _ in order_of(SCHEMA)].index("left") == 0


def test_a_node_that_fails_fails_the_run(runner: DaskGraphRunner) -> None:
    with pytest.raises(GraphComponentException):
        runner.run({"message": 100}, ["last"])


def test_a_missing_input_is_said(runner: DaskGraphRunner) -> None:
    with pytest.raises(GraphRunError, match="message"):
        runner.run({}, ["left"])
