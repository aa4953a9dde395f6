"""`python -m recsys customers duplicates|merge|undo`: which records are one person."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from recsys.customers.duplicates import duplicates, find
from recsys.customers.load import UnknownCustomer
from recsys.customers.merging.merge import Merge, MergeRefused, merge
from recsys.customers.merging.undo import UndoRefused, undo
from recsys.customers.sameness import title
from recsys.engine import Engine, open_engine
from recsys.settings import Settings

STAFF = "command"  # who did it, in the audit trail


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("customers")
    acts = parser.add_subparsers(required=True, metavar="act")
    act = acts.add_parser("duplicates", help="look through all records and list possible duplicates")
    act.add_argument("--merge", action="store_true", help="merge the pairs that the rules call the same")
    act.set_defaults(run=_duplicates)
    act = acts.add_parser("merge", help="make two records one")
    act.add_argument("one")
    act.add_argument("other")
    act.add_argument("--reason", required=True)
    act.set_defaults(run=_merge)
    act = acts.add_parser("undo", help="take a merge back")
    act.add_argument("merge", help="its id, such as m_3f…")
    act.set_defaults(run=_undo)


def _duplicates(args: argparse.Namespace) -> int:
    engine, now = open_engine(Settings(), search=False), datetime.now(UTC)
    found = find(engine, now)
    print(f"{found.records} records, {found.compared} pairs compared: {found.answers or 'none alike'}")
    for pair in duplicates(engine):
        said = "、".join(title(name) for name in pair.evidence)
        print(f"{pair.customer_id} {pair.other_id} {pair.verdict}: {said}")
        if args.merge and pair.verdict == "same":
            _told(partial(_by_rules, engine, pair.customer_id, pair.other_id, now))
    return 0


def _by_rules(engine: Engine, one: str, other: str, now: datetime) -> Merge | None:
    return merge(engine, one, other, by="rules", staff_id=STAFF, reason="按规则合并", now=now)


def _merge(args: argparse.Namespace) -> int:
    engine, now = open_engine(Settings(), search=False), datetime.now(UTC)
    return _told(
        lambda: merge(engine, args.one, args.other, by="person", staff_id=STAFF, reason=args.reason, now=now)
    )


def _undo(args: argparse.Namespace) -> int:
    engine = open_engine(Settings(), search=False)
    return _told(lambda: undo(engine, args.merge, STAFF, datetime.now(UTC)))


def _told(act: Callable[[], Merge | None]) -> int:
    """Say what was done; exit code 2 when it was not."""
    try:
        done = act()
    except (MergeRefused, UndoRefused) as error:
        print(error, file=sys.stderr)
        return 2
    except UnknownCustomer as error:
        print(f"there is no customer {error}: check the id", file=sys.stderr)
        return 2
    if done is None:
        print("they are one already")
        return 0
    state = "undone" if done.undone_at else "merged"
    print(f"{done.id}: {done.gone} {state}, {done.customer_id} goes on; {done.moved}")
    for one in done.untold:
        print(f"cannot be told, stays with {done.customer_id}: {one}")
    return 0
