"""What is wrong with a cell, in words that say how to write it."""

from collections.abc import Callable, Mapping
from typing import Any

_WRITTEN: Mapping[str, str] = {
    "customer_id": "is no id: up to 64 letters, digits, - and _",
    "phone": "is no phone number: 5 to 15 digits",
    "month": "is no month like 2026-01",
}
_SHORTENED = "; if the spreadsheet shortened it to 1.38E+10, format the column as text and fill it again"


def problem_of(error: Mapping[str, Any], column: str) -> str:
    """From an error of pydantic; ``column`` names the cell."""
    kind, context = str(error["type"]), error.get("ctx", {})
    told = next((say for start, say in _PROBLEMS.items() if kind.startswith(start)), None)
    if told:
        return told(context, column)
    message = str(error["msg"]).removeprefix("Value error, ")
    return message[:1].lower() + message[1:]


def _pattern(_context: Any, column: str) -> str:
    return _WRITTEN.get(column, "is written in another way") + (_SHORTENED if column == "phone" else "")


_PROBLEMS: Mapping[str, Callable[[Any, str], str]] = {
    "missing": lambda context, column: "is missing",
    "string_pattern": _pattern,
    "string_too_long": lambda context, column: f"is longer than {context['max_length']} characters",
    "timezone": lambda context, column: "needs its zone: 2026-01-05T09:30:00+08:00",
    "datetime": lambda context, column: "is no time like 2026-01-05T09:30:00+08:00",
    "date": lambda context, column: "is no day like 2026-01-05",
    "int": lambda context, column: (
        "is no amount of fen: 123450, or 1234.50元 with its unit"
        if column == "amount"
        else "is no whole number"
    ),
    "greater": lambda context, column: f"must be {_least(context)} or more",
    "less": lambda context, column: f"must be {context.get('le')} or less",
    "bool": lambda context, column: "must be true or false (是, 否)",
    "literal": lambda context, column: f"must be {context['expected']}",
}


def _least(context: Mapping[str, Any]) -> int:
    return int(context["ge"]) if "ge" in context else int(context["gt"]) + 1
