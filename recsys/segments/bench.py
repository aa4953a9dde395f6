"""``python -m recsys.segments.bench [SIZE]``: all segments of 100,000 made-up people in DuckDB.

Seconds on the clock and of CPU, which other work on the machine does not change.
"""

import sys
import time
from pathlib import Path
from typing import Any

from recsys.segments.bounds import measure_in
from recsys.segments.spread import scheme_items
from recsys.tags.batch.compute import in_duckdb, read_population, tag_columns
from recsys.tags.batch.generate import generate
from recsys.tags.batch.tables import named_in
from recsys.tags.definition import Compiled, definitions
from recsys.tags.example import MOMENT

SIZE, THREADS = 100_000, 2
FOLDER = Path("var/bench/segments")


def main(size: int) -> int:
    """Print seconds for bounds, for all schemes, and how the people spread."""
    items = scheme_items(definitions())
    folder = FOLDER / str(size)
    if not (folder / "holdings.parquet").is_file():
        generate(folder, size, named_in(item.tree for item in definitions().rules), MOMENT)
    connection = in_duckdb(THREADS)
    ranked = [item for item in definitions().rules if item.tag.ranked]
    clock, cpu = time.perf_counter(), time.process_time()
    measure_in(connection, folder, ranked, MOMENT)
    between, cpu_between = time.perf_counter(), time.process_time()
    evaluate(connection, folder, items)
    ended, cpu_ended = time.perf_counter(), time.process_time()
    print(f"{len(items)} schemes of {size:,} customers, {THREADS} threads: seconds, CPU seconds")
    print(f"  {len(ranked)} ranked bounds  {between - clock:7.2f} {cpu_between - cpu:7.2f}")
    print(f"  all schemes      {ended - between:7.2f} {cpu_ended - cpu_between:7.2f}")
    return 0


def evaluate(connection: Any, folder: Path, items: list[Compiled]) -> None:
    """From the files to a finished table."""
    table = tag_columns(read_population(connection, folder), items, MOMENT)
    connection.raw_sql(f"CREATE OR REPLACE TEMP TABLE segmented AS {connection.compile(table)}")


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else SIZE))
