"""Sub-rules that several places look at, so that each is computed once for a customer."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recsys.tags.tree import Tree

_COLUMNS = frozenset({"fact", "open", "last", "months", "count", "holding_sum", "holding_count", "riskiest"})
_TWICE: Mapping[str, int] = {
    "round": 1,
    "band": 1,
    "/": 2,
}  # which of their parts engines look at more than once


def stages(trees: Iterable[Tree]) -> list[list[Tree]]:
    """The shared sub-rules; those of a stage rest on columns and on earlier stages alone."""
    looks: Counter[str] = Counter()
    seen: dict[str, Tree] = {}
    for tree in trees:
        if isinstance(tree, list):
            _count(tree, looks, seen)
    shared = {key: tree for key, tree in seen.items() if looks[key] > 1 and not _is_column(tree)}
    depths: dict[str, int] = {}
    for tree in shared.values():
        _depth(tree, shared, depths)
    found: list[list[Tree]] = [[] for _ in range(max((depths[key] for key in shared), default=0))]
    for key, tree in shared.items():
        found[depths[key] - 1].append(tree)
    return found


def key_of(tree: Tree) -> str:
    """The same for the same sub-rule; 1, 1.0 and true are different."""
    return repr(tree)


def _is_column(tree: list[Any]) -> bool:
    return tree[0] in _COLUMNS or (tree[0] in ("latest", "next_maturity") and len(tree) <= 2)


def operands(tree: list[Any]) -> Iterator[list[Any]]:
    """The expressions that an expression rests on, one as often as it is looked at.

    What count_months asks of a month is none of them.
    """
    for position, part in enumerate(tree[1:] if tree[0] != "count_months" else (), 1):
        if tree[0] == "case":
            yield from (one for one in part if isinstance(one, list))
        elif isinstance(part, list) and part[0] != "list":
            yield from [part] * (2 if _TWICE.get(tree[0]) == position else 1)


def _count(tree: list[Any], looks: Counter[str], seen: dict[str, Tree]) -> None:
    """What occurs only within a shared sub-rule is looked at but once."""
    key = key_of(tree)
    looks[key] += 1
    if looks[key] == 1:
        seen[key] = tree
        for part in operands(tree):
            _count(part, looks, seen)


def _depth(tree: list[Any], shared: Mapping[str, Tree], depths: dict[str, int]) -> int:
    """How many stages a sub-rule needs, its own included."""
    key = key_of(tree)
    if key not in depths:
        below = max((_depth(part, shared, depths) for part in operands(tree)), default=0)
        depths[key] = below + (key in shared)
    return depths[key]
