"""The leaves of rules as Ibis columns of one table per customer.

Months and happenings lie side by side in a customer's row; holdings are added up in one pass.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.batch.expression import expression
from recsys.tags.tree import Tree, expressions

_FROM_HOLDINGS = ("holding_sum", "holding_count", "next_maturity", "riskiest")
_CALENDAR = ("age", "days_since", "days_until")


@dataclass(frozen=True)
class Population:
    """The tables of `recsys.tags.batch.tables`, in any engine."""

    customers: ir.Table
    holdings: ir.Table


class Leaves:
    """All that some rules look at, for every customer of a population at a moment."""

    def __init__(self, population: Population, trees: Iterable[Tree], now: datetime, today: date) -> None:
        self._now, self._today = now, today
        parts = [part for tree in trees for part in expressions(tree)]
        wanted = {column_name(part): part for part in parts if part[0] in _LOOKED_UP}
        from_holdings = {name: part for name, part in _inner(wanted).items() if part[0] in _FROM_HOLDINGS}
        self._joined = population.customers
        if from_holdings:
            added = self._holdings(population.holdings, from_holdings)
            self._joined = self._joined.left_join(added, "customer_id").drop("customer_id_right")
        columns = {f"leaf {name}": self._look_up(part) for name, part in wanted.items()}
        self.table: ir.Table = self._joined.select("customer_id", **columns).view()

    def column(self, leaf: list[Any]) -> ir.Value:
        """The column of the leaf; every leaf is looked up once, however many rules look at it."""
        return self.table[f"leaf {column_name(leaf)}"]

    def _look_up(self, leaf: list[Any]) -> ir.Value:
        """What the leaf is in the joined table."""
        name, args = leaf[0], leaf[1:]
        if name in _DIRECT:
            return _DIRECT[name](self._joined, args)
        if name == "events":
            since = round((self._now - timedelta(days=args[1])).timestamp() * 1e6)
            times = self._joined[f"times_{args[0]}"]
            recent = times.filter(lambda at: at > since).length().cast("int64")
            return ibis.ifelse(times.length() > 0, recent, 0)  # most lists are empty: nothing to walk through
        if name in _CALENDAR:
            return self._calendar(name, self._look_up(args[0]))
        found = self._joined[column_name(leaf)]
        return found.fill_null(0) if name == "holding_count" else found

    def _calendar(self, name: str, day: Any) -> ir.Value:
        if name == "age":
            today = self._today.year * 10_000 + self._today.month * 100 + self._today.day
            number = day.year().cast("int64") * 10_000 + day.month().cast("int64") * 100 + day.day()
            years: ir.Value = ((today - number) / 10_000).floor().cast("int64")
            return years
        days: ir.Value = day.delta(ibis.literal(self._today), unit="day").cast("int64")
        return days if name == "days_until" else -days

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


def _inner(wanted: Mapping[str, list[Any]]) -> dict[str, list[Any]]:
    """Also the dates that calendar operators look at."""
    dates = [part[1] for part in wanted.values() if part[0] in _CALENDAR]
    return {**wanted, **{column_name(part): part for part in dates}}


def column_name(leaf: list[Any]) -> str:
    """A readable name for a leaf."""
    return " ".join(map(str, leaf))


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


def _greatest(values: list[Any]) -> Any:
    """The greatest that is known."""
    return values[0] if len(values) == 1 else ibis.greatest(*values)


def _extreme(choose: Any) -> Any:
    def build(table: ir.Table, args: list[Any]) -> Any:
        values = _slots(table, *args)
        return values[0] if len(values) == 1 else choose(*values)

    return build


def _most(table: ir.Table, path: str, at_least: int) -> Any:
    return ibis.ifelse(table[f"total_{path}"] >= at_least, table[f"most_{path}"], ibis.null("string"))


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
    "latest": lambda table, args: _greatest([table[f"latest_{name}"] for name in args]),
    "count": lambda table, args: table["_".join(["count", *args])],
    "most": lambda table, args: _most(table, *args),
    "avg": _average,
    "sum": _sum_known,
    "max": _extreme(ibis.greatest),
    "min": _extreme(ibis.least),
    "trend": _trend,
    "count_months": _count_months,
}
_LOOKED_UP = (*_DIRECT, *_CALENDAR, *_FROM_HOLDINGS, "events")
