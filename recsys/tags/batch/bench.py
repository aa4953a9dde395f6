"""``python -m recsys.tags.batch.bench [SIZE]``: 150 tags of 2,000,000 customers in DuckDB and naive pandas.

DuckDB reads the Parquet files, which the page cache holds, and writes a table in memory. Naive pandas maps
the Python rule over the customers, tag by tag; it does so for a sample whose time is scaled, and both must
give the same values.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from recsys.collector import paused
from recsys.tags.batch.compute import in_duckdb, read_population, tag_columns
from recsys.tags.batch.facts import facts_of
from recsys.tags.batch.generate import generate
from recsys.tags.batch.tables import Named, named_in, schemas
from recsys.tags.definition import Compiled, definitions
from recsys.tags.example import MOMENT
from recsys.tags.rule import ZONE, Scope

TAGS, SIZE, SAMPLE, THREADS = 150, 2_000_000, 2000, 2
BAR_S = 8.0
FOLDER = Path("var/bench/tags")


@dataclass(frozen=True, slots=True)
class TagSpeed:
    """Seconds for all customers, of ours and of pandas; ``wrong`` values differ on the sample."""

    tags: int
    customers: int
    seconds: float
    pandas_seconds: float
    wrong: int

    @property
    def within_bar(self) -> bool:
        """Whether two million customers would take no longer than the bar, at this pace, and all agree."""
        return not self.wrong and self.seconds * SIZE / self.customers <= BAR_S

    def line(self) -> str:
        """For people."""
        return (
            f"{self.tags} tags of {self.customers:,} customers, {THREADS} threads: {self.seconds:.1f} s; "
            f"naive pandas {self.pandas_seconds:,.0f} s (measured on {SAMPLE:,}, scaled); "
            f"{self.wrong} values differ on the sample"
        )


def measure(size: int) -> TagSpeed:
    """Compute the tags of so many customers both ways."""
    folder, items = prepared(size)
    seconds, shown = in_engine(folder, items)
    naive, wrong = in_pandas(folder, items, shown)
    return TagSpeed(len(items), size, seconds, naive * size / len(shown), wrong)


def prepared(size: int) -> tuple[Path, list[Compiled]]:
    """The files of so many customers, made unless they are there, and the tags that are measured."""
    items = [item for item in definitions().rules if not item.tag.sensitive][:TAGS]
    folder, named = FOLDER / str(size), named_in(item.tree for item in definitions().rules)
    if not _is_there(folder, named):
        generate(folder, size, named, MOMENT)
    return folder, items


def _is_there(folder: Path, named: Named) -> bool:
    """Files of other definitions lack what today's rules look at."""
    return all(
        (path := folder / f"{name}.parquet").is_file() and pq.read_schema(path).equals(schema)
        for name, schema in schemas(named).items()
    )


def in_engine(folder: Path, items: Sequence[Compiled]) -> tuple[float, pd.DataFrame]:
    """Seconds from files to the finished table, and the rows of the sample."""
    for file in folder.glob("*.parquet"):
        file.read_bytes()  # from now on in the page cache: not the disk is measured
    connection = in_duckdb(THREADS)
    began = time.perf_counter()
    with paused():
        table = tag_columns(read_population(connection, folder), items, MOMENT)
        connection.raw_sql(f"CREATE TEMP TABLE tagged AS {connection.compile(table)}")
    seconds = time.perf_counter() - began
    rows = connection.con.sql(f"SELECT * FROM tagged ORDER BY customer_id LIMIT {SAMPLE}")
    return seconds, rows.to_arrow_table().to_pandas()


def in_pandas(folder: Path, items: Sequence[Compiled], shown: pd.DataFrame) -> tuple[float, int]:
    """Seconds for the sample, and how many values are not those of the engine."""
    people = facts_of(folder, list(shown.customer_id))
    began = time.perf_counter()
    scopes = pd.Series(people).map(lambda facts: Scope(facts, {}, MOMENT, ZONE))
    found = pd.DataFrame({item.tag.key: scopes.map(item.value) for item in items})
    seconds = time.perf_counter() - began
    wrong = sum(
        not _same(mine, theirs)
        for item in items
        for mine, theirs in zip(found[item.tag.key], shown[item.tag.key], strict=True)
    )
    return seconds, wrong


def _same(mine: Any, theirs: Any) -> bool:
    """Not holding is said in several ways."""
    if _absent(mine) or _absent(theirs):
        return _absent(mine) and _absent(theirs)
    return list(mine) == list(theirs) if isinstance(mine, list) else bool(mine == theirs)


def _absent(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and value != value) or value is False


if __name__ == "__main__":
    speed = measure(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE)
    print(speed.line())
    sys.exit(not speed.within_bar)
