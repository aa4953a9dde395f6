"""What is wrong with a table, and where; whom it concerns is only hinted at."""

from dataclasses import dataclass

PERSONAL = frozenset(
    ("customer_id", "name", "phone", "wechat", "bank", "union", "document")  # who it is
) | {"handled_by", "content", "proof", "reason"}  # written by people
LONGEST = 40  # characters of a value that are shown


@dataclass(frozen=True, slots=True)
class Fault:
    """``row`` counts as in a spreadsheet: the header is row 1. ``value`` is what stands there, masked."""

    row: int
    column: str
    value: str
    problem: str

    def line(self) -> str:
        """For people."""
        return f"row {self.row}, column {self.column}: {self.value!r} {self.problem}"


def fault(row: int, column: str, value: str, problem: str) -> Fault:
    """Of what names a person, or was said by one, the first character and the last two are shown."""
    names = {name.strip() for name in column.split(",")}
    return Fault(row, column, _hidden(value) if names & PERSONAL else _short(value), problem)


def _hidden(value: str) -> str:
    first, last = (value[:1], value[-2:]) if len(value) >= 6 else (value[:1], "")
    return first + "*" * min(len(value) - len(first + last), LONGEST) + last


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"
