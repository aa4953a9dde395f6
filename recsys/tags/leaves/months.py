"""The last months of use and their bills."""

from collections.abc import Callable
from typing import Any

from recsys.tags.leaves.leaf import Leaf, Looked


def _over_months(reduce: Callable[[list[Any]], Any]) -> Callable[[int, str], Leaf]:
    """Of the values that are known among the last n months; unknown without any."""

    def build(n: int, name: str) -> Leaf:
        def run(scope: Looked) -> Any:
            months = scope.facts.get("months", ())[-n:]
            values = [month[name] for month in months if month.get(name) is not None]
            return reduce(values) if values else None

        return run

    return build


def _trend(name: str) -> Leaf:
    """Mean of the last three months ÷ mean of the three before; unknown with fewer than six."""

    def run(scope: Looked) -> Any:
        values = [month.get(name) for month in scope.facts.get("months", ())]
        if len(values) < 6 or None in values:
            return None
        before = sum(values[-6:-3])
        return sum(values[-3:]) / before if before else None

    return run


def _last(name: str) -> Leaf:
    """A value of the newest month."""

    def run(scope: Looked) -> Any:
        months = scope.facts.get("months")
        return months[-1].get(name) if months else None

    return run


def _months() -> Leaf:
    """How many months are known, at most six."""
    return lambda scope: len(scope.facts.get("months", ()))


BUILDERS: dict[str, Callable[..., Leaf]] = {
    "avg": _over_months(lambda values: sum(values) / len(values)),
    "sum": _over_months(sum),
    "max": _over_months(max),
    "min": _over_months(min),
    "trend": _trend,
    "last": _last,
    "months": _months,
}
