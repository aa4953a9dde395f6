"""Why a customer has a tag, or has not: the rule line by line with the customer's own values put in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recsys.tags.phrase import comparison, phrase
from recsys.tags.registry import latest
from recsys.tags.rule import Scope, compile_rule
from recsys.tags.tree import Tree, expand
from recsys.tags.wording import shown, unit, words

_GROUPS = ("and", "or", "not")


@dataclass(frozen=True, slots=True)
class Line:
    """``text`` at some depth; ``holds`` of a condition, none where nothing is decided."""

    depth: int
    text: str
    holds: bool | None = None


def explain(tree: Tree, scope: Scope | None = None) -> list[Line]:
    """The rule in Chinese; with a scope also what each part is for the customer.

    A tag that the rule rests on is called by its title.
    """
    return list(_lines(tree, scope, 0))


def deciding(lines: list[Line]) -> str:
    """The branches that decided, in one line; of a rule without branches the whole rule."""
    held = [line.text for line in lines if line.holds]
    return ";".join(held or [line.text for line in lines])


def _lines(tree: Tree, scope: Scope | None, depth: int) -> Iterator[Line]:
    name = tree[0] if isinstance(tree, list) and tree else None
    if name in _GROUPS:
        yield Line(depth, words("words")[name], _holds(tree, scope))
        for part in tree[1:]:
            yield from _lines(part, scope, depth + 1)
    elif name == "case":
        yield from _branches(tree, scope, depth)
    elif name == "band":
        yield from _band(tree, scope, depth)
    elif name in words("operators") or name in ("in", "has", "starts", "known"):
        yield Line(depth, comparison(tree) + _values(tree[1:], scope), _holds(tree, scope))
    else:
        yield Line(depth, phrase(tree) + _values([tree], scope))


def _branches(tree: Tree, scope: Scope | None, depth: int) -> Iterator[Line]:
    """Each branch: its value if its condition holds; branches within only of the one that decides."""
    yield Line(depth, words("words")["case"])
    decided = False
    for condition, value in tree[1:]:
        result = phrase(value) if isinstance(value, list) else shown(value, "")
        said = words("words")["otherwise"] if condition is True else comparison(condition)
        seen = "" if condition is True else _values(_operands(condition), scope)
        met = None if decided else _holds(condition, scope)
        decided = decided or bool(met)
        inner = isinstance(value, list) and value[0] == "case"
        yield Line(depth + 1, f"{said}{seen}" if inner else f"{said}{seen} → {result}", met)
        if inner and (scope is None or met):
            yield from _branches(value, scope, depth + 1)


def _operands(condition: Tree) -> list[Tree]:
    """What is looked up in a condition of one level or several."""
    if not isinstance(condition, list):
        return []
    if condition[0] in _GROUPS:
        return [part for inner in condition[1:] for part in _operands(inner)]
    return list(condition[1:])


def _band(tree: Tree, scope: Scope | None, depth: int) -> Iterator[Line]:
    bounds, labels = tree[2][1:], tree[3][1:]
    measure = unit(tree[1])
    steps = [
        f"<{shown(bound, measure)} {shown(label, '')}" for bound, label in zip(bounds, labels, strict=False)
    ]
    steps.append(f"≥{shown(bounds[-1], measure)} {shown(labels[-1], '')}")
    yield Line(depth, f"{phrase(tree[1])}{_values([tree[1]], scope)}: {';'.join(steps)}")


def _values(parts: list[Tree], scope: Scope | None) -> str:
    """「(70.00元)」 for what is looked up; constants need no repetition."""
    looked_up = [part for part in parts if isinstance(part, list) and part[0] != "list"]
    if scope is None or not looked_up:
        return ""
    return f"({'、'.join(shown(_value(part, scope), unit(part)) for part in looked_up)})"


def _value(tree: Tree, scope: Scope) -> Any:
    rules = {item.tag.key: item.tag.rule for item in latest().rules}
    return compile_rule(expand(tree, rules))(scope)


def _holds(tree: Tree, scope: Scope | None) -> bool | None:
    return None if scope is None else bool(_value(tree, scope))
