"""The documents as tables, links and code blocks."""

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

ROOT = Path(__file__).parents[3]
TOP = [ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md")]
PAGES = [*TOP, *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def read(name: str) -> str:
    """A document by its path from the root."""
    return (ROOT / name).read_text("utf-8")


def prose(name: str) -> str:
    """A document without its code blocks."""
    return _BLOCK.sub("", read(name))


def table(name: str, first_column: str) -> list[list[str]]:
    """The rows of the table whose head begins with ``first_column``; each row as its trimmed cells."""
    lines = iter(read(name).splitlines())
    for line in lines:
        if line.startswith(f"| {first_column} |"):
            next(lines)
            return [_cells(row) for row in _while_row(lines)]
    raise LookupError(f"{name} has no table that begins with {first_column!r}")


def names(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def blocks(name: str, language: str) -> list[str]:
    """The code blocks of a language."""
    return [body for found, body in _BLOCK.findall(read(name)) if found == language]


def links(path: Path) -> list[str]:
    """Targets of links and images, outside code blocks."""
    return re.findall(r"\]\(([^)\s]+)\)", _BLOCK.sub("", path.read_text("utf-8")))


def _while_row(lines: Iterator[str]) -> Iterator[str]:
    return takewhile(lambda line: line.startswith("|"), lines)


def _cells(row: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", row)[1:-1]]
