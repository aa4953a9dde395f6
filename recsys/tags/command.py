"""`python -m recsys tags`: definitions, the tags of a customer or a population, changes."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from recsys.argument import table_name
from recsys.customers.load import UnknownCustomer, customer
from recsys.engine import Engine, open_engine
from recsys.settings import Settings
from recsys.tags.change import Preview, StaleChange, apply, preview
from recsys.tags.definition import definitions, read_text
from recsys.tags.schema import Definition, DefinitionError
from recsys.tags.store import tags_of
from recsys.tags.table import markdown
from recsys.unusable import Unusable


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("tags")
    parser.add_argument("--table", action="store_true", help="the definitions as docs/tags.md")
    parser.set_defaults(run=_list)
    actions = parser.add_subparsers(metavar="action")
    of = actions.add_parser("of", help="the tags of a customer, with evidence")
    of.add_argument("customer", help="customer id, such as c000002")
    of.set_defaults(run=_of)
    snapshot = actions.add_parser("export", help="write what rules look at as Parquet files")
    snapshot.add_argument("folder", type=Path)
    snapshot.set_defaults(run=_export)
    compute = actions.add_parser("compute", help="all rule tags of a population, in DuckDB or Spark")
    compute.add_argument("population", type=Path, help="folder with Parquet files as 'export' writes them")
    compute.add_argument("out", type=table_name, help="a .parquet or .csv file")
    compute.add_argument("--engine", choices=("duckdb", "spark"), default="duckdb")
    compute.add_argument(
        "--at",
        type=datetime.fromisoformat,
        help="the moment, by default now; without a zone in the customers' own",
    )
    compute.set_defaults(run=_compute)
    for name, does in (("preview", _preview), ("apply", _apply)):
        change = actions.add_parser(name, help=f"{name} changed definitions of a YAML file")
        change.add_argument("file", type=Path)
        change.set_defaults(run=does)
    change.add_argument("--by", required=True, help="your staff id or login")
    change.add_argument("--reason", required=True, help="for the audit trail")


def _list(args: argparse.Namespace) -> int:
    if args.table:
        print(markdown(definitions()), end="")
        return 0
    for item in definitions().by_key.values():
        tag = item.tag
        marks = f"{' sensitive' if tag.sensitive else ''} {tag.level}"
        print(f"{tag.group}\t{tag.kind}\t{tag.key}\t{tag.title}\t{tag.meaning}\t{marks.strip()}")
    return 0


def _of(args: argparse.Namespace) -> int:
    engine = _engine()
    try:
        who = customer(engine, args.customer).id
    except UnknownCustomer as error:
        raise Unusable(f"there is no customer {args.customer!r}: check the id") from error
    for tag in tags_of(engine, who, datetime.now(UTC)):
        until = f" until {tag.until:%Y-%m-%d %H:%M:%S}" if tag.until else ""
        evidence = " ".join(tag.evidence)
        print(f"{tag.group}\t{tag.title}\t{tag.value}\t{tag.confidence:.2f}{until}\t{evidence}")
    return 0


def _export(args: argparse.Namespace) -> int:
    from recsys.tags.batch.export import export

    print(f"{export(_engine(), args.folder)} customers → {args.folder}")
    return 0


def _compute(args: argparse.Namespace) -> int:
    from recsys.tags.batch.command import compute

    if not (args.population / "customers.parquet").is_file():
        raise Unusable(
            f"{args.population}: is no population; `python -m recsys tags export FOLDER` writes one"
        )
    engine, at = _engine(), args.at or datetime.now(UTC)
    now = (at if at.tzinfo else at.replace(tzinfo=engine.settings.zone)).astimezone(UTC)
    print(compute(engine, args.population, args.out, args.engine, now))
    return 0


def _preview(args: argparse.Namespace) -> int:
    engine = _engine()
    return _each(args.file, lambda tag: _show(preview(engine, tag, datetime.now(UTC))))


def _apply(args: argparse.Namespace) -> int:
    engine = _engine()

    def store(tag: Definition) -> None:
        done = apply(engine, tag, args.by, args.reason, datetime.now(UTC))
        print(f"{done.key} is at version {done.version}")

    return _each(args.file, store)


def _each(file: Path, does: Callable[[Definition], None]) -> int:
    try:
        for tag in read_text(file.read_text("utf-8"), file.name):
            does(tag)
    except (DefinitionError, StaleChange) as error:
        raise Unusable(f"tags: {error}") from error
    return 0


def _show(seen: Preview) -> None:
    for moves in seen.moves:
        print(f"{moves.key} (version {seen.tag.version}): {moves.before} → {moves.after} customers")
        for name, ids in (("enter", moves.enters), ("leave", moves.leaves), ("change", moves.changes)):
            print(f"  {name:6} {len(ids):6}  {' '.join(ids[:8])}")


def _engine() -> Engine:
    return open_engine(Settings(), search=False)
