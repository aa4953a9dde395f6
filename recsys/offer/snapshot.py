"""Plain values to canonical JSON and back: the same value is always the same bytes."""

import json
from typing import Any, TypeVar

from pydantic import TypeAdapter

Value = TypeVar("Value")
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}  # building one takes milliseconds


def canonical(value: Any) -> str:
    """Keys sorted, no spaces, Chinese as it is."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_plain(value: Any) -> Any:
    """A dataclass (nested, with dates) as JSON-ready values."""
    return _adapter(type(value)).dump_python(value, mode="json")


def from_plain(kind: type[Value], data: Any) -> Value:
    """The inverse; pydantic's ValidationError when it does not fit."""
    value: Value = _adapter(kind).validate_python(data)
    return value


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]
