"""What rules look at, as Ibis columns of one table per customer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.batch.columns import COLUMNS, named
from recsys.tags.batch.expression import PLAIN, expression, met
from recsys.tags.batch.stages import key_of, stages
from recsys.tags.tree import Tree, expressions

_FROM_HOLDINGS = ("holding_sum", "holding_count", "next_maturity", "riskiest")


@dataclass(frozen=True)
class Population:
    """The tables of `recsys.tags.batch.tables`, in any engine."""

    customers: ir.Table
    holdings: ir.Table


class Leaves:
    """All that some rules look at, for every customer of a population at a moment."""

    def __init__(self, population: Population, trees: Iterable[Tree], now: datetime, today: date) -> None:
        """The rules are shortened ones; ``table`` has a column for each sub-rule that they share."""
        self._now, self._today = now, today
        rules = list(trees)
        self.table = self._with_holdings(population, rules)
        self._shared: dict[str, str] = {}
        for stage in stages(rules):
            self._add(stage)

    def column(self, tree: list[Any]) -> ir.Value | None:
        """A leaf or a shared sub-rule; None for any other expression."""
        shared = self._shared.get(key_of(tree))
        if shared is not None:
            return self.table[shared]
        name, args = tree[0], tree[1:]
        if name in COLUMNS:
            return COLUMNS[name](self.table, args)
        return _IN_TIME[name](self, args) if name in _IN_TIME else None

    def _add(self, stage: list[Tree]) -> None:
        """Columns for these; engines compute those of one view before those of the next."""
        names = {key_of(tree): f"shared {len(self._shared) + number}" for number, tree in enumerate(stage)}
        columns = {names[key_of(tree)]: met(tree, self.column) for tree in stage}
        self.table = self.table.mutate(**columns).view()
        self._shared |= names

    def _since(self, days: int) -> int:
        """So many days ago, in microseconds."""
        return round((self._now - timedelta(days=days)).timestamp() * 1e6)

    def happened(self, args: list[Any]) -> Any:
        """Whether it did within the last days; unknown if never."""
        name, days = args
        return self.table[f"last_{name}"] > self._since(days)

    def events(self, args: list[Any]) -> Any:
        """The last one and those before it."""
        name, since = args[0], self._since(args[1])
        before = self.table["earlier"].filter(lambda one: (one["at"] > since) & (one["name"] == name))
        return ibis.ifelse(self.happened(args), before.length() + 1, 0)

    def on(self, args: list[Any]) -> Any:
        """How a date compares with the day so many days from today."""
        day, how, days = args
        return PLAIN[how](expression(day, self.column), ibis.literal(self._today + timedelta(days=days)))

    def age(self, args: list[Any]) -> Any:
        """Full years."""
        day = expression(args[0], self.column)
        today = self._today.year * 10_000 + self._today.month * 100 + self._today.day
        number = day.year().cast("int64") * 10_000 + day.month().cast("int64") * 100 + day.day()
        return ((today - number) / 10_000).floor().cast("int64")

    def days_until(self, args: list[Any]) -> Any:
        """Negative for a day that is past."""
        day = expression(args[0], self.column)
        return day.delta(ibis.literal(self._today), unit="day").cast("int64")

    def _with_holdings(self, population: Population, rules: list[Tree]) -> ir.Table:
        parts = (part for tree in rules for part in expressions(tree))
        wanted = {named(part[0], part[1:]): part for part in parts if part[0] in _FROM_HOLDINGS}
        if not wanted:
            return population.customers
        added = self._holdings(population.holdings, wanted)
        return population.customers.left_join(added, "customer_id").drop("customer_id_right")

    def _holdings(self, rows: ir.Table, wanted: Mapping[str, list[Any]]) -> ir.Table:
        found: dict[str, Any] = {}
        for name, leaf in wanted.items():
            of_kind = rows.kind.isin(leaf[1:]) if len(leaf) > 1 else None
            if leaf[0] == "holding_sum":
                found[name] = rows.amount.sum(where=of_kind).cast("int64")
            elif leaf[0] == "holding_count":
                found[name] = rows.count(where=of_kind).cast("int64")
            elif leaf[0] == "riskiest":
                found[name] = rows.risk.max()
            else:
                found[name] = rows.matures.min(where=rows.matures >= ibis.literal(self._today))
        return rows.group_by("customer_id").agg(**found)


_IN_TIME: Mapping[str, Callable[[Leaves, list[Any]], Any]] = {
    "events": Leaves.events,
    "happened": Leaves.happened,
    "on": Leaves.on,
    "age": Leaves.age,
    "days_until": Leaves.days_until,
    "days_since": lambda leaves, args: -leaves.days_until(args),
}
