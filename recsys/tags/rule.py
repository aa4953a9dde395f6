"""Rules as data: a tree with an allow-listed set of operators, compiled to closures.

An unknown value is None; it makes arithmetic and comparisons None, and a condition false.
"""

from collections.abc import Callable
from typing import Any

from recsys.tags.calendar import DAYS, days, limits_of, looks_at_days, years
from recsys.tags.leaves import BUILDERS
from recsys.tags.operators import STRICT
from recsys.tags.scope import ZONE, Scope
from recsys.tags.sharing import NOTHING_SHARED, Shared, looked_up_once
from recsys.tags.tree import RuleError

Rule = Callable[[Any], Any]  # of a Scope; inside of count_months of one month
_Build = Callable[[Any], Rule]


def compile_rule(tree: Any, shared: Shared = NOTHING_SHARED) -> Rule:
    """The closure of a tree; what is ``shared`` is evaluated once for each scope.

    Raises RuleError on an unknown operator or a wrong number of arguments.
    """
    if not isinstance(tree, list):
        return lambda scope: tree
    if not tree or not isinstance(tree[0], str):
        raise RuleError(f"an expression starts with an operator: {tree!r}")
    key = repr(tree) if shared else ""
    rule = _compiled(tree, lambda part: compile_rule(part, shared))
    return looked_up_once(rule, tree, key) if key in shared else rule


def _compiled(tree: list[Any], build: _Build) -> Rule:
    name, args = tree[0], tree[1:]
    try:
        if name in BUILDERS:
            return BUILDERS[name](*args)
        if name in STRICT:
            return _strict(tree, build)
        if name in _SPECIAL:
            return _SPECIAL[name](args, build)
    except (TypeError, ValueError, IndexError) as error:
        raise RuleError(f"{name}: {error}") from error
    raise RuleError(f"unknown operator {name!r}")


def _strict(tree: list[Any], build: _Build) -> Rule:
    """Operators that are unknown as soon as one argument is."""
    name, args = tree[0], tree[1:]
    arity, function = STRICT[name]
    if len(args) != arity:
        raise RuleError(f"{name} takes {arity} arguments, not {len(args)}")

    def built(arg: Any) -> Rule:
        return _days(arg, build, limits_of(tree, arg)) if looks_at_days(arg) else build(arg)

    first = built(args[0])
    if all(_is_constant(arg) for arg in args[1:]):
        return _with_constants(function, first, [_constant(arg) for arg in args[1:]])
    rest = [built(arg) for arg in args[1:]]

    def run(scope: Any) -> Any:
        values = [first(scope), *[arg(scope) for arg in rest]]
        return None if any(value is None for value in values) else function(*values)

    return _binary(function, first, rest[0]) if arity == 2 else run


def _days(tree: list[Any], build: _Build, limits: list[float]) -> Rule:
    (dated,) = tree[1:]
    return days(build(dated), DAYS[tree[0]], limits)


def _with_constants(function: Callable[..., Any], first: Rule, constants: list[Any]) -> Rule:
    def run(scope: Any) -> Any:
        value = first(scope)
        return None if value is None else function(value, *constants)

    return run if len(constants) != 1 else _with_one(function, first, constants[0])


def _with_one(function: Callable[..., Any], first: Rule, constant: Any) -> Rule:
    def run(scope: Any) -> Any:
        value = first(scope)
        return None if value is None else function(value, constant)

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


def _and(args: list[Any], build: _Build) -> Rule:
    rules = [build(arg) for arg in args]

    def run(scope: Any) -> bool:
        for rule in rules:  # noqa: SIM110 - all() is twice as slow
            if not rule(scope):
                return False
        return True

    return run


def _or(args: list[Any], build: _Build) -> Rule:
    rules = [build(arg) for arg in args]

    def run(scope: Any) -> bool:
        for rule in rules:  # noqa: SIM110 - any() is twice as slow
            if rule(scope):
                return True
        return False

    return run


def _not(args: list[Any], build: _Build) -> Rule:
    (rule,) = map(build, args)
    return lambda scope: not rule(scope)


def _known(args: list[Any], build: _Build) -> Rule:
    (rule,) = map(build, args)
    return lambda scope: rule(scope) is not None


def _list(args: list[Any], build: _Build) -> Rule:
    rules = [build(arg) for arg in args]
    return lambda scope: [rule(scope) for rule in rules]


def _month(args: list[Any], _build: _Build) -> Rule:
    """A value of the month that ``count_months`` looks at."""
    (name,) = args
    return lambda month: month.get(name)


def _count_months(args: list[Any], _build: _Build) -> Rule:
    """``["count_months", n, condition]``: in how many of the last n months the condition holds."""
    n, condition = args[0], compile_rule(args[1])  # looks at months, not at the scope
    return lambda scope: len([1 for month in scope.facts.get("months", ())[-n:] if condition(month)])


def _case(args: list[Any], build: _Build) -> Rule:
    """``["case", [condition, value], …]``: the value of the first condition that holds."""
    branches = [(build(condition), build(value)) for condition, value in args]

    def run(scope: Any) -> Any:
        for condition, value in branches:
            if condition(scope):
                return value(scope)
        return None

    return run


def _age(args: list[Any], build: _Build) -> Rule:
    (dated,) = map(build, args)
    return years(dated)


_SPECIAL: dict[str, Callable[[list[Any], _Build], Rule]] = {
    "and": _and,
    "or": _or,
    "not": _not,
    "known": _known,
    "list": _list,
    "age": _age,
    "days_since": lambda args, build: _days(["days_since", *args], build, []),
    "days_until": lambda args, build: _days(["days_until", *args], build, []),
    "month": _month,
    "count_months": _count_months,
    "case": _case,
}

__all__ = ["ZONE", "Rule", "RuleError", "Scope", "compile_rule"]
