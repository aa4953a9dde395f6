"""Leaves of rules that follow from a customer's row: months lie side by side in it, holdings are added up."""

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.batch.expression import constant, expression


def named(leaf: str, args: list[Any]) -> str:
    """The column of what is added up over holdings of some kinds."""
    return " ".join([leaf, *args])


def _slots(table: ir.Table, n: int, name: str) -> list[Any]:
    return [table[f"m{slot}_{name}"] for slot in range(1, n + 1)]


def _added(values: Iterable[Any]) -> Any:
    return reduce(operator.add, values)


def _whole(values: list[Any]) -> Any:
    """Their sum; NULL as soon as one is unknown. Mostly none is, and engines look no further then."""
    return _added(value.cast("int64") for value in values)


def _sum(values: list[Any]) -> Any:
    return _added(value.fill_null(0).cast("int64") for value in values)


def _known(values: list[Any]) -> Any:
    return _added(value.notnull().cast("int64") for value in values)


def _average(table: ir.Table, args: list[Any]) -> Any:
    values = _slots(table, *args)
    whole = _whole(values).cast("float64") / constant(float(len(values)))
    return ibis.coalesce(whole, _sum(values).cast("float64") / _known(values).nullif(0).cast("float64"))


def _sum_known(table: ir.Table, args: list[Any]) -> Any:
    values = _slots(table, *args)
    return ibis.coalesce(_whole(values), ibis.ifelse(_known(values) > 0, _sum(values), ibis.null("int64")))


def _trend(table: ir.Table, args: list[Any]) -> Any:
    """NULL as soon as one of the six months is unknown."""
    values = _slots(table, 6, args[0])
    late, early = _whole(values[:3]), _whole(values[3:])
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
        met = expression(condition, lambda part: table[f"m{slot}_{part[1]}"] if part[0] == "month" else None)
        return (ibis.coalesce(met, False) & (table.months >= slot)).cast("int64")

    return _added(holds(slot) for slot in range(1, n + 1))


COLUMNS: Mapping[str, Callable[[ir.Table, list[Any]], Any]] = {
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
    "holding_sum": lambda table, args: table[named("holding_sum", args)],
    "holding_count": lambda table, args: table[named("holding_count", args)].fill_null(0),
    "next_maturity": lambda table, args: table.next_maturity,
    "riskiest": lambda table, args: table.riskiest,
}
