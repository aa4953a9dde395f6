"""The type of a rule, found before it runs: what passes here means the same in Python, DuckDB and Spark."""

from collections.abc import Callable
from typing import Any

from recsys.tags.leaf_types import LEAVES, MONTHS, constant, need
from recsys.tags.tree import RuleError, Tree
from recsys.tags.vocabulary import Type

_NUMERIC = ("int", "number")
DATES = ("fact", "latest", "next_maturity")  # what calendar operators may look at


def type_of(tree: Tree, *, month: bool = False) -> Type:
    """The type of what the rule gives; ``month`` inside of count_months. Raises RuleError."""
    if not isinstance(tree, list):
        return constant(tree)
    if not tree or not isinstance(tree[0], str):
        raise RuleError(f"an expression starts with an operator: {tree!r}")
    check = _CHECKS.get(tree[0])
    if check is None:
        raise RuleError(f"unknown operator {tree[0]!r}")
    if month != (tree[0] == "month") and tree[0] in _LEAVES:
        raise RuleError(f"{tree[0]}: {'cannot stand' if month else 'stands only'} inside count_months")
    try:
        return check(tree[1:], month)
    except (ValueError, TypeError, KeyError, IndexError) as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError(f"{tree[0]}: wrong arguments {tree[1:]!r}") from error


def _compare(args: list[Any], month: bool) -> Type:
    left, right = (type_of(arg, month=month) for arg in args)
    fit = left == right or (left in _NUMERIC and right in _NUMERIC)
    need(fit and left not in ("texts", "date"), f"{left} and {right} cannot be compared")
    return "bool"


def _order(args: list[Any], month: bool) -> Type:
    need(type_of(args[0], month=month) != "bool", "what is true or false has no order")
    return _compare(args, month)


def _in(args: list[Any], month: bool) -> Type:
    value, values = args
    kind = type_of(value, month=month)
    need(values[0] == "list" and len(values) > 1, "'in' needs a list of constants")
    fit = all(constant(one) == kind or (kind == "number" and constant(one) == "int") for one in values[1:])
    need(fit and kind not in ("texts", "date"), f"the list holds other things than {kind}")
    return "bool"


def _has(args: list[Any], month: bool) -> Type:
    values, value = args
    need(type_of(values, month=month) == "texts" and isinstance(value, str), "a list of texts and a text")
    return "bool"


def _starts(args: list[Any], month: bool) -> Type:
    text, head = args
    need(type_of(text, month=month) == "text" and isinstance(head, str), "a text and its beginning")
    return "bool"


def _all_bool(args: list[Any], month: bool) -> Type:
    need(bool(args) and {type_of(arg, month=month) for arg in args} == {"bool"}, "conditions are needed")
    return "bool"


def _not(args: list[Any], month: bool) -> Type:
    (arg,) = args
    return _all_bool([arg], month)


def _known(args: list[Any], month: bool) -> Type:
    (arg,) = args
    type_of(arg, month=month)
    return "bool"


def _arithmetic(args: list[Any], month: bool) -> Type:
    left, right = (type_of(arg, month=month) for arg in args)
    need(left in _NUMERIC and right in _NUMERIC, f"{left} and {right} are not both numbers")
    return "int" if left == right == "int" else "number"


def _divide(args: list[Any], month: bool) -> Type:
    _arithmetic(args, month)
    return "number"


def _round(args: list[Any], month: bool) -> Type:
    (arg,) = args
    need(type_of(arg, month=month) in _NUMERIC, "only numbers can be rounded")
    return "int"


def _size(args: list[Any], month: bool) -> Type:
    (arg,) = args
    need(type_of(arg, month=month) == "texts", "only a list has a size")
    return "int"


def _band(args: list[Any], month: bool) -> Type:
    value, bounds, labels = args
    need(type_of(value, month=month) in _NUMERIC, "only a number falls into bands")
    need(bounds[0] == labels[0] == "list", "bounds and labels are lists")
    need(all(constant(bound) in _NUMERIC for bound in bounds[1:]), "bounds are numbers")
    need(bounds[1:] == sorted(set(bounds[1:])), "bounds grow")
    need(len(labels) == len(bounds) + 1, "there is one label more than bounds")
    return _common([constant(label) for label in labels[1:]])


def _case(args: list[Any], month: bool) -> Type:
    need(bool(args), "a branch is needed")
    need(all(type_of(when, month=month) == "bool" for when, _ in args), "a branch starts with a condition")
    return _common([type_of(value, month=month) for _, value in args])


def _common(kinds: list[Type]) -> Type:
    found = set(kinds)
    if found <= set(_NUMERIC):
        return "number" if "number" in found else "int"
    need(len(found) == 1, f"the values have different types: {sorted(found)}")
    return kinds[0]


def _calendar(args: list[Any], _month: bool) -> Type:
    (arg,) = args
    need(isinstance(arg, list) and arg[0] in DATES and type_of(arg) == "date", f"a date is one of {DATES}")
    return "int"


def _count_months(args: list[Any], _month: bool) -> Type:
    n, condition = args
    need(n in range(1, MONTHS + 1), f"the last 1 to {MONTHS} months, not {n!r}")
    need(type_of(condition, month=True) == "bool", "a condition is needed")
    return "int"


_LEAVES: dict[str, Callable[[list[Any], bool], Type]] = {
    **LEAVES,
    "age": _calendar,
    "days_since": _calendar,
    "days_until": _calendar,
    "count_months": _count_months,
}
_CHECKS: dict[str, Callable[[list[Any], bool], Type]] = {
    **_LEAVES,
    **dict.fromkeys(("=", "!="), _compare),
    **dict.fromkeys(("<", "<=", ">", ">="), _order),
    "in": _in,
    "has": _has,
    "starts": _starts,
    "and": _all_bool,
    "or": _all_bool,
    "not": _not,
    "known": _known,
    **dict.fromkeys(("+", "-", "*"), _arithmetic),
    "/": _divide,
    "round": _round,
    "size": _size,
    "band": _band,
    "case": _case,
}
