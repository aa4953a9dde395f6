"""The leaves of rules as closures, and the plain operators. Nothing else can be called from a definition."""

import operator
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Protocol


class _Scope(Protocol):
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def now(self) -> datetime: ...
    @property
    def zone(self) -> tzinfo: ...
    @property
    def today(self) -> date: ...


Leaf = Callable[[_Scope], Any]
NOTHING: Mapping[str, Any] = {}


def _walk(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _fact(*path: str) -> Leaf:
    """A value that the fold remembers, by its path."""
    if len(path) != 2:
        return lambda scope: _walk(scope.facts, path)
    first, second = path
    return lambda scope: scope.facts.get(first, NOTHING).get(second)


def _payload(*path: str) -> Leaf:
    """A value of the event that triggered the rule."""
    return lambda scope: _walk(scope.payload, path)


def _entity(name: str) -> Leaf:
    """The value of the first entity of that name in what was said."""

    def run(scope: _Scope) -> Any:
        found = (e["value"] for e in scope.payload.get("entities", []) if e["entity"] == name)
        return next(found, None)

    return run


def _over_months(reduce: Callable[[list[Any]], Any]) -> Callable[[int, str], Leaf]:
    """Of the values that are known among the last n months; unknown without any."""

    def build(n: int, name: str) -> Leaf:
        def run(scope: _Scope) -> Any:
            months = scope.facts.get("months", ())[-n:]
            values = [month[name] for month in months if month.get(name) is not None]
            return reduce(values) if values else None

        return run

    return build


def _trend(name: str) -> Leaf:
    """Mean of the last three months ÷ mean of the three before; unknown with fewer than six."""

    def run(scope: _Scope) -> Any:
        values = [month.get(name) for month in scope.facts.get("months", ())]
        if len(values) < 6 or None in values:
            return None
        before = sum(values[-6:-3])
        return sum(values[-3:]) / before if before else None

    return run


def _last(name: str) -> Leaf:
    """A value of the newest month."""

    def run(scope: _Scope) -> Any:
        months = scope.facts.get("months")
        return months[-1].get(name) if months else None

    return run


def _months() -> Leaf:
    """How many months are known, at most six."""
    return lambda scope: len(scope.facts.get("months", ()))


def _events(name: str, days: int) -> Leaf:
    """How often something happened in the last days, at most 20."""
    window = timedelta(days=days)

    def run(scope: _Scope) -> Any:
        times = scope.facts.get("times", NOTHING).get(name)
        if not times:
            return 0
        since = (scope.now - window).timestamp()
        return sum([at > since for at in times])

    return run


def _latest(*names: str) -> Leaf:
    """The customer's day on which one of these happened last, as an ISO date."""

    def run(scope: _Scope) -> Any:
        known = scope.facts.get("times", NOTHING)
        times = [max(known[name]) for name in names if known.get(name)]
        return datetime.fromtimestamp(max(times), scope.zone).date().isoformat() if times else None

    return run


def _count(path: str, name: str) -> Leaf:
    """How many contacts there were of one channel or kind."""
    return lambda scope: scope.facts.get(path, NOTHING).get(name, 0)


def _most(path: str, at_least: int) -> Leaf:
    """The key with the highest count, when all counts together reach ``at_least``."""

    def run(scope: _Scope) -> Any:
        counts = scope.facts.get(path) or NOTHING
        enough = sum(counts.values()) >= at_least
        return max(sorted(counts), key=lambda key: counts[key]) if enough and counts else None

    return run


def _open(kind: str) -> Leaf:
    """How many complaints, disputes or faults are not resolved yet."""
    return lambda scope: len(scope.facts.get("open", NOTHING).get(kind, ()))


def _held(scope: _Scope, kinds: tuple[str, ...]) -> list[Any]:
    held = scope.facts.get("holdings", NOTHING).values()
    return [one for one in held if not kinds or one["kind"] in kinds]


def _holding_sum(*kinds: str) -> Leaf:
    """Fen held in products of these kinds (all when none is named); unknown without a holding."""

    def run(scope: _Scope) -> Any:
        held = _held(scope, kinds)
        return sum([one["amount"] for one in held]) if held else None

    return run


def _holding_count(*kinds: str) -> Leaf:
    """How many products of these kinds are held."""
    return lambda scope: len(_held(scope, kinds))


def _next_maturity() -> Leaf:
    """The earliest maturity that lies ahead, as an ISO date."""

    def run(scope: _Scope) -> Any:
        held = scope.facts.get("holdings", NOTHING).values()
        dates = [one["matures"] for one in held if one["matures"]]
        if not dates:
            return None
        today = scope.today.isoformat()
        return min([day for day in dates if day >= today], default=None)

    return run


def _riskiest() -> Leaf:
    """The highest risk (R1–R5) among what is held."""

    def run(scope: _Scope) -> Any:
        held = scope.facts.get("holdings", NOTHING).values()
        return max([one["risk"] for one in held if one["risk"]], default=None)

    return run


def _band(value: Any, bounds: list[Any], labels: list[Any]) -> Any:
    return labels[bisect_right(bounds, value)]


BUILDERS: dict[str, Callable[..., Leaf]] = {
    "fact": _fact,
    "payload": _payload,
    "entity": _entity,
    "avg": _over_months(lambda values: sum(values) / len(values)),
    "sum": _over_months(sum),
    "max": _over_months(max),
    "min": _over_months(min),
    "trend": _trend,
    "last": _last,
    "months": _months,
    "events": _events,
    "latest": _latest,
    "count": _count,
    "most": _most,
    "open": _open,
    "holding_sum": _holding_sum,
    "holding_count": _holding_count,
    "next_maturity": _next_maturity,
    "riskiest": _riskiest,
}

STRICT: dict[str, tuple[int, Callable[..., Any]]] = {
    "=": (2, operator.eq),
    "!=": (2, operator.ne),
    "<": (2, operator.lt),
    "<=": (2, operator.le),
    ">": (2, operator.gt),
    ">=": (2, operator.ge),
    "in": (2, lambda value, values: value in values),
    "has": (2, operator.contains),
    "starts": (2, str.startswith),
    "+": (2, operator.add),
    "-": (2, operator.sub),
    "*": (2, operator.mul),
    "/": (2, lambda a, b: a / b if b else None),
    "round": (1, round),
    "size": (1, len),
    "band": (3, _band),
}
