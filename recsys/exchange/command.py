"""`python -m recsys import KIND FILE` loads a table, `dump KIND --out FILE` writes one."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from tqdm import tqdm

from recsys.argument import table_name
from recsys.customers.statements import NoIdentityKey
from recsys.engine import Engine, open_engine
from recsys.events.intake import drain_outbox
from recsys.exchange.check import Checked, check
from recsys.exchange.dump import KINDS, columns_of, dump
from recsys.exchange.fault import Fault
from recsys.exchange.load import load
from recsys.exchange.rows import ROWS
from recsys.exchange.table_file import TableFileError, read_rows, write_rows
from recsys.plainly import INTERRUPTED
from recsys.settings import Settings
from recsys.sql import schema as t

SHOWN = 20  # faults on the screen; a report holds all


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("import")
    parser.add_argument("kind", choices=ROWS)
    parser.add_argument("file", type=Path, help="CSV or Parquet; the columns are in docs/exchange.md")
    parser.add_argument("--check", action="store_true", help="only say what is wrong with it")
    parser.add_argument("--report", type=table_name, help="write every fault to this CSV file")
    parser.set_defaults(run=_import)
    parser = subparsers.add_parser("dump")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--out", type=table_name, required=True, help="CSV or Parquet file to write")
    parser.set_defaults(run=_dump)


def _import(args: argparse.Namespace) -> int:
    engine = open_engine(Settings(), search=False)
    try:
        columns, cells = read_rows(args.file)
        seen = tqdm(cells, "read", unit=" rows", file=sys.stderr)
        checked = check(args.kind, columns, seen, engine.catalogue, _known(engine), engine.settings.zone)
    except TableFileError as error:
        print(error, file=sys.stderr)
        return 2
    if checked.faults:
        _tell(args.file, checked.faults, args.report)
        return 2
    if args.check:
        print(f"{args.file}: {len(checked.rows)} rows, nothing wrong")
        return 0
    return _load(engine, args.file, checked)


def _load(engine: Engine, file: Path, checked: Checked) -> int:
    try:
        with tqdm(desc="load", total=len(checked.rows), unit=" rows", file=sys.stderr) as bar:
            rows, events = load(engine, checked.rows, datetime.now(UTC), bar.update)
    except NoIdentityKey as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(f"{file}: interrupted, nothing was loaded", file=sys.stderr)
        return INTERRUPTED
    print(f"{file}: {rows} rows loaded, {events} new events")
    try:
        _fold(engine, events)
    except KeyboardInterrupt:
        print(
            "interrupted; the worker goes on with the tags, and so does the same import again",
            file=sys.stderr,
        )
        return INTERRUPTED
    return 0


def _fold(engine: Engine, events: int) -> None:
    with tqdm(desc="tags", total=events, unit=" events", file=sys.stderr) as bar:
        while done := drain_outbox(engine):
            bar.update(done)


def _known(engine: Engine) -> set[str]:
    """Those that were merged away too: they mean the record that goes on."""
    merged = sa.select(t.merges.c.gone).where(t.merges.c.undone_at.is_(None))
    with engine.read() as connection:
        return set(connection.scalars(sa.select(t.customers.c.id).union(merged)))


def _tell(file: Path, faults: list[Fault], report: Path | None) -> None:
    for fault in faults[:SHOWN]:
        print(f"{file}: {fault.line()}", file=sys.stderr)
    rest, count = len(faults) - SHOWN, "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    if report:
        names = tuple(Fault.__dataclass_fields__)
        write_rows(report, names, ({name: getattr(fault, name) for name in names} for fault in faults))
        print(f"{count}, written to {report}; nothing was loaded", file=sys.stderr)
    else:
        more = f"; {rest} more, --report FILE.csv lists all" if rest > 0 else ""
        print(f"{count}{more}; nothing was loaded", file=sys.stderr)


def _dump(args: argparse.Namespace) -> int:
    rows = tqdm(dump(open_engine(Settings(), search=False), args.kind), unit=" rows", file=sys.stderr)
    try:
        written = write_rows(args.out, columns_of(args.kind), rows)
    except OSError as error:
        print(f"{args.out}: cannot be written ({error.strerror or error})", file=sys.stderr)
        return 2
    print(f"{args.out}: {written} rows")
    return 0
