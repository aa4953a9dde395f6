"""What a carried dialogue remembers, read and changed without building a tracker."""

from __future__ import annotations

import json
from typing import Any


def slot(dialogue: str | None, name: str) -> Any:
    """The value of a slot in a dialogue as text; none when it is not set."""
    if dialogue is None or f'"{name}"' not in dialogue:
        return None
    return next((row["value"] for row in reversed(json.loads(dialogue)) if _sets(row, name)), None)


def with_slot(dialogue: str | None, name: str, value: Any) -> str | None:
    """The dialogue with the slot set to a value; none unsets it."""
    if dialogue is None:
        return None
    rows = [row for row in json.loads(dialogue) if not _sets(row, name)]
    fresh = [] if value is None else [{"event": "slot", "timestamp": None, "name": name, "value": value}]
    return json.dumps([*fresh, *rows], ensure_ascii=False)


def closed(dialogue: str | None) -> str | None:
    """The dialogue without its open question and all that belongs to it."""
    for name in ("task", "question", "need", "pending", "later"):
        dialogue = with_slot(dialogue, name, None)
    return dialogue


def ordered(dialogue: str | None) -> str | None:
    """The product of the order that waits for a yes, if there is one."""
    pending = slot(dialogue, "pending") or {}
    found: str | None = pending.get("product_id")
    return found


def _sets(row: dict[str, Any], name: str) -> bool:
    return bool(row["event"] == "slot" and row["name"] == name)
