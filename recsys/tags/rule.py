"""Rules as data: a tree with an allow-listed set of operators, compiled to closures.

An unknown value is None; it makes arithmetic and comparisons None, and a condition false.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from recsys.tags.leaves import BUILDERS
from recsys.tags.operators import STRICT
from recsys.tags.tree import RuleError

ZONE = ZoneInfo("Asia/Shanghai")  # where nothing else is said


@dataclass(frozen=True, slots=True)
class Scope:
    """What a rule may look at; days are those of ``zone``."""

    facts: Mapping[str, Any]
    payload: Mapping[str, Any]
    now: datetime
    zone: tzinfo = ZONE

    @property
    def today(self) -> date:
        """The customer's day."""
        return self.now.astimezone(self.zone).date()


Rule = Callable[[Any], Any]  # of a Scope; inside of count_months of one month


def compile_rule(tree: Any) -> Rule:
    """The closure of a tree. Raises RuleError on an unknown operator or a wrong number of arguments."""
    if not isinstance(tree, list):
        return lambda scope: tree
    if not tree or not isinstance(tree[0], str):
        raise RuleError(f"an expression starts with an operator: {tree!r}")
    name, args = tree[0], tree[1:]
    try:
        if name in BUILDERS:
            return BUILDERS[name](*args)
        if name in STRICT:
            return _strict(name, args)
        if name in _SPECIAL:
            return _SPECIAL[name](args)
    except (TypeError, ValueError, IndexError) as error:
        raise RuleError(f"{name}: {error}") from error
    raise RuleError(f"unknown operator {name!r}")


def _strict(name: str, args: list[Any]) -> Rule:
    """Operators that are unknown as soon as one argument is."""
    arity, function = STRICT[name]
    if len(args) != arity:
        raise RuleError(f"{name} takes {arity} arguments, not {len(args)}")
    first = compile_rule(args[0])
    if all(_is_constant(arg) for arg in args[1:]):
        return _with_constants(function, first, [_constant(arg) for arg in args[1:]])
    rest = [compile_rule(arg) for arg in args[1:]]

    def run(scope: Any) -> Any:
        values = [first(scope), *[arg(scope) for arg in rest]]
        return None if any(value is None for value in values) else function(*values)

    return _binary(function, first, rest[0]) if arity == 2 else run


def _with_constants(function: Callable[..., Any], first: Rule, constants: list[Any]) -> Rule:
    def run(scope: Any) -> Any:
        value = first(scope)
        return None if value is None else function(value, *constants)

    return run


def _binary(function: Callable[..., Any], left: Rule, right: Rule) -> Rule:
    def run(scope: Any) -> Any:
        a = left(scope)
        if a is None:
            return None
        b = right(scope)
        return None if b is None else function(a, b)

    return run


def _is_constant(tree: Any) -> bool:
    return not isinstance(tree, list) or (bool(tree) and tree[0] == "list" and _flat(tree))


def _flat(tree: list[Any]) -> bool:
    return not any(isinstance(part, list) for part in tree)


def _constant(tree: Any) -> Any:
    return tree[1:] if isinstance(tree, list) else tree


def _and(args: list[Any]) -> Rule:
    rules = [compile_rule(arg) for arg in args]

    def run(scope: Any) -> bool:
        for rule in rules:  # noqa: SIM110 - all() is twice as slow
            if not rule(scope):
                return False
        return True

    return run


def _or(args: list[Any]) -> Rule:
    rules = [compile_rule(arg) for arg in args]

    def run(scope: Any) -> bool:
        for rule in rules:  # noqa: SIM110 - any() is twice as slow
            if rule(scope):
                return True
        return False

    return run


def _not(args: list[Any]) -> Rule:
    (rule,) = map(compile_rule, args)
    return lambda scope: not rule(scope)


def _known(args: list[Any]) -> Rule:
    (rule,) = map(compile_rule, args)
    return lambda scope: rule(scope) is not None


def _list(args: list[Any]) -> Rule:
    rules = [compile_rule(arg) for arg in args]
    return lambda scope: [rule(scope) for rule in rules]


def _age(args: list[Any]) -> Rule:
    """Full years since a date."""

    def years(day: date, today: date) -> int:
        return today.year - day.year - ((today.month, today.day) < (day.month, day.day))

    return _calendar(args, years)


def _calendar(args: list[Any], function: Callable[[date, date], int]) -> Rule:
    (rule,) = map(compile_rule, args)

    def run(scope: Scope) -> Any:
        value = rule(scope)
        return None if value is None else function(date.fromisoformat(value), scope.today)

    return run


def _month(args: list[Any]) -> Rule:
    """A value of the month that ``count_months`` looks at."""
    (name,) = args
    return lambda month: month.get(name)


def _count_months(args: list[Any]) -> Rule:
    """``["count_months", n, condition]``: in how many of the last n months the condition holds."""
    n, condition = args[0], compile_rule(args[1])
    return lambda scope: len([1 for month in scope.facts.get("months", ())[-n:] if condition(month)])


def _case(args: list[Any]) -> Rule:
    """``["case", [condition, value], …]``: the value of the first condition that holds."""
    branches = [(compile_rule(condition), compile_rule(value)) for condition, value in args]

    def run(scope: Any) -> Any:
        for condition, value in branches:
            if condition(scope):
                return value(scope)
        return None

    return run


_SPECIAL: dict[str, Callable[[list[Any]], Rule]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "known": _known,
    "list": _list,
    "age": _age,
    "days_since": lambda args: _calendar(args, lambda day, today: (today - day).days),
    "days_until": lambda args: _calendar(args, lambda day, today: (day - today).days),
    "month": _month,
    "count_months": _count_months,
    "case": _case,
}

__all__ = ["ZONE", "Rule", "RuleError", "Scope", "compile_rule"]
