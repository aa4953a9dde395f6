"""`python -m recsys population`: fill the database with the demo population."""

import argparse
import sys
from datetime import UTC, datetime

import sqlalchemy as sa
from tqdm import tqdm

from recsys.argument import at_least
from recsys.customers.population.doubles import add_doubles
from recsys.customers.population.staff import create_demo_staff
from recsys.customers.population.write import populate
from recsys.engine import Engine, open_engine
from recsys.settings import Settings
from recsys.sql import schema as t

SIZE = 2000
SEED = 7


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("population")
    parser.add_argument(
        "--size", "--customers", type=at_least(1), default=SIZE, help=f"customers (default {SIZE})"
    )
    parser.add_argument(
        "--seed", type=at_least(0), default=SEED, help=f"the same seed, the same people (default {SEED})"
    )
    parser.add_argument("--if-empty", action="store_true", help="do nothing when there are customers already")
    parser.set_defaults(run=_run)


def _run(args: argparse.Namespace) -> int:
    engine = open_engine(Settings(), search=False)
    if engine.settings.demo:
        print(f"demo logins: {', '.join(create_demo_staff(engine))}")
    known = _count(engine)
    if args.if_empty and known:
        print(f"there are {known} customers already")
        return 0
    now = datetime.now(UTC)
    with tqdm(total=args.size, unit=" customers", file=sys.stderr) as bar:
        events = populate(engine, args.size, args.seed, now, lambda done: bar.update(done - bar.n))
    if engine.settings.demo:
        add_doubles(engine, now)
    print(f"{_count(engine)} customers, {events} events")
    return 0


def _count(engine: Engine) -> int:
    with engine.read() as connection:
        query = sa.select(sa.func.count()).select_from(t.customers).where(t.customers.c.guest.is_(False))
        return connection.scalar(query) or 0
