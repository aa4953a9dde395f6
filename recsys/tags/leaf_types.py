"""The types of the leaves of rules, and of constants."""

from collections.abc import Callable, Mapping
from typing import Any

from recsys.tags.tree import RuleError
from recsys.tags.vocabulary import COUNTS, MONTH, OPEN, Type, fact_type

MONTHS = 6


def need(condition: bool, message: str) -> None:
    """Raise RuleError unless it is so."""
    if not condition:
        raise RuleError(message)


def constant(value: Any) -> Type:
    """Of a value that stands in a rule. Raises RuleError."""
    for kind, name in _CONSTANTS.items():
        if isinstance(value, kind):
            return name
    raise RuleError(f"{value!r} is no constant")


_CONSTANTS: Mapping[type, Type] = {bool: "bool", int: "int", float: "number", str: "text"}


def _fact(args: list[Any], _month: bool) -> Type:
    return fact_type(tuple(args))


def _month_value(args: list[Any], _month: bool) -> Type:
    (name,) = args
    return MONTH[name]


def _over_months(gives: Type | None) -> Callable[[list[Any], bool], Type]:
    def check(args: list[Any], _month: bool) -> Type:
        n, name = args
        need(n in range(1, MONTHS + 1), f"the last 1 to {MONTHS} months, not {n!r}")
        need(MONTH[name] == "int", f"{name} is no number")
        return gives or MONTH[name]

    return check


def _trend(args: list[Any], _month: bool) -> Type:
    (name,) = args
    need(MONTH[name] == "int", f"{name} is no number")
    return "number"


def _words(gives: Type, count: int | None, allowed: tuple[str, ...] | None = None, least: int = 0) -> Any:
    """Leaves whose arguments are names."""

    def check(args: list[Any], _month: bool) -> Type:
        need(count is None or len(args) == count, f"{count} arguments are needed, not {len(args)}")
        need(all(isinstance(arg, str) for arg in args), f"{args!r} are no names")
        need(len(args) >= least, f"at least {least} name is needed")
        need(allowed is None or set(args) <= set(allowed), f"{args!r} is none of {allowed}")
        return gives

    return check


def _events(args: list[Any], _month: bool) -> Type:
    kind, days = args
    need(isinstance(kind, str) and isinstance(days, int) and days > 0, f"a name and days, not {args!r}")
    return "int"


def _most(args: list[Any], _month: bool) -> Type:
    path, at_least = args
    need(path in COUNTS and isinstance(at_least, int), f"a count and how many at least, not {args!r}")
    return "text"


def _count(args: list[Any], _month: bool) -> Type:
    path, name = args
    need(path in COUNTS and isinstance(name, str), f"a count and one of its names, not {args!r}")
    return "int"


LEAVES: dict[str, Callable[[list[Any], bool], Type]] = {
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
}
