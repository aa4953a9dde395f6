"""What several rules have in common is evaluated once for each scope."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from recsys.tags.calendar import DAYS
from recsys.tags.scope import NEVER
from recsys.tags.tree import Tree, expressions

Shared = frozenset[str]
NOTHING_SHARED: Shared = frozenset()
TIMED = frozenset({"events", "next_maturity", "age", *DAYS})  # may change although nothing happens
_CHEAP = frozenset(
    {"fact", "count", "open", "last", "months", "list", *DAYS}
)  # looking up would cost as much
_OF_MONTHS = "count_months"  # what stands in it looks at months
Rule = Callable[[Any], Any]


def shared_in(trees: Iterable[Tree]) -> Shared:
    """The expressions that stand at more than one place, each by how it is written."""
    places: Counter[str] = Counter()
    for tree in trees:
        _count(tree, places)
    return frozenset(key for key, count in places.items() if count > 1)


def timed(tree: Tree) -> bool:
    """Whether the value may change although nothing happens."""
    return any(part[0] in TIMED for part in expressions(tree))


def looked_up_once(rule: Rule, tree: Tree, key: str) -> Rule:
    """The rule that remembers its value in the scope; a timed one also how long it stays so."""

    def run(scope: Any) -> Any:
        known = scope.known
        if key in known:
            return known[key]
        value = known[key] = rule(scope)
        return value

    def look(scope: Any) -> Any:
        found = scope.timed.get(key)
        if found is None:
            before, scope.ahead = scope.ahead, NEVER
            found = scope.timed[key] = rule(scope), scope.ahead
            scope.ahead = before
        if found[1] < scope.ahead:
            scope.ahead = found[1]
        return found[0]

    return look if timed(tree) else run


def _count(tree: Tree, places: Counter[str]) -> None:
    """The parts of an expression that is there already stand at no further place."""
    if not isinstance(tree, list):
        return
    if tree and isinstance(tree[0], str) and tree[0] not in _CHEAP:
        key = repr(tree)
        places[key] += 1
        if places[key] > 1 or tree[0] == _OF_MONTHS:
            return
    for part in tree:
        _count(part, places)
