"""Run the nodes of Rasa's graph one after the other: a trained graph needs no scheduler.

Rasa 3.6 hands the same few nodes to dask for each message and each prediction, which orders them anew.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rasa.engine.runner.dask import DaskGraphRunner

Plan = list[tuple[str, tuple[str, ...]]]


class StraightGraphRunner(DaskGraphRunner):
    """The order for a set of targets is found once; the nodes and their answers are Rasa's."""

    def run(self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None) -> dict[str, Any]:
        """Run what the targets need; a node that is nobody's is passed on as its name, as dask does."""
        wanted = tuple(targets or self._graph_schema.target_names)
        values: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._plan(wanted):
            values[name] = self._instantiated_nodes[name](*(values.get(need, need) for need in needs))
        return {target: values[target][1] for target in wanted}

    def _plan(self, targets: tuple[str, ...]) -> Plan:
        if targets not in self._plans:
            nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
            needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
            self._plans[targets] = in_order(needs)
        return self._plans[targets]

    @cached_property
    def _plans(self) -> dict[tuple[str, ...], Plan]:
        return {}


def in_order(needs: dict[str, tuple[str, ...]]) -> Plan:
    """Names with what they need, each after all that it needs; what is no name itself is given."""
    plan: Plan = []
    placed: set[str] = set()

    def place(name: str) -> None:
        if name in needs and name not in placed:
            placed.add(name)
            for need in needs[name]:
                place(need)
            plan.append((name, needs[name]))

    for name in needs:
        place(name)
    return plan
