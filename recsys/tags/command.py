"""`python -m recsys tags`: list the definitions, or the tags of a customer with their evidence."""

import argparse
from datetime import UTC, datetime

from recsys.engine import open_engine
from recsys.settings import Settings
from recsys.tags.definition import definitions
from recsys.tags.store import tags_of
from recsys.tags.table import markdown


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("tags", help="list tag definitions, or the tags of one customer")
    parser.add_argument("customer", nargs="?", help="customer id, such as c000002")
    parser.add_argument("--table", action="store_true", help="the definitions as docs/tags.md")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    if args.table:
        print(markdown(definitions()), end="")
        return 0
    if args.customer is None:
        for item in definitions().by_key.values():
            mark = " sensitive" if item.tag.sensitive else ""
            print(f"{item.tag.group}\t{item.tag.kind}\t{item.tag.key}\t{item.tag.title}{mark}")
        return 0
    engine = open_engine(Settings(), search=False)
    for tag in tags_of(engine, args.customer, datetime.now(UTC)):
        until = f" until {tag.until:%Y-%m-%d}" if tag.until else ""
        evidence = " ".join(tag.evidence)
        print(f"{tag.group}\t{tag.title}\t{tag.value}\t{tag.confidence:.2f}{until}\t{evidence}")
    return 0
