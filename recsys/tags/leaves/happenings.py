"""What happened, how often and when; what is still open."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from recsys.tags.leaves.leaf import NOTHING, Leaf, Looked


def _events(name: str, days: int) -> Leaf:
    """How often something happened in the last days, at most 20."""
    window = days * 86_400

    def run(scope: Looked) -> Any:
        times = scope.facts.get("times", NOTHING).get(name)
        if not times:
            return 0
        since = scope.since(days)
        within = [at for at in times if at > since]
        if within:
            scope.changes(min(within) + window)
        return len(within)

    return run


def _latest(*names: str) -> Leaf:
    """The customer's day on which one of these happened last, as an ISO date."""

    def run(scope: Looked) -> Any:
        known = scope.facts.get("times", NOTHING)
        times = [max(known[name]) for name in names if known.get(name)]
        return datetime.fromtimestamp(max(times), scope.zone).date().isoformat() if times else None

    return run


def _count(path: str, name: str) -> Leaf:
    """How many contacts there were of one channel or kind."""
    return lambda scope: scope.facts.get(path, NOTHING).get(name, 0)


def _most(path: str, at_least: int) -> Leaf:
    """The key with the highest count, when all counts together reach ``at_least``."""

    def run(scope: Looked) -> Any:
        counts = scope.facts.get(path) or NOTHING
        enough = sum(counts.values()) >= at_least
        return max(sorted(counts), key=lambda key: counts[key]) if enough and counts else None

    return run


def _open(kind: str) -> Leaf:
    """How many complaints, disputes or faults are not resolved yet."""
    return lambda scope: len(scope.facts.get("open", NOTHING).get(kind, ()))


BUILDERS: dict[str, Callable[..., Leaf]] = {
    "events": _events,
    "latest": _latest,
    "count": _count,
    "most": _most,
    "open": _open,
}
