"""Any CSV or Parquet file as columns of numbers or words."""

import codecs
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

from recsys.unusable import Unusable

Numbers = npt.NDArray[np.float64]
Words = npt.NDArray[np.object_]
Column = Numbers | Words
Rows = npt.NDArray[np.intp]
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none"})
SEPARATORS = {".csv": ",;\t|", ".tsv": "\t", ".txt": "\t,;|"}


class DataError(Unusable):
    """A table cannot be used; the message names file and column and says what to do."""


@dataclass(frozen=True)
class Table:
    """Columns of equal length: float64 (NaN = missing), or words as ``str`` ("" = missing)."""

    columns: Mapping[str, Column]

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()), ()))

    def at(self, rows: Rows) -> "Table":
        """Only these rows, in this order."""
        return Table({name: column[rows] for name, column in self.columns.items()})

    def without(self, names: Iterable[str]) -> "Table":
        """All columns but these."""
        dropped = set(names)
        return Table({name: column for name, column in self.columns.items() if name not in dropped})


def is_number(column: Column) -> bool:
    """Whether the column holds numbers rather than words."""
    return column.dtype.kind == "f"


def read_table(path: Path) -> Table:
    """Read ``.csv``, ``.tsv`` (UTF-8 or GB 18030, any usual separator) or ``.parquet``. Raises DataError."""
    if not path.is_file():
        raise DataError(f"{path}: no such file")
    if path.suffix == ".parquet":
        read = _read_parquet(path)
    elif path.suffix in SEPARATORS:
        read = _read_csv(path)
    else:
        raise DataError(f"{path}: unknown kind of file {path.suffix!r}; use .csv, .tsv or .parquet")
    if read.num_rows == 0:
        raise DataError(f"{path}: the table has no rows")
    names = [name.strip().removeprefix("\ufeff") for name in read.column_names]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError(f"{path}: two columns have the name {twice[0]!r}")
    return Table({name: _column(path, name, read.column(i)) for i, name in enumerate(names)})


def _read_parquet(path: Path) -> pa.Table:
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path}: not a Parquet file ({_first_line(error)})") from error


def _read_csv(path: Path) -> pa.Table:
    encoding = _encoding(path)
    with path.open(encoding=encoding, errors="replace") as file:
        header = file.readline()
    if not header.strip():
        raise DataError(f"{path}: the file is empty")
    separator = max(SEPARATORS[path.suffix], key=header.count)
    try:
        return pa.csv.read_csv(
            path,
            read_options=pa.csv.ReadOptions(encoding=encoding),
            parse_options=pa.csv.ParseOptions(delimiter=separator, newlines_in_values=True),
            convert_options=pa.csv.ConvertOptions(strings_can_be_null=False),
        )
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read as a table ({_first_line(error)})") from error


def _encoding(path: Path) -> str:
    """UTF-8 where the bytes allow it, else what Chinese spreadsheets write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "gb18030"
    return "utf-8"


def _column(path: Path, name: str, values: pa.ChunkedArray) -> Column:
    """Booleans become 0 and 1, dates days since 1970, words that are all numbers numbers."""
    kind = values.type
    if pa.types.is_null(kind):
        return np.full(len(values), np.nan)
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        days = pc.cast(pc.cast(values, pa.timestamp("us"), safe=False), pa.int64())
        return _floats(days) / 86_400_000_000
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return _floats(values)
    if pa.types.is_decimal(kind):
        return _floats(pc.cast(values, pa.float64()))
    if pa.types.is_dictionary(kind):
        values = pc.cast(values, kind.value_type)
    if not (pa.types.is_string(values.type) or pa.types.is_large_string(values.type)):
        try:
            values = pc.cast(values, pa.string())
        except pa.ArrowException as error:
            raise DataError(f"{path}: column {name!r} holds {kind}; use numbers or words") from error
    return words_or_numbers([str(value or "") for value in values.to_pylist()])


def words_or_numbers(values: list[str]) -> Column:
    """Numbers if everything that is not missing is one (``1,234.5`` and ``12%`` too), else words."""
    words = [" ".join(value.split()) for value in values]
    words = ["" if word.lower() in MISSING else word for word in words]
    try:
        numbers = np.array([_number(word) if word else np.nan for word in words])
        return np.where(np.isfinite(numbers), numbers, np.nan)
    except ValueError:
        return np.array(words, dtype=object)


def _number(word: str) -> float:
    grouped = re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?%?", word)
    plain = word.replace(",", "") if grouped else word
    return float(plain[:-1]) / 100 if plain.endswith("%") else float(plain)


def _floats(values: pa.ChunkedArray) -> Numbers:
    numbers: Numbers = pc.cast(values, pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
