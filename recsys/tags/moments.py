"""When the value of a rule may change although nothing happens: windows end, birthdays and due dates come.

A rule that rests on facts gives, with these moments, the exact span for which its tag holds.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import floor
from typing import Any

from recsys.tags.rule import Rule, Scope, compile_rule
from recsys.tags.tree import RuleError, Tree, expressions

AHEAD = timedelta(days=400)  # a tag that begins later is noted when it comes nearer
CALENDAR = ("age", "days_since", "days_until")
_COMPARED = ("=", "!=", "<", "<=", ">", ">=")
_Source = Callable[[Scope], Iterator[datetime]]


@dataclass(frozen=True, slots=True)
class Span:
    """A value from ``since`` on, until ``until`` (exclusive), if nothing happens meanwhile."""

    value: Any
    since: datetime
    until: datetime | None


class Moments:
    """All moments at which a rule may change by itself."""

    def __init__(self, tree: Tree) -> None:
        """Raises RuleError when the rule looks at days in a way that would change it every day."""
        _check_days(tree)
        once = {
            repr(part): part for part in expressions(tree)
        }  # other tags' rules stand in it again and again
        self._sources = [source for part in once.values() for source in _sources(part)]

    def __bool__(self) -> bool:
        return bool(self._sources)

    def after(self, scope: Scope) -> list[datetime]:
        """Those that lie ahead, the next first."""
        found = {at for source in self._sources for at in source(scope) if at > scope.now}
        return sorted(found)


def span_of(rule: Rule, moments: Moments, scope: Scope) -> Span | None:
    """The value that holds now, or else the next one; none when it holds neither now nor soon."""
    coming = moments.after(scope) if moments else []
    value, since = rule(scope), scope.now
    if not holds(value):
        begins = next(((at, then) for at in coming if holds(then := rule(_at(scope, at)))), None)
        if begins is None or begins[0] > scope.now + AHEAD:
            return None
        since, value = begins
    ends = (at for at in coming if at > since and rule(_at(scope, at)) != value)
    return Span(value, since, next(ends, None))


def holds(value: Any) -> bool:
    """A rule that is unknown or false gives no tag."""
    return value is not None and value is not False


def _at(scope: Scope, now: datetime) -> Scope:
    return Scope(scope.facts, scope.payload, now, scope.zone)


def _sources(part: list[Any]) -> Iterator[_Source]:
    if part[0] == "events":
        yield _ends_of_windows(*part[1:])
    elif part[0] == "next_maturity":
        yield lambda scope: (_midnight(day + timedelta(days=1), scope) for day in _maturities(scope))
    elif part[0] == "age":
        dates = _dates(part[1])
        yield lambda scope: _birthdays(dates(scope), scope)
    else:
        yield from _thresholds(part)


def _ends_of_windows(name: str, days: int) -> _Source:
    window = timedelta(days=days)

    def source(scope: Scope) -> Iterator[datetime]:
        for at in scope.facts.get("times", {}).get(name, ()):
            yield datetime.fromtimestamp(at, UTC) + window

    return source


def _birthdays(dates: list[date], scope: Scope) -> Iterator[datetime]:
    """The next birthday and the one after, of each date; 29 February counts from 1 March."""
    for day in dates:
        for year in range(scope.today.year, scope.today.year + 3):
            yield _midnight(_birthday(day, year), scope)


def _birthday(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def _thresholds(part: list[Any]) -> Iterator[_Source]:
    """Days that are compared with constants: only there does the rule change."""
    for node in part[1:]:
        if isinstance(node, list) and node and node[0] in ("days_since", "days_until"):
            dates, sign = _dates(node[1]), 1 if node[0] == "days_since" else -1
            limits = [floor(n) for n in _constants(part, node)]
            yield _days_source(dates, sign, limits)


def _days_source(dates: Callable[[Scope], list[date]], sign: int, limits: list[int]) -> _Source:
    def source(scope: Scope) -> Iterator[datetime]:
        for day in dates(scope):
            for limit in limits:
                crossing = day + sign * timedelta(days=limit)
                yield _midnight(crossing, scope)
                yield _midnight(crossing + timedelta(days=1), scope)

    return source


def _dates(tree: Tree) -> Callable[[Scope], list[date]]:
    if tree[0] == "next_maturity":
        return _maturities
    rule = compile_rule(tree)

    def dates(scope: Scope) -> list[date]:
        value = rule(scope)
        return [date.fromisoformat(value)] if value else []

    return dates


def _maturities(scope: Scope) -> list[date]:
    held = scope.facts.get("holdings", {}).values()
    return [date.fromisoformat(one["matures"]) for one in held if one["matures"]]


def _midnight(day: date, scope: Scope) -> datetime:
    return datetime.combine(day, time(), scope.zone).astimezone(UTC)


def _constants(part: list[Any], node: list[Any]) -> list[float]:
    """What the days are compared with."""
    others = part[2][1:] if part[0] == "band" else [one for one in part[1:] if one is not node]
    return [one for one in others if isinstance(one, int | float)]


def _check_days(tree: Tree, parent: list[Any] | None = None) -> None:
    if not isinstance(tree, list) or not tree:
        return
    if tree[0] in ("days_since", "days_until") and not (parent and _compares(parent, tree)):
        raise RuleError(f"{tree[0]}: days are only compared with a constant or put into a band")
    for part in tree:
        _check_days(part, tree)


def _compares(parent: list[Any], node: list[Any]) -> bool:
    if parent[0] == "known" or parent[0] == "band":
        return True
    return parent[0] in _COMPARED and len(_constants(parent, node)) == 1
