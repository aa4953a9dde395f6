"""The plain operators of rules. Nothing else can be called from a definition, but for its leaves."""

import operator
from bisect import bisect_right
from collections.abc import Callable
from typing import Any


def _band(value: Any, bounds: list[Any], labels: list[Any]) -> Any:
    return labels[bisect_right(bounds, value)]


STRICT: dict[str, tuple[int, Callable[..., Any]]] = {
    "=": (2, operator.eq),
    "!=": (2, operator.ne),
    "<": (2, operator.lt),
    "<=": (2, operator.le),
    ">": (2, operator.gt),
    ">=": (2, operator.ge),
    "in": (2, lambda value, values: value in values),
    "has": (2, operator.contains),
    "starts": (2, str.startswith),
    "+": (2, operator.add),
    "-": (2, operator.sub),
    "*": (2, operator.mul),
    "/": (2, lambda a, b: a / b if b else None),
    "round": (1, round),
    "size": (1, len),
    "band": (3, _band),
}
