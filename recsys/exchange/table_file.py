"""CSV and Parquet files as rows of text, and rows as such files."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from recsys.exchange.text_file import TableFileError, csv_rows
from recsys.exchange.titles import column_of

ROWS_AT_ONCE = 20_000


def read_rows(path: Path) -> tuple[list[str], Iterator[dict[str, str]]]:
    """Column names, and the rows as text; an empty cell is left out. Raises TableFileError, late too."""
    try:
        if path.suffix == ".parquet":
            return _parquet(path)
        if path.suffix == ".csv":
            return _csv(path)
    except (OSError, pa.ArrowInvalid) as error:
        raise TableFileError(f"{path}: cannot be read: {error}") from error
    raise TableFileError(
        f"{path}: must end in .csv or .parquet; from a spreadsheet save it as CSV (UTF-8, comma separated)"
    )


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> int:
    """Write a whole file or none; returns the number of rows. Cells are text as in ``read_rows``."""
    part = path.with_name(path.name + ".part")
    schema = pa.schema([(name, pa.string()) for name in columns])
    opener = pa.csv.CSVWriter if path.suffix == ".csv" else pq.ParquetWriter
    written = 0
    try:
        with opener(str(part), schema) as writer:
            for chunk in _chunks(rows):
                cells = {name: [_cell(row.get(name)) for row in chunk] for name in columns}
                writer.write_table(pa.table(cells, schema=schema))
                written += len(chunk)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return written


def _parquet(path: Path) -> tuple[list[str], Iterator[dict[str, str]]]:
    file = pq.ParquetFile(path)
    columns = [column_of(name) for name in file.schema_arrow.names]

    def rows() -> Iterator[dict[str, str]]:
        for batch in file.iter_batches(ROWS_AT_ONCE):
            for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                told = ((name, _cell(cell)) for name, cell in zip(columns, cells, strict=True))
                yield {name: cell for name, cell in told if cell is not None}

    return columns, rows()


def _csv(path: Path) -> tuple[list[str], Iterator[dict[str, str]]]:
    reader = csv_rows(path)
    header = next(reader, None)
    if not header:
        raise TableFileError(f"{path}: is empty; the first line must name the columns")
    return [column_of(name) for name in header], _cells(path, header, reader)


def _cells(path: Path, header: Sequence[str], reader: Iterator[list[str]]) -> Iterator[dict[str, str]]:
    """Blank lines at the end are none; in between they are rows without anything."""
    columns, blank = [column_of(name) for name in header], 0
    for number, cells in enumerate(reader, 2):
        if not any(cell.strip() for cell in cells):
            blank += 1
            continue
        if len(cells) != len(columns):
            raise TableFileError(f"{path}: row {number} has {len(cells)} cells, the header {len(columns)}")
        yield from ({} for _ in range(blank))
        blank = 0
        yield {name: cell for name, cell in zip(columns, cells, strict=True) if cell.strip()}


def _cell(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _chunks(rows: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


__all__ = ["TableFileError", "read_rows", "write_rows"]
