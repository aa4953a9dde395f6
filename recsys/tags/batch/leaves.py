"""The leaves of rules as Ibis columns of one table per customer.

Months lie side by side in a customer's row; happenings, holdings and counts are added up once, each table
in one pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.batch.expression import expression
from recsys.tags.facts import TIMES
from recsys.tags.tree import Tree, expressions

_FROM_HAPPENINGS = ("events", "latest")
_FROM_HOLDINGS = ("holding_sum", "holding_count", "next_maturity", "riskiest")
_FROM_COUNTS = ("count", "most")


@dataclass(frozen=True)
class Population:
    """The tables of `recsys.tags.batch.tables`, in any engine."""

    customers: ir.Table
    happenings: ir.Table
    holdings: ir.Table
    counts: ir.Table


class Leaves:
    """All that some rules look at, for every customer of a population at a moment."""

    def __init__(self, population: Population, trees: Iterable[Tree], now: datetime, today: date) -> None:
        self.now, self.today = now, today
        parts = [part for tree in trees for part in expressions(tree)]
        joined = population.customers
        for add_up, names in (
            (self._happenings, _FROM_HAPPENINGS),
            (self._holdings, _FROM_HOLDINGS),
            (self._counts, _FROM_COUNTS),
        ):
            wanted = {column_name(part): part for part in parts if part[0] in names}
            if wanted:
                joined = joined.left_join(add_up(population, wanted), "customer_id").drop("customer_id_right")
        self.table: ir.Table = joined

    def column(self, leaf: list[Any]) -> ir.Value:
        """What the leaf is in the joined table."""
        name, args = leaf[0], leaf[1:]
        if name in _DIRECT:
            return _DIRECT[name](self.table, args)
        if name in ("age", "days_since", "days_until"):
            return self._calendar(name, self.column(args[0]))
        found = self.table[column_name(leaf)]
        return found.fill_null(0) if name in ("events", "holding_count", "count") else found

    def _calendar(self, name: str, day: Any) -> ir.Value:
        if name == "age":
            today = self.today.year * 10_000 + self.today.month * 100 + self.today.day
            number = day.year().cast("int64") * 10_000 + day.month().cast("int64") * 100 + day.day()
            years: ir.Value = ((today - number) / 10_000.0).floor().cast("int64")
            return years
        days = _days_after(day, self.today)
        return days if name == "days_until" else -days

    def _happenings(self, population: Population, wanted: Mapping[str, list[Any]]) -> ir.Table:
        rows = population.happenings
        rows = rows.filter(rows.name.isin(sorted({leaf[1] for leaf in wanted.values()})))
        found = {}
        for name, leaf in wanted.items():
            if leaf[0] == "latest":
                found[name] = rows.day.max(where=rows.name == leaf[1])
            else:
                since = round((self.now - timedelta(days=leaf[2])).timestamp() * 1e6)
                count = rows.count(where=(rows.name == leaf[1]) & (rows["at"] > since))
                found[name] = ibis.least(count, TIMES).cast("int64")
        return rows.group_by("customer_id").agg(**found)

    def _holdings(self, population: Population, wanted: Mapping[str, list[Any]]) -> ir.Table:
        rows = population.holdings
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
                found[name] = rows.matures.min(where=rows.matures >= ibis.literal(self.today))
        return rows.group_by("customer_id").agg(**found)

    def _counts(self, population: Population, wanted: Mapping[str, list[Any]]) -> ir.Table:
        """Of names that are equally frequent the first in the alphabet."""
        rows = population.counts
        most = rows.group_by("customer_id", "path").agg(top=rows.n.max(), total=rows.n.sum())
        rows = rows.inner_join(most, ["customer_id", "path"])
        found: dict[str, Any] = {}
        for name, leaf in wanted.items():
            here = rows.path == leaf[1]
            if leaf[0] == "count":
                found[name] = rows.n.sum(where=here & (rows.name == leaf[2])).cast("int64")
            else:
                found[name] = rows.name.min(where=here & (rows.n == rows.top) & (rows.total >= leaf[2]))
        return rows.group_by("customer_id").agg(**found)


def column_name(leaf: list[Any]) -> str:
    """A readable name for a leaf."""
    return " ".join(map(str, leaf))


def _days_after(day: Any, today: date) -> Any:
    return day.delta(ibis.literal(today), unit="day").cast("int64")


def _slots(table: ir.Table, n: int, name: str) -> list[Any]:
    return [table[f"m{slot}_{name}"] for slot in range(1, n + 1)]


def _sum(values: list[Any]) -> Any:
    return reduce(lambda a, b: a + b, [value.fill_null(0).cast("int64") for value in values])


def _known(values: list[Any]) -> Any:
    return reduce(lambda a, b: a + b, [value.notnull().cast("int64") for value in values])


def _average(table: ir.Table, args: list[Any]) -> Any:
    values = _slots(table, *args)
    return _sum(values).cast("float64") / _known(values).nullif(0).cast("float64")


def _sum_known(table: ir.Table, args: list[Any]) -> Any:
    values = _slots(table, *args)
    return ibis.ifelse(_known(values) > 0, _sum(values), ibis.null("int64"))


def _trend(table: ir.Table, args: list[Any]) -> Any:
    """NULL as soon as one of the six months is unknown."""
    values = [value.cast("int64") for value in _slots(table, 6, args[0])]
    late, early = (reduce(lambda a, b: a + b, part) for part in (values[:3], values[3:]))
    return late.cast("float64") / early.nullif(0).cast("float64")


def _extreme(choose: Any) -> Any:
    def build(table: ir.Table, args: list[Any]) -> Any:
        values = _slots(table, *args)
        return values[0] if len(values) == 1 else choose(*values)

    return build


def _count_months(table: ir.Table, args: list[Any]) -> Any:
    n, condition = args

    def holds(slot: int) -> Any:
        met = expression(condition, lambda leaf: table[f"m{slot}_{leaf[1]}"], month=True)
        return (ibis.coalesce(met, False) & (table.months >= slot)).cast("int64")

    return reduce(lambda a, b: a + b, [holds(slot) for slot in range(1, n + 1)])


_DIRECT: Mapping[str, Any] = {
    "fact": lambda table, args: table["_".join(args)],
    "open": lambda table, args: table[f"open_{args[0]}"],
    "last": lambda table, args: table[f"m1_{args[0]}"],
    "months": lambda table, args: table.months,
    "avg": _average,
    "sum": _sum_known,
    "max": _extreme(ibis.greatest),
    "min": _extreme(ibis.least),
    "trend": _trend,
    "count_months": _count_months,
}
