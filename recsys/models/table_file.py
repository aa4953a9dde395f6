"""Tables as files."""

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq


def write_table(table: pa.Table, path: Path) -> None:
    """As Parquet when the name ends so, else as CSV; OSError when it cannot be written."""
    if path.suffix == ".parquet":
        pq.write_table(table, path)
    else:
        pa.csv.write_csv(table, path)
