"""A rule in fewer steps: the same value, from columns that are cheaper to look at.

Two expressions come into being that no definition has: ``["happened", name, days]``, whether it happened at
all within so many days, and ``["on", date, comparison, days]``, how a date compares with the day so many
days from today.
"""

from collections.abc import Iterator
from typing import Any

from recsys.tags.calendar import FAR, looks_at_days
from recsys.tags.tree import Tree

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_ANY = {(">", 0), (">=", 1), ("!=", 0)}  # of a count
_NONE = {("=", 0), ("<", 1), ("<=", 0)}


def shortened(tree: Tree) -> Tree:
    """The rule, which must be checked and expanded; conditions on a month stay as they are."""
    if not isinstance(tree, list) or tree[0] in ("count_months", "list"):
        return tree
    if tree[0] == "case":
        return ["case", *([shortened(when), shortened(then)] for when, then in tree[1:])]
    if tree[0] == "band" and looks_at_days(tree[1]):
        return shortened(_as_case(*tree[1:]))
    if tree[0] in _TURNED:
        return _comparison(*tree)
    return [shortened(part) for part in tree]


def _comparison(how: str, left: Tree, right: Tree) -> Tree:
    if type(right) is int:  # true and 1.0 are not meant
        found = list(_counted(left))
        if None not in found and (how, right) in _ANY | _NONE:
            any_of = ["or", *(["happened", *part[1:]] for part in found if part)]
            return any_of if (how, right) in _ANY else ["not", any_of]
        if looks_at_days(left) and abs(right) <= FAR:
            name, day = left
            return ["on", day, how, right] if name == "days_until" else ["on", day, _TURNED[how], -right]
    return [how, shortened(left), shortened(right)]


def _counted(tree: Tree) -> Iterator[list[Any] | None]:
    """The counts of happenings that are added up; None for whatever else."""
    if isinstance(tree, list) and tree[0] == "+":
        for part in tree[1:]:
            yield from _counted(part)
    else:
        yield tree if isinstance(tree, list) and tree[0] == "events" else None


def _as_case(days: list[Any], bounds: list[Any], labels: list[Any]) -> Tree:
    below = [[["<", days, bound], label] for bound, label in zip(bounds[1:], labels[1:], strict=False)]
    return ["case", *below, [["known", days[1]], labels[-1]]]
