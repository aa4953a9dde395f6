"""How well entities are extracted: hand-made tables, and the messages of the golden conversations.

The first half of ``make evaluate``; alone: ``python -m scripts.entity_quality``.
"""

import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.nlu.entities.extract import extract
from bot.nlu.entities.names import Names, prepare
from kb.catalogue.load import load_catalogue
from kb.index.names_of import listed_names
from scripts.environments import ROOT

TABLES = ROOT / "tests" / "data" / "entities"
GOLDENS = "goldens"
EXACT_BAR, F1_BAR = 0.97, 0.93

Said = tuple[str, str, str]  # entity, covered text, value as JSON


@dataclass(frozen=True)
class Table:
    """Messages of ``day`` and what is in each; only ``entities`` are judged, all of them when empty."""

    name: str
    day: date
    entities: frozenset[str]
    cases: dict[str, list[Said]]


@dataclass(frozen=True)
class Outcome:
    """One message: what should be found, and what was."""

    text: str
    wanted: list[Said]
    found: list[Said]

    @property
    def right(self) -> bool:
        """Every entity with its words and value, and nothing else."""
        return sorted(self.wanted) == sorted(self.found)


def tables() -> list[Table]:
    """Every table, by name."""
    return [_read(path) for path in sorted(TABLES.glob("*.yml"))]


def outcomes(table: Table) -> list[Outcome]:
    """Each message of a table beside what is extracted from it."""
    return [Outcome(text, wanted, _found(text, table)) for text, wanted in table.cases.items()]


def exact(results: Sequence[Outcome]) -> float:
    """The share of messages that are right."""
    return sum(result.right for result in results) / len(results)


def f1(results: Sequence[Outcome]) -> float:
    """Harmonic mean of precision and recall over all entities with their values."""
    wanted = Counter((i, said) for i, result in enumerate(results) for said in result.wanted)
    found = Counter((i, said) for i, result in enumerate(results) for said in result.found)
    return 2 * (wanted & found).total() / max(wanted.total() + found.total(), 1)


def entity_lines() -> list[str]:
    """A line for every table: its size, share of exact messages, F1, and whether it reaches its bar."""
    lines = [f"{'entities: table':<24} {'messages':>8} {'exact':>7} {'F1':>7}"]
    for table in tables():
        results = outcomes(table)
        reached = f1(results) >= F1_BAR if table.name == GOLDENS else exact(results) >= EXACT_BAR
        bar = f"F1 bar {F1_BAR:.0%}" if table.name == GOLDENS else f"exact bar {EXACT_BAR:.0%}"
        verdict = "reached" if reached else "MISSED"
        lines.append(
            f"{table.name:<24} {len(results):8} {exact(results):7.1%} {f1(results):7.1%}   {bar} {verdict}"
        )
    return lines


@cache
def catalogue_names() -> Names:
    """The names of the shipped catalogue, as the bot has them."""
    return prepare(listed_names(load_catalogue(ROOT / "kb" / "data")))


def _read(path: Path) -> Table:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    judged = frozenset(loaded.get("entities", ()))
    cases = {str(text): [_said(row, judged) for row in rows] for text, rows in loaded["cases"].items()}
    return Table(path.stem, loaded["day"], judged, cases)


def _said(row: list[Any], judged: frozenset[str]) -> Said:
    """A row is ``[entity, words, value]``, or ``[words, value]`` where one entity is judged."""
    entity, words, value = row if len(row) == 3 else [*judged, *row]
    return entity, str(words), json.dumps(value, sort_keys=True)


def _found(text: str, table: Table) -> list[Said]:
    return [
        (item.entity, text[item.start : item.end], json.dumps(item.value, sort_keys=True))
        for item in extract(text, table.day, catalogue_names())
        if not table.entities or item.entity in table.entities
    ]


def main() -> int:
    """Print the lines; 1 if a table is below its bar."""
    lines = entity_lines()
    print(*lines, sep="\n")
    return int(any(line.endswith("MISSED") for line in lines))


if __name__ == "__main__":
    sys.exit(main())
