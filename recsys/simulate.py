"""`python -m recsys simulate`: what each customer would have paid under each plan, month by month."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from tqdm import tqdm

from kb.catalogue.schema import Plan
from recsys.argument import table_name
from recsys.tariff.bill_arrays import BillArrays, UsageArrays
from recsys.tariff.bill_batch import bill_batch
from recsys.tariff.drafts import read_plans
from recsys.tariff.terms import Ints, one
from recsys.tariff.usage_file import UsageTable, read_usage

MONEY = ("total", "fee", "data", "voice", "sms", "fill", "discount")
SCHEMA = pa.schema(
    [
        ("customer_id", pa.string()),
        ("month", pa.string()),
        ("plan_id", pa.string()),
        *((name, pa.int64()) for name in (*MONEY, "rolled_out_mb")),
        ("throttled", pa.bool_()),
    ]
)
ROWS_AT_ONCE = 500_000  # rows of the result held in memory


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser("simulate", description=__doc__)
    parser.add_argument("--plans", type=Path, required=True, help="YAML file `items: [...]` of plans")
    parser.add_argument(
        "--usage",
        type=Path,
        required=True,
        help="CSV or Parquet: customer_id, month, data_mb, directed_mb, voice_min, sms; months in order",
    )
    parser.add_argument(
        "--out", type=table_name, required=True, help="Parquet (or .csv) file to write, in fen"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the file is written. Raises Unusable for plans or usage."""
    plans = read_plans(args.plans)
    written = write(args.out, plans, read_usage(args.usage))
    print(f"{args.out}: {written} rows, {len(plans)} plans", file=sys.stderr)
    return 0


def write(path: Path, plans: Sequence[Plan], usage: UsageTable) -> int:
    """Write all rows, shown on a progress bar; the file appears only when it is whole."""
    part = path.with_name(path.name + ".part")
    opener = pa.csv.CSVWriter if path.suffix == ".csv" else pq.ParquetWriter
    rows = 0
    try:
        with (
            opener(str(part), SCHEMA) as writer,
            tqdm(total=len(usage) * len(plans), unit="bill", unit_scale=True, file=sys.stderr) as bar,
        ):
            for table in tables(plans, usage):
                writer.write_table(table)
                rows += len(table)
                bar.update(len(table))
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)
    return rows


def tables(plans: Sequence[Plan], usage: UsageTable, rows_at_once: int = ROWS_AT_ONCE) -> Iterator[pa.Table]:
    """The result in pieces: rows of the usage in order, under each all plans in order.

    A plan counts as ordered in the customer's first month; nothing rolls over a missing month.
    """
    size = max(1, rows_at_once // len(plans))
    ends = np.flatnonzero(np.append(usage.customer[1:] != usage.customer[:-1], True)) + 1
    start = 0
    while start < len(usage):
        end = int(ends[min(int(np.searchsorted(ends, start + size)), len(ends) - 1)])
        yield _table(plans, usage, slice(start, end))
        start = end


def _table(plans: Sequence[Plan], usage: UsageTable, rows: slice) -> pa.Table:
    customer = usage.customer[rows] - usage.customer[rows.start]
    at = (customer, usage.position[rows])
    shape = (int(customer[-1]) + 1, int(at[1].max()) + 1)

    def matrix(values: Ints) -> Ints:
        filled = np.zeros(shape, dtype=np.int64)
        filled[at] = values[rows]
        return filled

    index = matrix(usage.month_index)
    gap = np.diff(index, axis=1, prepend=index[:, :1] - 1) != 1
    numbers = {name: matrix(values) for name, values in usage.numbers.items()}
    months = UsageArrays(**numbers, mms=np.zeros(shape, dtype=np.int64), gap=gap)
    billed = [bill_batch(one(plan), months, month_index=index) for plan in plans]
    return _as_table(plans, usage, rows, [_at(bills, at) for bills in billed])


def _at(bills: BillArrays, at: tuple[Ints, Ints]) -> dict[str, Ints]:
    return {name: getattr(bills, name)[at] for name in (*MONEY, "rolled_out_mb", "throttled")}


def _as_table(
    plans: Sequence[Plan], usage: UsageTable, rows: slice, billed: Sequence[dict[str, Ints]]
) -> pa.Table:
    count = rows.stop - rows.start
    repeat = pa.array(np.repeat(np.arange(rows.start, rows.stop), len(plans)))
    ids = pa.array([plan.id for plan in plans]).take(pa.array(np.tile(np.arange(len(plans)), count)))
    columns = {
        name: np.stack([bills[name] for bills in billed], axis=1).reshape(-1)
        for name in (*MONEY, "rolled_out_mb", "throttled")
    }
    texts = [usage.customer_id.take(repeat), usage.month.take(repeat), ids]
    return pa.Table.from_arrays([*texts, *(pa.array(values) for values in columns.values())], schema=SCHEMA)
