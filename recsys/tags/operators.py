"""The operators of rules. Nothing else can be called from a definition."""

import operator
from bisect import bisect_right
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Protocol


class _Scope(Protocol):
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def now(self) -> Any: ...
    @property
    def month(self) -> Mapping[str, Any] | None: ...


def _walk(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _fact(*path: str) -> Callable[[_Scope], Any]:
    """A value that the fold remembers, by its path."""
    return lambda scope: _walk(scope.facts, path)


def _payload(*path: str) -> Callable[[_Scope], Any]:
    """A value of the event that triggered the rule."""
    return lambda scope: _walk(scope.payload, path)


def _entity(name: str) -> Callable[[_Scope], Any]:
    """The value of the first entity of that name in what was said."""

    def run(scope: _Scope) -> Any:
        found = (e["value"] for e in scope.payload.get("entities", []) if e["entity"] == name)
        return next(found, None)

    return run


def _month(name: str) -> Callable[[_Scope], Any]:
    """A value of the month that ``count_months`` looks at."""
    return lambda scope: scope.month.get(name) if scope.month else None


def _over_months(reduce: Callable[[list[Any]], Any]) -> Callable[[int, str], Callable[[_Scope], Any]]:
    def build(n: int, name: str) -> Callable[[_Scope], Any]:
        def run(scope: _Scope) -> Any:
            values = [month[name] for month in scope.facts.get("months", [])[-n:] if name in month]
            return reduce(values) if values else None

        return run

    return build


def _trend(name: str) -> Callable[[_Scope], Any]:
    """Mean of the last three months ÷ mean of the three before; unknown with fewer than six."""

    def run(scope: _Scope) -> Any:
        values = [month[name] for month in scope.facts.get("months", [])]
        before = sum(values[-6:-3])
        return sum(values[-3:]) / before if len(values) >= 6 and before else None

    return run


def _events(kind: str, days: int) -> Callable[[_Scope], Any]:
    """How often an event (or ``intent:<name>``) happened in the last days, at most 20."""

    def run(scope: _Scope) -> Any:
        since = (scope.now - timedelta(days=days)).timestamp()
        return sum(at > since for at in scope.facts.get("times", {}).get(kind, []))

    return run


def _most(path: str, at_least: int) -> Callable[[_Scope], Any]:
    """The key with the highest count, when all counts together reach ``at_least``."""

    def run(scope: _Scope) -> Any:
        counts = scope.facts.get(path) or {}
        enough = sum(counts.values()) >= at_least
        return max(sorted(counts), key=lambda key: counts[key]) if enough and counts else None

    return run


def _holding_sum(*kinds: str) -> Callable[[_Scope], Any]:
    """Fen held in products of these kinds (all when none is named); unknown without a holding."""

    def run(scope: _Scope) -> Any:
        held = [h for h in scope.facts.get("holdings", {}).values() if not kinds or h["kind"] in kinds]
        return sum(h["amount"] for h in held) if held else None

    return run


def _next_maturity() -> Callable[[_Scope], Any]:
    """The earliest maturity that lies ahead, as an ISO date."""

    def run(scope: _Scope) -> Any:
        held = scope.facts.get("holdings", {}).values()
        today = scope.now.date().isoformat()
        return min((h["matures"] for h in held if h["matures"] and h["matures"] >= today), default=None)

    return run


def _band(value: Any, bounds: list[Any], labels: list[str]) -> str:
    return labels[bisect_right(bounds, value)]


BUILDERS: dict[str, Callable[..., Callable[[Any], Any]]] = {
    "fact": _fact,
    "payload": _payload,
    "entity": _entity,
    "month": _month,
    "avg": _over_months(lambda values: sum(values) / len(values)),
    "sum": _over_months(sum),
    "max": _over_months(max),
    "trend": _trend,
    "events": _events,
    "most": _most,
    "holding_sum": _holding_sum,
    "next_maturity": _next_maturity,
}

COMPARISONS: dict[str, tuple[int, Callable[..., Any]]] = {
    "=": (2, operator.eq),
    "!=": (2, operator.ne),
    "<": (2, operator.lt),
    "<=": (2, operator.le),
    ">": (2, operator.gt),
    ">=": (2, operator.ge),
    "in": (2, lambda value, values: value in values),
    "has": (2, lambda values, value: value in values),
    "starts": (2, lambda text, head: text.startswith(head)),
}

SIMPLE: dict[str, tuple[int, Callable[..., Any]]] = {
    "+": (2, operator.add),
    "-": (2, operator.sub),
    "*": (2, operator.mul),
    "/": (2, lambda a, b: a / b if b else None),
    "round": (1, round),
    "size": (1, len),
    "band": (3, _band),
}
