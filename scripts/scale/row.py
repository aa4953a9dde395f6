"""One line of the table that ``python -m scripts.scale`` prints."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured, what came out, what it must be, and what pandas would take."""

    what: str
    ours: str
    bar: str
    pandas: str
    good: bool


HEAD = ("what", "ours", "bar", "naive pandas", "")


def table(rows: Sequence[Row]) -> str:
    """Columns side by side; the last says whether the bar is reached."""
    cells = [HEAD, *((*astuple(row)[:-1], "reached" if row.good else "MISSED") for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
