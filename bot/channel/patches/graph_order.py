"""Runs the graph of a model in an order that is worked out once for each thing asked of it.

Rasa gives a graph of ten nodes to a scheduler of distributed computing at each run, four times a turn, and each node
looks for its inputs among all that it is given.
"""

from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.exceptions import GraphComponentException, GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.exceptions import RasaException

_Step = tuple[str, dict[str, str]]


def run_graphs_in_a_known_order() -> None:
    """Patch the runner: the same nodes with the same inputs, without the scheduler."""

    def run(
        self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        wanted = tuple(targets or self._graph_schema.target_names)
        outputs: dict[str, Any] = dict(inputs or {})
        orders: dict[tuple[str, ...], list[_Step]] = self.__dict__.setdefault("_orders", {})
        if wanted not in orders:
            orders[wanted] = order_of(self._graph_schema.minimal_graph_schema(list(wanted)))
        for name, needs in orders[wanted]:
            if missing := needs.values() - outputs.keys():
                raise GraphRunError(f"Missing input to run node '{name}': {', '.join(missing)}.")
            outputs[name] = _run_node(self._instantiated_nodes[name], needs, outputs)
        return {target: outputs[target] for target in wanted}

    DaskGraphRunner.run = run


def order_of(schema: GraphSchema) -> list[_Step]:
    """The nodes, each after those that it needs, with what it needs: its parameters and who gives them."""
    needs = {name: dict(node.needs) for name, node in schema.nodes.items()}
    order = TopologicalSorter({name: given.values() for name, given in needs.items()}).static_order()
    return [(name, needs[name]) for name in order if name in needs]


def _run_node(node: GraphNode, needs: dict[str, str], outputs: dict[str, Any]) -> Any:
    if node._hooks or not node._eager:
        # In a training.
        return node(*((need, outputs[need]) for need in needs.values()))[1]
    try:
        return node._fn(node._component, **{parameter: outputs[need] for parameter, need in needs.items()})
    except RasaException:
        raise
    except Exception as error:
        raise GraphComponentException(f"Error running graph component for node {node._node_name}.") from error
