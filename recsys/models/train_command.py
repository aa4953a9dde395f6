"""`python -m recsys train`: learn a yes-or-no column of any CSV or Parquet file, and measure it honestly."""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from recsys.models.metrics import Scores
from recsys.models.model import Model
from recsys.models.store import save
from recsys.models.table import read_table
from recsys.models.train import Plan, excluded, scores_of, train

WHY = {
    "named": "named with --exclude",
    "constant": "always the same",
    "identifier": "nearly every row has its own value",
    "order": "counts the rows",
    "leak": "alone tells the target (AUC {auc:.3f}); --keep it only if it is known in time",
}
FEW = 50  # the standard error of an AUC is some 0.04 then (Hanley and McNeil 1982)
NAMES = {"model": "model", "logistic": "logistic regression", "prior": "everybody's rate"}


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="CSV (UTF-8 or GB 18030) or Parquet file")
    parser.add_argument("--target", required=True, help="column with two values")
    parser.add_argument("--time", help="hold out the last fifth by this column, or by `row` order")
    parser.add_argument("--exclude", action="append", default=[], help="columns that are not known in time")
    parser.add_argument("--keep", action="append", default=[], help="columns to use whatever they look like")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same model (default 0)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model's versions")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the model is written. Raises Unusable for the table."""
    plan = Plan(args.target, args.time, excluded(args.exclude), excluded(args.keep), args.seed)
    model = train(read_table(args.data), plan)
    version = save(model, args.out, datetime.now(UTC))
    print("\n".join(report(model)))
    rate, rows = model.facts["rate"]["held_out"], model.facts["rows"]["held_out"]
    rarer = round(min(rate, 1 - rate) * rows)
    if rarer < FEW:
        print(f"only {rarer} held-out rows of the rarer value: these scores may be luck", file=sys.stderr)
    print(f"{args.out / version}: version {version}, {len(model.boosters)} forests", file=sys.stderr)
    return 0


def report(model: Model) -> Iterator[str]:
    """What was left out and why, then the scores on the held-out rows."""
    rows, rate = model.facts["rows"], model.facts["rate"]
    yield f"{model.target} = {model.positive}: {rate['held_out']:.1%} of the held-out rows"
    how = "the last in time" if model.facts["split"] == "time" else "drawn at random, stratified"
    yield f"{rows['trained']} rows trained, {rows['held_out']} held out ({how})"
    yield f"{len(model.features)} features"
    for item in model.facts["left_out"]:
        yield f"left out: {item['name']} ({WHY[item['why']].format(auc=item['auc'])})"
    yield header()
    for name, title in NAMES.items():
        yield line(title, scores_of(model, name))


def header() -> str:
    """Titles of the columns of ``line``."""
    return f"{'':<22} {'AUC':>7} {'log loss':>9} {'calibration error':>18} {'lift at 10 %':>13}"


def line(title: str, found: Scores) -> str:
    """One row of scores."""
    numbers = f"{found.auc:7.4f} {found.log_loss:9.4f} {found.calibration_error:18.4f} {found.lift:13.2f}"
    return f"{title:<22} {numbers}"
