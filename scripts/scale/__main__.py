"""``python -m scripts.scale``: bills, tags and events in bulk, with bars; exit code 1 when one is missed."""

import sys
import time
from collections.abc import Callable, Iterator

from scripts.processes import PartFailed
from scripts.scale.measure import bill_row, intake_rows, kill_row, memory_row, tag_row
from scripts.scale.row import Row, table

STEPS: tuple[Callable[[], Row | list[Row]], ...] = (bill_row, tag_row, memory_row, intake_rows, kill_row)


def main() -> int:
    """Print the table."""
    started = time.perf_counter()
    try:
        rows = list(_rows())
    except PartFailed as error:
        print(f"scale: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    print(table(rows))
    print(f"{time.perf_counter() - started:.0f} s")
    return int(not all(row.good for row in rows))


def _rows() -> Iterator[Row]:
    for step in STEPS:
        print(f"{step.__doc__}", file=sys.stderr, flush=True)
        found = step()
        yield from [found] if isinstance(found, Row) else found


if __name__ == "__main__":
    sys.exit(main())
