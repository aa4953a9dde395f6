"""`python -m recsys evaluate`: every model beside its baselines and bars."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from recsys.models.public_sets import Measured, measure, public_sets
from recsys.models.train_command import NAMES, header, line

SHARED = Path(__file__).parents[3] / "shared" / "data"


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("evaluate", help="measure every model", description=__doc__)
    default = Path(os.environ.get("HUAKE_PUBLIC_SETS", SHARED))
    parser.add_argument("--public", type=Path, default=default, help="folder of public tables")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when every bar is reached, 1 when one is missed."""
    missed: list[str] = []
    for public in public_sets():
        if not (args.public / public.file).is_file():
            print(f"{public.name}: skipped, there is no {args.public / public.file}")
            continue
        found = measure(public, args.public)
        print("\n".join(table(found)), flush=True)
        missed += found.missed()
    for words in missed:
        print(f"MISSED: {words}", file=sys.stderr)
    return int(bool(missed))


def table(found: Measured) -> Iterator[str]:
    """Means over the seeds with their spread; then the last fifth in time, where the rows have an order."""
    yield f"\n{found.public.name}: mean of five random splits"
    yield header()
    for who, title in NAMES.items():
        yield line(title, found.mean[who])
    yield line("± of the model", found.spread)
    if found.in_time:
        yield f"{found.public.name}: the last fifth in time"
        for who, title in NAMES.items():
            yield line(title, found.in_time[who])
