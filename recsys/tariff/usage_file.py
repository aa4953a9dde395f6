"""Usage of many customers from CSV or Parquet, checked row by row."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from recsys.tariff.terms import Ints
from recsys.unusable import Unusable

NUMBERS = ("data_mb", "directed_mb", "voice_min", "sms")
COLUMNS = ("customer_id", "month", *NUMBERS)
LARGEST = 2**40  # MB, minutes or messages in a month; keeps every product within 64 bits
WHOLE = r"^\d{1,13}$"
MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class UsageFileError(Unusable):
    """The usage file cannot be used; the message names row (the header is row 1) and column."""


@dataclass(frozen=True, slots=True)
class UsageTable:
    """Rows grouped by customer, months rising; the first customer of the file comes first.

    ``customer`` numbers the customers from 0, ``position`` the months of each from 0.
    """

    customer_id: pa.Array
    month: pa.Array
    customer: Ints
    position: Ints
    month_index: Ints  # 1 = the first month of the customer
    numbers: dict[str, Ints]

    def __len__(self) -> int:
        return len(self.customer)


def read_usage(path: Path) -> UsageTable:
    """Read, check and group; UsageFileError names the first fault."""
    table = _read(path)
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise UsageFileError(f"{path}: column {missing[0]} is missing; needed are {', '.join(COLUMNS)}")
    if not len(table):
        raise UsageFileError(f"{path}: there is no row in it")
    ids, months = (_text(table, name, path) for name in ("customer_id", "month"))
    _refuse(pc.equal(pc.utf8_length(ids), 0), path, "customer_id", "is empty", ids)
    bad_month = pc.invert(pc.match_substring_regex(months, MONTH))
    _refuse(bad_month, path, "month", "is not a month like 2026-05", months)
    numbers = {name: _whole_numbers(table, name, path) for name in NUMBERS}
    return _grouped(ids, months, numbers, path)


def _read(path: Path) -> pa.Table:
    try:
        if path.suffix == ".parquet":
            return pq.read_table(path)
        text = pa.csv.ConvertOptions(column_types={name: pa.string() for name in COLUMNS})
        return pa.csv.read_csv(path, convert_options=text)
    except (OSError, pa.ArrowInvalid) as error:
        raise UsageFileError(f"{path}: cannot be read: {error}") from error


def _text(table: pa.Table, name: str, path: Path) -> pa.Array:
    column = table[name].combine_chunks()
    _refuse(column.is_null(), path, name, "is missing", column)
    return column.cast(pa.string())


def _whole_numbers(table: pa.Table, name: str, path: Path) -> Ints:
    column = _text(table, name, path)
    wrong = pc.invert(pc.match_substring_regex(column, WHOLE))
    _refuse(wrong, path, name, "is not a whole number from 0", column)
    values: Ints = column.cast(pa.int64()).to_numpy(zero_copy_only=False)
    _refuse(pa.array(values > LARGEST), path, name, f"is more than {LARGEST}", column)
    return values


def _refuse(faults: pa.Array, path: Path, column: str, problem: str, values: pa.Array) -> None:
    row = pc.index(faults, value=True).as_py()
    if row >= 0:
        raise UsageFileError(f"{path}: row {row + 2}, column {column}: {values[row].as_py()!r} {problem}")


def _grouped(ids: pa.Array, months: pa.Array, numbers: dict[str, Ints], path: Path) -> UsageTable:
    customer: Ints = ids.dictionary_encode().indices.to_numpy().astype(np.int64)
    count: Ints = pc.cast(pc.utf8_slice_codeunits(months, 0, 4), pa.int64()).to_numpy() * 12
    count = count + pc.cast(pc.utf8_slice_codeunits(months, 5, 7), pa.int64()).to_numpy()
    order = np.argsort(customer, kind="stable")
    customer, count = customer[order], count[order]
    new: NDArray[np.bool_] = np.append(True, customer[1:] != customer[:-1])
    falls = np.flatnonzero(~new[1:] & (count[1:] <= count[:-1]))
    if len(falls):
        row = int(order[falls + 1].min())
        raise UsageFileError(
            f"{path}: row {row + 2}, column month: the months of {ids[row].as_py()} must rise, each once"
        )
    starts = np.flatnonzero(new)[customer]
    return UsageTable(
        customer_id=ids.take(pa.array(order)),
        month=months.take(pa.array(order)),
        customer=customer,
        position=np.arange(len(customer)) - starts,
        month_index=count - count[starts] + 1,
        numbers={name: values[order] for name, values in numbers.items()},
    )
