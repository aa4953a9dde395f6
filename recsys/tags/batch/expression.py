"""A rule as an Ibis expression: the operators of `recsys.tags.rule`, over columns instead of one customer.

Unknown is NULL. A half is rounded to the even number as Python does it, by arithmetic that every engine
does alike.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any

import ibis
import ibis.expr.types as ir

from recsys.tags.check import type_of
from recsys.tags.tree import Tree

Column = Callable[
    [list[Any]], ir.Value | None
]  # a leaf such as ["avg", 3, "total"], or what is at hand already
_STORED = {"bool": "boolean", "int": "int64", "number": "float64", "text": "string", "texts": "array<string>"}
_JOINED: dict[str, Callable[[Any, Any], Any]] = {"and": operator.and_, "or": operator.or_}
PLAIN: Mapping[str, Callable[[Any, Any], Any]] = {
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


def expression(tree: Tree, column: Column) -> Any:
    """The expression of a checked, expanded rule; what ``column`` has is taken from there."""
    if not isinstance(tree, list):
        return constant(tree)
    if tree[0] in _JOINED:
        return _true(met(tree, column))
    found = column(tree)
    if found is not None:
        return found
    name, args = tree[0], tree[1:]
    if name in PLAIN:
        return PLAIN[name](*(expression(arg, column) for arg in args))
    return _SPECIAL[name](args, column)


def met(tree: Tree, column: Column) -> Any:
    """A condition, true where it holds; where it does not it may be NULL, which is quicker to find out."""
    if not isinstance(tree, list) or tree[0] not in _JOINED:
        return expression(tree, column)
    found = column(tree)
    return reduce(_JOINED[tree[0]], [met(part, column) for part in tree[1:]]) if found is None else found


def constant(value: Any) -> Any:
    """A literal; a float goes as text, for engines take 0.1 as a decimal and then calculate with decimals."""
    if isinstance(value, float):
        return ibis.literal(repr(value)).cast("float64")
    return ibis.literal(value, type=_STORED[type_of(value)])


def _true(condition: Any) -> Any:
    """Unknown counts as false."""
    return ibis.coalesce(condition, False)


def _divide(args: list[Any], column: Column) -> Any:
    """By zero it is unknown. Not by NULLIF: Spark 4 cannot evaluate it in some nested conditions."""
    above, below = (expression(arg, column).cast("float64") for arg in args)
    return above / ibis.cases((below != constant(0.0), below), else_=None)


def _round(args: list[Any], column: Column) -> Any:
    number = expression(args[0], column)
    if number.type().is_integer():
        return number
    floor = number.floor().cast("int64")
    over = number - floor.cast("float64")
    half = constant(0.5)
    up = (over > half) | ((over == half) & (floor % 2 != 0))
    return floor + up.cast("int64")


def _band(args: list[Any], column: Column) -> Any:
    number, bounds, labels = expression(args[0], column), args[1][1:], _alike(map(constant, args[2][1:]))
    branches = [(number < constant(bound), label) for bound, label in zip(bounds, labels, strict=False)]
    return ibis.cases(*branches, (number.notnull(), labels[-1]), else_=None)


def _case(args: list[Any], column: Column) -> Any:
    values = _alike(expression(then, column) for _, then in args)
    return ibis.cases(*zip((met(when, column) for when, _ in args), values, strict=True), else_=None)


def _alike(values: Iterable[Any]) -> list[Any]:
    """Of one type: beside a number with a fraction a whole one becomes such."""
    found = list(values)
    fraction = any(value.type().is_floating() for value in found)
    return [value.cast("float64") for value in found] if fraction else found


_SPECIAL: Mapping[str, Callable[[list[Any], Column], Any]] = {
    "/": _divide,
    "round": _round,
    "band": _band,
    "case": _case,
    "not": lambda args, column: ~_true(met(args[0], column)),
    "known": lambda args, column: expression(args[0], column).notnull(),
    "in": lambda args, column: expression(args[0], column).isin(args[1][1:]),
    "has": lambda args, column: expression(args[0], column).contains(args[1]),
    "starts": lambda args, column: expression(args[0], column).startswith(args[1]),
    "size": lambda args, column: expression(args[0], column).length(),
}
