"""`python -m recsys score`: the probability of every row of a table under a model, with reasons."""

import argparse
import sys
from pathlib import Path

import pyarrow as pa

from recsys.argument import table_name
from recsys.models.features import matrix
from recsys.models.model import Model
from recsys.models.reasons import PHRASES, ranked, read_phrases
from recsys.models.store import load
from recsys.models.table import Table, read_table
from recsys.models.table_file import write_table

REASONS = 3
UP, DOWN = "↑", "↓"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("score", description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder that train wrote")
    parser.add_argument("--data", type=Path, required=True, help="CSV or Parquet file with the same columns")
    parser.add_argument("--out", type=table_name, required=True, help="CSV or Parquet: row, score, reasons")
    parser.add_argument("--phrases", type=Path, default=PHRASES, help="YAML: what the columns are called")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the file is written. Raises Unusable for the table or the model."""
    table = scored(load(args.model), read_table(args.data), args.phrases)
    write_table(table, args.out)
    print(f"{args.out}: {len(table)} rows", file=sys.stderr)
    return 0


def scored(model: Model, table: Table, phrases: Path = PHRASES) -> pa.Table:
    """Row number (from 1), probability, and the strongest reasons, ↑ for and ↓ against."""
    x = matrix(table, model.features)
    effects, known = model.contributions(x), read_phrases(phrases)
    said = [
        "; ".join(
            f"{UP if reason.raises else DOWN}{reason.text}"
            for reason in ranked(model.features, x[row], effects[row, :-1], REASONS, known)
        )
        for row in range(len(x))
    ]
    chance = model.calibration(effects.sum(axis=1))
    return pa.table({"row": range(1, len(x) + 1), "score": chance.round(6), "reasons": said})
