"""`python -m recsys collaborative`: compare collaborative filters on interactions, and recommend."""

import argparse
from pathlib import Path

import numpy as np
import pyarrow as pa

from recsys.argument import at_least, table_name
from recsys.models.collaborative.evaluation import Ranked, best, evaluate
from recsys.models.collaborative.interactions import Interactions, read_interactions
from recsys.models.collaborative.rankers import RANKERS
from recsys.models.table import DataError
from recsys.models.table_file import write_table

LARGEST = 100_000_000  # users × items that are scored at once


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("collaborative", description=__doc__)
    parser.add_argument(
        "--data", type=Path, required=True, help="CSV or Parquet: user, item[, rating, timestamp]"
    )
    parser.add_argument("--k", type=at_least(1), default=10, help="items per user (default 10)")
    parser.add_argument(
        "--out", type=table_name, help="CSV or Parquet of the best filter's items: user, rank, item"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when all is well. Raises Unusable for the table."""
    found = read_interactions(args.data)
    size = f"{len(found.users)} users, {len(found.items)} items"
    if len(found.users) * len(found.items) > LARGEST:
        raise DataError(f"{args.data}: {size} are too many at once")
    ranked = evaluate(found, args.k)
    print(f"{len(found)} interactions, {size}; the last fifth held out")
    print("\n".join(lines(ranked, args.k)))
    if args.out:
        winner = max(ranked, key=lambda one: one.ndcg).name
        write_table(recommended(found, winner, args.k), args.out)
    return 0


def lines(ranked: list[Ranked], k: int) -> list[str]:
    """One per filter."""
    head = f"{'':<22} {f'recall@{k}':>10} {f'NDCG@{k}':>9} {'users':>7}"
    return [head, *(f"{one.name:<22} {one.recall:10.4f} {one.ndcg:9.4f} {one.users:7}" for one in ranked)]


def recommended(found: Interactions, name: str, k: int) -> pa.Table:
    """The first k new items of every user, by all interactions."""
    taken = found.matrix()
    ranking = best(RANKERS[name](taken), (taken > 0).toarray(), k)
    users, ranks = np.meshgrid(np.array(found.users), np.arange(1, ranking.shape[1] + 1), indexing="ij")
    items = np.array(found.items)[ranking]
    return pa.table({"user": users.ravel(), "rank": ranks.ravel(), "item": items.ravel()})
