"""CSV and Parquet files as rows of text, and rows as such files."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

ENCODINGS = ("utf-8-sig", "gb18030")  # Excel on Chinese Windows writes the second
ROWS_AT_ONCE = 20_000


class TableFileError(ValueError):
    """The file cannot be read at all; the message says what to do."""


def read_rows(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    """Column names, and the rows as text; an empty cell is left out. Raises TableFileError."""
    try:
        if path.suffix == ".parquet":
            return _parquet(path)
        if path.suffix == ".csv":
            return _csv(path)
    except (OSError, pa.ArrowInvalid, csv.Error) as error:
        raise TableFileError(f"{path}: cannot be read: {error}") from error
    raise TableFileError(f"{path}: must end in .csv or .parquet")


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


def _parquet(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    table = pq.read_table(path)
    rows = [{k: _cell(v) for k, v in row.items() if v is not None} for row in table.to_pylist()]
    return list(table.column_names), [{k: v for k, v in row.items() if v is not None} for row in rows]


def _csv(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.reader(io.StringIO(_decoded(path)), strict=True)
    header = next(reader, None)
    if not header:
        raise TableFileError(f"{path}: is empty; the first line must name the columns")
    rows = []
    for number, cells in enumerate(reader, 2):
        if cells and len(cells) != len(header):
            raise TableFileError(f"{path}: row {number} has {len(cells)} cells, the header {len(header)}")
        rows.append({name: cell for name, cell in zip(header, cells, strict=False) if cell.strip()})
    while rows and not rows[-1]:
        rows.pop()
    return header, rows


def _decoded(path: Path) -> str:
    body = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TableFileError(f"{path}: is neither UTF-8 nor GB18030: save it as UTF-8")


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
