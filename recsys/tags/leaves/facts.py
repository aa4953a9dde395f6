"""What is registered of a customer, and what the event says that triggered the rule."""

from collections.abc import Callable, Mapping
from typing import Any

from recsys.tags.leaves.leaf import NOTHING, Leaf, Looked


def _walk(value: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def _fact(*path: str) -> Leaf:
    """A value that the fold remembers, by its path."""
    if len(path) != 2:
        return lambda scope: _walk(scope.facts, path)
    first, second = path
    return lambda scope: scope.facts.get(first, NOTHING).get(second)


def _payload(*path: str) -> Leaf:
    """A value of the event that triggered the rule."""
    return lambda scope: _walk(scope.payload, path)


def _entity(name: str) -> Leaf:
    """The value of the first entity of that name in what was said."""

    def run(scope: Looked) -> Any:
        found = (e["value"] for e in scope.payload.get("entities", []) if e["entity"] == name)
        return next(found, None)

    return run


BUILDERS: dict[str, Callable[..., Leaf]] = {
    "fact": _fact,
    "payload": _payload,
    "entity": _entity,
}
