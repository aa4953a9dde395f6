"""Bounds that are shares of the population: measured over everybody, applied as its next version.

So a pyramid is a plain rule against constants. It gives the same online, in DuckDB and in Spark, a replay
gives it again, and nobody moves because somebody else's bill came in: all move together when the bounds are
measured again.
"""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import floor
from pathlib import Path
from typing import Any

from recsys.engine import Engine
from recsys.tags.batch.compute import in_duckdb, read_population, rule_columns
from recsys.tags.batch.export import export
from recsys.tags.definition import Compiled
from recsys.tags.registry import current
from recsys.tags.schema import Definition

Counted = Sequence[tuple[float, int]]  # value and how many have it


class TooFew(ValueError):
    """The customers cannot be divided so: too few, or too many alike."""


@dataclass(frozen=True, slots=True)
class Measured:
    """``people`` have a value; ``old`` and ``new`` are the bounds of the rule."""

    tag: Definition
    people: int
    old: tuple[float, ...]
    new: tuple[float, ...]

    @property
    def proposed(self) -> Definition:
        """The definition with the new bounds."""
        name, value, _, labels = self.tag.rule
        return self.tag.model_copy(update={"rule": [name, value, ["list", *self.new], labels]})


def bounds(counted: Counted, shares: Iterable[float]) -> list[float]:
    """For each share (percent) the lowest value from which on at most so many have it; equals stay together.

    Raises TooFew when two bounds fall on one value.
    """
    falling = sorted(counted, reverse=True)
    people = sum(count for _, count in falling)
    found = [_bound(falling, floor(people * share / 100)) for share in shares]
    if sorted(set(found)) != found:
        raise TooFew(f"{people} customers fall into fewer parts than {len(found) + 1}: bounds {found}")
    return found


def _bound(falling: Counted, most: int) -> float:
    above, bound = 0, falling[0][0] + 1 if falling else 0
    for value, count in falling:
        above += count
        if above > most:
            break
        bound = value
    return bound


def measure(engine: Engine, now: datetime) -> list[Measured]:
    """All ranked tags, over everybody who allows personalisation. Raises TooFew."""
    with engine.read() as connection:
        items = [item for item in current(connection, engine.settings.zone).rules if item.tag.ranked]
    with tempfile.TemporaryDirectory() as folder:
        export(engine, Path(folder))
        return measure_in(in_duckdb(), Path(folder), items, now)


def measure_in(connection: Any, folder: Path, items: Sequence[Compiled], now: datetime) -> list[Measured]:
    """The same over Parquet files of a population, in DuckDB."""
    trees = {item.tag.key: item.tree[1] for item in items}
    table = rule_columns(read_population(connection, folder), trees, now)
    connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE ranked AS {connection.compile(table)}")
    return [_measured(item.tag, _counted(connection, item.tag.key)) for item in items]


def _measured(tag: Definition, counted: Counted) -> Measured:
    people = sum(count for _, count in counted)
    try:
        new = tuple(bounds(counted, tag.ranked))
    except TooFew as error:
        raise TooFew(f"{tag.key}: {error}") from error
    return Measured(tag, people, tuple(tag.rule[2][1:]), new)


def _counted(connection: Any, key: str) -> Counted:
    query = f'SELECT "{key}", count(*) FROM ranked WHERE "{key}" IS NOT NULL GROUP BY 1'
    rows: Counted = connection.raw_sql(query).fetchall()
    return rows
