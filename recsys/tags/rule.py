"""Rules as data: a JSON tree with an allow-listed set of operators, compiled to closures.

``["avg", 3, "data_mb"]`` is an expression, what is not a list is a constant, ``["list", …]`` makes a list.
An unknown value is None; it makes arithmetic and comparisons None, and a condition false.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from recsys.tags.operators import BUILDERS, COMPARISONS, SIMPLE


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule may look at; ``month`` is set inside ``count_months``."""

    facts: Mapping[str, Any]
    payload: Mapping[str, Any]
    now: datetime
    month: Mapping[str, Any] | None = None


Rule = Callable[[Scope], Any]


class RuleError(ValueError):
    """The rule cannot be compiled; the message names the operator."""


def compile_rule(tree: Any) -> Rule:
    """The closure of a tree. Raises RuleError on an unknown operator or a wrong number of arguments."""
    if not isinstance(tree, list):
        return lambda scope: tree
    if not tree or not isinstance(tree[0], str):
        raise RuleError(f"an expression starts with an operator: {tree!r}")
    name, args = tree[0], tree[1:]
    if name in BUILDERS:
        return _checked(name, args)
    if name in COMPARISONS or name in SIMPLE:
        return _strict(name, [compile_rule(arg) for arg in args])
    if name in _LAZY:
        return _LAZY[name]([compile_rule(arg) for arg in args])
    if name == "count_months":
        return _count_months(args)
    if name == "case":
        return _case(args)
    raise RuleError(f"unknown operator {name!r}")


def _checked(name: str, args: list[Any]) -> Rule:
    """Operators whose arguments are constants: paths, month counts, event types."""
    try:
        closure: Rule = BUILDERS[name](*args)
    except TypeError as error:
        raise RuleError(f"{name}: {error}") from error
    return closure


def _strict(name: str, args: list[Rule]) -> Rule:
    """Operators that are unknown as soon as one argument is."""
    arity, function = {**COMPARISONS, **SIMPLE}[name]
    if len(args) != arity:
        raise RuleError(f"{name} takes {arity} arguments, not {len(args)}")

    def run(scope: Scope) -> Any:
        values = [arg(scope) for arg in args]
        return None if None in values else function(*values)

    return run


def _and(args: list[Rule]) -> Rule:
    return lambda scope: all(arg(scope) for arg in args)


def _or(args: list[Rule]) -> Rule:
    return lambda scope: any(arg(scope) for arg in args)


def _not(args: list[Rule]) -> Rule:
    (arg,) = args
    return lambda scope: not arg(scope)


def _known(args: list[Rule]) -> Rule:
    (arg,) = args
    return lambda scope: arg(scope) is not None


def _list(args: list[Rule]) -> Rule:
    return lambda scope: [arg(scope) for arg in args]


def _age(args: list[Rule]) -> Rule:
    """Full years since a date."""
    return _calendar(
        args, lambda day, now: now.year - day.year - ((now.month, now.day) < (day.month, day.day))
    )


def _days_since(args: list[Rule]) -> Rule:
    return _calendar(args, lambda day, now: (now.date() - day.date()).days)


def _days_until(args: list[Rule]) -> Rule:
    return _calendar(args, lambda day, now: (day.date() - now.date()).days)


def _calendar(args: list[Rule], function: Callable[[datetime, datetime], int]) -> Rule:
    (arg,) = args

    def run(scope: Scope) -> Any:
        value = arg(scope)
        return None if value is None else function(datetime.fromisoformat(value), scope.now)

    return run


def _count_months(args: list[Any]) -> Rule:
    """``["count_months", n, condition]``: in how many of the last n months the condition holds."""
    n, condition = args[0], compile_rule(args[1])

    def run(scope: Scope) -> Any:
        months = scope.facts.get("months", [])[-n:]
        return sum(bool(condition(Scope(scope.facts, scope.payload, scope.now, month))) for month in months)

    return run


def _case(args: list[Any]) -> Rule:
    """``["case", [condition, value], …]``: the value of the first condition that holds."""
    branches = [(compile_rule(condition), compile_rule(value)) for condition, value in args]

    def run(scope: Scope) -> Any:
        return next((value(scope) for condition, value in branches if condition(scope)), None)

    return run


_LAZY: dict[str, Callable[[list[Rule]], Rule]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "known": _known,
    "list": _list,
    "age": _age,
    "days_since": _days_since,
    "days_until": _days_until,
}

__all__ = ["Rule", "RuleError", "Scope", "compile_rule"]
