"""A rule as an Ibis expression: the operators of `recsys.tags.rule`, over columns instead of one customer.

Unknown is NULL. A half is rounded to the even number as Python does it, by arithmetic that every engine
does alike.
"""

import operator
from collections.abc import Callable
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.check import type_of
from recsys.tags.tree import Tree

Column = Callable[[list[Any]], ir.Value]  # what a leaf such as ["avg", 3, "total"] is
_STORED = {"bool": "boolean", "int": "int64", "number": "float64", "text": "string", "texts": "array<string>"}
_JOINED: dict[str, Callable[[Any, Any], Any]] = {"and": operator.and_, "or": operator.or_}
_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def expression(tree: Tree, column: Column, *, month: bool = False) -> Any:
    """The expression of a checked, expanded rule; its leaves come from ``column``."""
    if not isinstance(tree, list):
        return constant(tree)
    name, args = tree[0], tree[1:]

    def value(arg: Tree) -> Any:
        return expression(arg, column, month=month)

    if name in _PLAIN:
        return _PLAIN[name](*map(value, args))
    if name in _JOINED:
        return _true(met(tree, column, month=month))
    special = _SPECIAL.get(name)
    if special is not None:
        return special(args, value, month)
    return column(tree)


def met(tree: Tree, column: Column, *, month: bool = False) -> Any:
    """A condition, true where it holds; where it does not it may be NULL, which is quicker to find out."""
    if isinstance(tree, list) and tree[0] in _JOINED:
        parts = [met(part, column, month=month) for part in tree[1:]]
        joined: Any = reduce(_JOINED[tree[0]], parts)
        return joined
    return expression(tree, column, month=month)


def constant(value: Any) -> Any:
    """A literal; a float goes as text, for engines take 0.1 as a decimal and then calculate with decimals."""
    if isinstance(value, float):
        return ibis.literal(repr(value)).cast("float64")
    return ibis.literal(value, type=_STORED[type_of(value)])


def _true(condition: Any) -> Any:
    """Unknown counts as false."""
    return ibis.coalesce(condition, False)


Value = Callable[[Tree], Any]


def _divide(args: list[Any], value: Value, _month: bool) -> Any:
    """By zero it is unknown. Not by NULLIF: Spark 4 cannot evaluate it in some nested conditions."""
    above, below = (value(arg).cast("float64") for arg in args)
    return above / ibis.cases((below != constant(0.0), below), else_=None)


def _round(args: list[Any], value: Value, month: bool) -> Any:
    number = value(args[0])
    if type_of(args[0], month=month) == "int":
        return number
    floor = number.floor().cast("int64")
    over = number - floor.cast("float64")
    half = constant(0.5)
    up = (over > half) | ((over == half) & (floor % 2 != 0))
    return floor + up.cast("int64")


def _band(args: list[Any], value: Value, _month: bool) -> Any:
    number, bounds, labels = value(args[0]), args[1][1:], args[2][1:]
    kind = _STORED[type_of(["case", *([True, label] for label in labels)])]
    shown = [constant(label).cast(kind) for label in labels]
    branches = [(number < constant(bound), label) for bound, label in zip(bounds, shown, strict=False)]
    return ibis.cases(*branches, (number.notnull(), shown[-1]), else_=None)


def _case(args: list[Any], value: Value, month: bool) -> Any:
    kind = type_of(["case", *args], month=month)
    branches = [(value(when), value(then).cast(_STORED[kind])) for when, then in args]
    return ibis.cases(*branches, else_=None)


_SPECIAL: dict[str, Callable[[list[Any], Value, bool], Any]] = {
    "/": _divide,
    "round": _round,
    "band": _band,
    "case": _case,
    "not": lambda args, value, _: ~_true(value(args[0])),
    "known": lambda args, value, _: value(args[0]).notnull(),
    "in": lambda args, value, _: value(args[0]).isin(args[1][1:]),
    "has": lambda args, value, _: value(args[0]).contains(args[1]),
    "starts": lambda args, value, _: value(args[0]).startswith(args[1]),
    "size": lambda args, value, _: value(args[0]).length(),
}
