"""Rules as trees: ``["avg", 3, "data_mb"]`` is an expression, what is not a list is a constant."""

from collections.abc import Iterator, Mapping
from typing import Any

Tree = Any  # JSON


class RuleError(ValueError):
    """The rule is wrong; the message names the operator."""


def expressions(tree: Tree) -> Iterator[list[Any]]:
    """Every expression of the tree, outer ones first; the branches of ``case`` are looked into."""
    if not isinstance(tree, list):
        return
    if tree and isinstance(tree[0], str):
        yield tree
    for part in tree:
        yield from expressions(part)


def named_tags(tree: Tree) -> frozenset[str]:
    """The tags that the rule rests on."""
    return frozenset(part[1] for part in expressions(tree) if part[0] == "tag" and len(part) == 2)


def expand(tree: Tree, rules: Mapping[str, Tree], within: tuple[str, ...] = ()) -> Tree:
    """Put the rules of other tags in place of ``["tag", key]``, so that a rule rests on facts alone.

    Raises RuleError for a tag that has no rule or, in the end, rests on itself.
    """
    if not isinstance(tree, list):
        return tree
    if tree and tree[0] == "tag":
        if len(tree) != 2 or tree[1] not in rules:
            raise RuleError(f"tag: {tree[1:]} has no rule of its own")
        if tree[1] in within:
            raise RuleError(f"tag: {' → '.join((*within, tree[1]))} goes round in a circle")
        return expand(rules[tree[1]], rules, (*within, tree[1]))
    return [expand(part, rules, within) for part in tree]
