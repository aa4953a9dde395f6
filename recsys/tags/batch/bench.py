"""``python -m recsys.tags.batch.bench [SIZE]``: 150 tags of 2,000,000 customers in DuckDB and naive pandas.

DuckDB reads the Parquet files and writes a table in memory. Naive pandas maps the Python rule over the
customers, tag by tag; it does so for a sample whose time is scaled, and both must give the same values.
"""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from recsys.tags.batch.compute import in_duckdb, read_population, tag_columns
from recsys.tags.batch.generate import generate
from recsys.tags.batch.tables import Named, named_in, schemas
from recsys.tags.definition import Compiled, definitions
from recsys.tags.example import MOMENT
from recsys.tags.rule import ZONE, Scope
from recsys.tags.vocabulary import MONTH, OPEN, PROFILE

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
    connection = in_duckdb(THREADS)
    began = time.perf_counter()
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


def facts_of(folder: Path, ids: list[str]) -> list[dict[str, Any]]:
    """The first customers of the files as the fold would remember them."""
    chosen = [("customer_id", "in", ids)]
    held: dict[str, list[dict[str, Any]]] = {one: [] for one in ids}
    for row in pq.read_table(folder / "holdings.parquet", filters=chosen).to_pylist():
        held[row["customer_id"]].append(row | {"matures": row["matures"] and row["matures"].isoformat()})
    rows = pq.read_table(folder / "customers.parquet", filters=chosen).sort_by("customer_id")
    return [_facts(row, held[row["customer_id"]]) for row in rows.to_pylist()]


def _facts(row: dict[str, Any], held: list[dict[str, Any]]) -> dict[str, Any]:
    def part(prefix: str) -> dict[str, Any]:
        return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}

    profile = {name: row[f"profile_{name}"] for name in PROFILE}
    return {
        "profile": {
            name: getattr(value, "isoformat", lambda v=value: v)() for name, value in profile.items()
        },
        "months": [{name: row[f"m{slot}_{name}"] for name in MONTH} for slot in range(row["months"], 0, -1)],
        "risk": {"level": row["risk_level"]},
        "consents": part("consents_"),
        "services": {name: day and day.isoformat() for name, day in part("services_").items()},
        "holdings": {str(number): one for number, one in enumerate(held)},
        "times": {name: [at / 1e6 for at in times] for name, times in part("times_").items()},
        "channels": part("count_channels_"),
        "kinds": {row["most_kinds"]: row["total_kinds"]},
        "open": {kind: [str(n) for n in range(row[f"open_{kind}"])] for kind in OPEN},
    }


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
