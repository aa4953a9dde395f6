"""`python -m recsys drift`: whether a table still looks like the one that a model was trained on."""

import argparse
import sys
from pathlib import Path

from recsys.models.drift import CHANGED, Drift, drifts
from recsys.models.features import matrix
from recsys.models.store import load
from recsys.models.table import read_table
from recsys.unusable import Unusable

FEWEST = 200  # among fewer, luck alone moves the index beyond 0.1 (its mean is about bins ÷ rows)


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("drift", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that train wrote")
    parser.add_argument("--data", type=Path, required=True, help="CSV or Parquet file with the same columns")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when nothing has changed much, 1 when it is time to train again. Raises Unusable."""
    model = load(args.model)
    rows = read_table(args.data)
    if len(rows) < FEWEST:
        raise Unusable(f"{args.data}: {len(rows)} rows cannot tell a change from luck; {FEWEST} can")
    x = matrix(rows, model.features)
    found = drifts(model.profiles, x, model.calibration(model.logits(x)))
    print(table(found))
    changed = [drift.name for drift in found if drift.psi >= CHANGED]
    if changed:
        print(f"train again: {', '.join(changed)}", file=sys.stderr)
    return int(bool(changed))


def table(found: list[Drift]) -> str:
    """One line per column, the furthest first."""
    lines = [f"{'column':<32} {'PSI':>7}  state"]
    lines += [f"{drift.name:<32} {drift.psi:7.3f}  {drift.state}" for drift in found]
    return "\n".join(lines)
