"""The type of a rule, found before it runs: what passes here means the same in Python, DuckDB and Spark."""

from collections.abc import Callable, Mapping
from typing import Any

from recsys.tags.tree import RuleError, Tree
from recsys.tags.vocabulary import COUNTS, MONTH, OPEN, Type, fact_type

MONTHS = 6
_NUMERIC = ("int", "number")
DATES = ("fact", "latest", "next_maturity")  # what calendar operators may look at


def type_of(tree: Tree, *, month: bool = False) -> Type:
    """The type of what the rule gives; ``month`` inside of count_months. Raises RuleError."""
    if not isinstance(tree, list):
        return _constant(tree)
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


def _constant(value: Any) -> Type:
    for kind, name in _CONSTANTS.items():
        if isinstance(value, kind):
            return name
    raise RuleError(f"{value!r} is no constant")


_CONSTANTS: Mapping[type, Type] = {bool: "bool", int: "int", float: "number", str: "text"}


def _need(condition: bool, message: str) -> None:
    if not condition:
        raise RuleError(message)


def _fact(args: list[Any], _month: bool) -> Type:
    return fact_type(tuple(args))


def _month_value(args: list[Any], _month: bool) -> Type:
    (name,) = args
    return MONTH[name]


def _over_months(gives: Type | None) -> Callable[[list[Any], bool], Type]:
    def check(args: list[Any], _month: bool) -> Type:
        n, name = args
        _need(n in range(1, MONTHS + 1), f"the last 1 to {MONTHS} months, not {n!r}")
        _need(MONTH[name] == "int", f"{name} is no number")
        return gives or MONTH[name]

    return check


def _trend(args: list[Any], _month: bool) -> Type:
    (name,) = args
    _need(MONTH[name] == "int", f"{name} is no number")
    return "number"


def _words(gives: Type, count: int | None, allowed: tuple[str, ...] | None = None, least: int = 0) -> Any:
    """Leaves whose arguments are names."""

    def check(args: list[Any], _month: bool) -> Type:
        _need(count is None or len(args) == count, f"{count} arguments are needed, not {len(args)}")
        _need(all(isinstance(arg, str) for arg in args), f"{args!r} are no names")
        _need(len(args) >= least, f"at least {least} name is needed")
        _need(allowed is None or set(args) <= set(allowed), f"{args!r} is none of {allowed}")
        return gives

    return check


def _events(args: list[Any], _month: bool) -> Type:
    kind, days = args
    _need(isinstance(kind, str) and isinstance(days, int) and days > 0, f"a name and days, not {args!r}")
    return "int"


def _most(args: list[Any], _month: bool) -> Type:
    path, at_least = args
    _need(path in COUNTS and isinstance(at_least, int), f"a count and how many at least, not {args!r}")
    return "text"


def _count(args: list[Any], _month: bool) -> Type:
    path, name = args
    _need(path in COUNTS and isinstance(name, str), f"a count and one of its names, not {args!r}")
    return "int"


def _compare(args: list[Any], month: bool) -> Type:
    left, right = (type_of(arg, month=month) for arg in args)
    fit = left == right or (left in _NUMERIC and right in _NUMERIC)
    _need(fit and left not in ("texts", "date"), f"{left} and {right} cannot be compared")
    return "bool"


def _order(args: list[Any], month: bool) -> Type:
    _need(type_of(args[0], month=month) != "bool", "what is true or false has no order")
    return _compare(args, month)


def _in(args: list[Any], month: bool) -> Type:
    value, values = args
    kind = type_of(value, month=month)
    _need(values[0] == "list" and len(values) > 1, "'in' needs a list of constants")
    fit = all(_constant(one) == kind or (kind == "number" and _constant(one) == "int") for one in values[1:])
    _need(fit and kind not in ("texts", "date"), f"the list holds other things than {kind}")
    return "bool"


def _has(args: list[Any], month: bool) -> Type:
    values, value = args
    _need(type_of(values, month=month) == "texts" and isinstance(value, str), "a list of texts and a text")
    return "bool"


def _starts(args: list[Any], month: bool) -> Type:
    text, head = args
    _need(type_of(text, month=month) == "text" and isinstance(head, str), "a text and its beginning")
    return "bool"


def _all_bool(args: list[Any], month: bool) -> Type:
    _need(bool(args) and {type_of(arg, month=month) for arg in args} == {"bool"}, "conditions are needed")
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
    _need(left in _NUMERIC and right in _NUMERIC, f"{left} and {right} are not both numbers")
    return "int" if left == right == "int" else "number"


def _divide(args: list[Any], month: bool) -> Type:
    _arithmetic(args, month)
    return "number"


def _round(args: list[Any], month: bool) -> Type:
    (arg,) = args
    _need(type_of(arg, month=month) in _NUMERIC, "only numbers can be rounded")
    return "int"


def _size(args: list[Any], month: bool) -> Type:
    (arg,) = args
    _need(type_of(arg, month=month) == "texts", "only a list has a size")
    return "int"


def _band(args: list[Any], month: bool) -> Type:
    value, bounds, labels = args
    _need(type_of(value, month=month) in _NUMERIC, "only a number falls into bands")
    _need(bounds[0] == labels[0] == "list", "bounds and labels are lists")
    _need(all(_constant(bound) in _NUMERIC for bound in bounds[1:]), "bounds are numbers")
    _need(bounds[1:] == sorted(set(bounds[1:])), "bounds grow")
    _need(len(labels) == len(bounds) + 1, "there is one label more than bounds")
    return _common([_constant(label) for label in labels[1:]])


def _case(args: list[Any], month: bool) -> Type:
    _need(bool(args), "a branch is needed")
    _need(all(type_of(when, month=month) == "bool" for when, _ in args), "a branch starts with a condition")
    return _common([type_of(value, month=month) for _, value in args])


def _common(kinds: list[Type]) -> Type:
    found = set(kinds)
    if found <= set(_NUMERIC):
        return "number" if "number" in found else "int"
    _need(len(found) == 1, f"the values have different types: {sorted(found)}")
    return kinds[0]


def _calendar(args: list[Any], _month: bool) -> Type:
    (arg,) = args
    _need(isinstance(arg, list) and arg[0] in DATES and type_of(arg) == "date", f"a date is one of {DATES}")
    return "int"


def _count_months(args: list[Any], _month: bool) -> Type:
    n, condition = args
    _need(n in range(1, MONTHS + 1), f"the last 1 to {MONTHS} months, not {n!r}")
    _need(type_of(condition, month=True) == "bool", "a condition is needed")
    return "int"


_LEAVES: dict[str, Callable[[list[Any], bool], Type]] = {
    "fact": _fact,
    "month": _month_value,
    "avg": _over_months("number"),
    "sum": _over_months(None),
    "max": _over_months(None),
    "min": _over_months(None),
    "trend": _trend,
    "last": _month_value,
    "months": _words("int", 0),
    "events": _events,
    "latest": _words("date", None, least=1),
    "count": _count,
    "most": _most,
    "open": _words("int", 1, tuple(OPEN)),
    "holding_sum": _words("int", None),
    "holding_count": _words("int", None),
    "next_maturity": _words("date", 0),
    "riskiest": _words("text", 0),
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
