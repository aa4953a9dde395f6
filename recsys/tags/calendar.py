"""Full years and days between a date and today, and on which midnight they matter next."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from math import floor
from typing import Any

from recsys.tags.scope import midnight
from recsys.tags.tree import RuleError, Tree

DAYS = {"days_since": 1, "days_until": -1}
COMPARED = ("=", "!=", "<", "<=", ">", ">=")
FAR = 200 * 365  # days from today; nobody lives to see what lies beyond
_DAY = timedelta(days=1)
Rule = Callable[[Any], Any]


def years(rule: Rule) -> Rule:
    """Full years since the date that the rule gives; 29 February counts from 1 March."""

    def run(scope: Any) -> Any:
        value = rule(scope)
        if value is None:
            return None
        day, today = date.fromisoformat(value), scope.today
        coming = _birthday(day, today.year)
        if coming <= today:
            coming = _birthday(day, today.year + 1)
        if coming.year <= scope.last_year:
            scope.changes(midnight(coming, scope.zone))
        return today.year - day.year - ((today.month, today.day) < (day.month, day.day))

    return run


def days(rule: Rule, sign: int, limits: Iterable[float] = ()) -> Rule:
    """Days since the date (``sign`` 1) or until it (-1); what compares them changes around the limits."""
    marks = [sign * floor(limit) for limit in limits if abs(limit) <= FAR]

    def run(scope: Any) -> Any:
        value = rule(scope)
        if value is None:
            return None
        day = date.fromisoformat(value)
        passed = (scope.today - day).days
        for mark in marks:
            if passed <= mark:
                scope.changes(midnight(day + (mark + (passed == mark)) * _DAY, scope.zone))
        return sign * passed

    return run


def looks_at_days(tree: Tree) -> bool:
    """Whether it is an expression that changes with every day."""
    return isinstance(tree, list) and bool(tree) and isinstance(tree[0], str) and tree[0] in DAYS


def limits_of(part: list[Any], node: list[Any]) -> list[float]:
    """What a comparison or a band compares the days with."""
    if part[0] not in COMPARED and part[0] != "band":
        return []
    others = part[2][1:] if part[0] == "band" else [one for one in part[1:] if one is not node]
    return [one for one in others if isinstance(one, int | float)]


def check_days(tree: Tree, parent: list[Any] | None = None) -> None:
    """Raises RuleError when a rule looks at days in a way that would change it every day."""
    if not isinstance(tree, list):
        return
    if looks_at_days(tree) and not (parent and _compares(parent, tree)):
        raise RuleError(f"{tree[0]}: days are only compared with a constant or put into a band")
    for part in tree:
        check_days(part, tree)


def _compares(parent: list[Any], node: list[Any]) -> bool:
    if parent[0] == "known" or parent[0] == "band":
        return True
    return parent[0] in COMPARED and len(limits_of(parent, node)) == 1


def _birthday(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
