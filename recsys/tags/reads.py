"""What a rule looks at: which events may change its value. From this follows what a change concerns."""

from collections.abc import Iterator, Mapping
from typing import Any

from recsys.tags.tree import Tree, expressions
from recsys.tags.vocabulary import COUNTS, HOLDINGS, OPEN, event_type_of, teachers

Reads = Mapping[str, frozenset[str] | None]  # event type → names of what happened, None = whatever
_MONTHS = ("avg", "sum", "max", "min", "trend", "last", "months", "count_months")
_HOLDINGS = ("holding_sum", "holding_count", "next_maturity", "riskiest")


def reads(tree: Tree) -> Reads:
    """The events after which the rule must be evaluated again."""
    found: dict[str, frozenset[str] | None] = {}
    for part in expressions(tree):
        for event, name in _events(part):
            names = found.get(event, frozenset())
            found[event] = None if name is None or names is None else names | {name}
    return found


def _events(part: list[Any]) -> Iterator[tuple[str, str | None]]:
    operator, args = part[0], part[1:]
    if operator == "events":
        yield event_type_of(args[0]), args[0]
    elif operator == "latest":
        yield from ((event_type_of(name), name) for name in args)
    elif operator in _MONTHS:
        yield "month.closed", None
    elif operator in _HOLDINGS:
        yield from ((event, None) for event in HOLDINGS)
    elif operator in ("count", "most"):
        yield from ((event, None) for event in COUNTS[args[0]])
    elif operator == "open":
        yield from ((event, None) for event in (OPEN[args[0]], f"{args[0]}.resolved"))
    elif operator == "fact":
        yield from ((event, None) for event in teachers(tuple(args)))
