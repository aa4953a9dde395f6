"""Compare what is stored with what the log gives, row by row."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

Rows = dict[str, dict[str, Any]]  # by a name such as "tag c000002 wants_plan"
Canonical = dict[str, str]  # one JSON text per row, in the order of the names


def canonical(rows: Rows) -> Canonical:
    """The same text for equal rows, whichever database gave them."""
    return {
        name: json.dumps(
            {field: _number(value) for field, value in row.items()},
            sort_keys=True,
            ensure_ascii=False,
            default=_iso,
        )
        for name, row in sorted(rows.items())
    }


def digest(rows: Canonical) -> str:
    """SHA-256 of all rows."""
    whole = sha256()
    for name, text in rows.items():
        whole.update(f"{name}\t{text}\n".encode())
    return whole.hexdigest()


def differences(stored: Canonical, replayed: Canonical) -> Iterator[str]:
    """One line for each row that one side lacks or has otherwise."""
    for name in sorted(stored.keys() | replayed.keys()):
        if stored.get(name) != replayed.get(name):
            yield f"{name}: stored {stored.get(name)}, replayed {replayed.get(name)}"


def _number(value: Any) -> Any:
    """SQLite gives 1.0 back as 1."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _iso(value: Any) -> str:
    return str(value.isoformat())
