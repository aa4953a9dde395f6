"""What a customer holds of wealth products."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from recsys.tags.leaves.leaf import NOTHING, Leaf, Looked
from recsys.tags.scope import midnight


def _held(scope: Looked, kinds: tuple[str, ...]) -> list[Any]:
    held = scope.facts.get("holdings", NOTHING).values()
    return [one for one in held if not kinds or one["kind"] in kinds]


def _holding_sum(*kinds: str) -> Leaf:
    """Fen held in products of these kinds (all when none is named); unknown without a holding."""

    def run(scope: Looked) -> Any:
        held = _held(scope, kinds)
        return sum([one["amount"] for one in held]) if held else None

    return run


def _holding_count(*kinds: str) -> Leaf:
    """How many products of these kinds are held."""
    return lambda scope: len(_held(scope, kinds))


def _next_maturity() -> Leaf:
    """The earliest maturity that lies ahead, as an ISO date."""

    def run(scope: Looked) -> Any:
        held = scope.facts.get("holdings", NOTHING).values()
        dates = [one["matures"] for one in held if one["matures"]]
        if not dates:
            return None
        today = scope.today.isoformat()
        coming = min([day for day in dates if day >= today], default=None)
        if coming is not None:
            scope.changes(midnight(date.fromisoformat(coming) + timedelta(days=1), scope.zone))
        return coming

    return run


def _riskiest() -> Leaf:
    """The highest risk (R1–R5) among what is held."""

    def run(scope: Looked) -> Any:
        held = scope.facts.get("holdings", NOTHING).values()
        return max([one["risk"] for one in held if one["risk"]], default=None)

    return run


BUILDERS: dict[str, Callable[..., Leaf]] = {
    "holding_sum": _holding_sum,
    "holding_count": _holding_count,
    "next_maturity": _next_maturity,
    "riskiest": _riskiest,
}
