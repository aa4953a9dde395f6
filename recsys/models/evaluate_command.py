"""`python -m recsys evaluate`: every model beside its baselines and bars."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from kb.catalogue.load import load_catalogue
from recsys.argument import at_least
from recsys.models.escalation.command import lines as escalation_lines
from recsys.models.escalation.examples import calm_questions, examples
from recsys.models.escalation.training import cross_validate
from recsys.models.own_people import measure_own
from recsys.models.public_sets import Measured, measure, public_sets
from recsys.models.train_command import NAMES, header, line
from recsys.ranking.trial import LOGS, ROUNDS, TRAINED
from recsys.ranking.trial import PEOPLE as OFFERED
from recsys.ranking.trial.report import measure_ranking
from recsys.settings import Settings

SHARED = Path(__file__).parents[3] / "shared" / "data"
PARTS = ("public", "own", "escalation", "ranking")
PEOPLE = 6000


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("evaluate", description=__doc__)
    default = Path(os.environ.get("HUAKE_PUBLIC_SETS", SHARED))
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)}; all when none is named"
    )
    parser.add_argument("--public", type=Path, default=default, help="folder of public tables")
    parser.add_argument(
        "--people", type=at_least(1), default=PEOPLE, help=f"simulated people (default {PEOPLE})"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when every bar is reached, 1 when one is missed, 2 for a part that there is not."""
    unknown = sorted(set(args.parts) - set(PARTS))
    if unknown:
        print(f"there is no part {unknown[0]!r}; there are: {', '.join(PARTS)}", file=sys.stderr)
        return 2
    parts, missed = args.parts or PARTS, list[str]()
    if "public" in parts:
        _say(_public(args.public, missed))
    if "own" in parts:
        _say(measure_own(load_catalogue(Settings().catalogue_dir), args.people))
    if "escalation" in parts:
        _say(_escalation())
    if "ranking" in parts:
        sizes = (TRAINED, OFFERED, ROUNDS, LOGS)
        _say(measure_ranking(load_catalogue(Settings().catalogue_dir), *sizes, missed))
    for words in missed:
        print(f"MISSED: {words}", file=sys.stderr)
    return int(bool(missed))


def _say(report: Iterator[str]) -> None:
    for words in report:
        print(words, flush=True)


def _public(folder: Path, missed: list[str]) -> Iterator[str]:
    for public in public_sets():
        if not (folder / public.file).is_file():
            yield f"{public.name}: skipped, there is no {folder / public.file}"
            continue
        found = measure(public, folder)
        yield from table(found)
        missed += found.missed()


def _escalation() -> Iterator[str]:
    yield "\nescalating complaints: five parts, the same text never on both sides"
    yield from escalation_lines(cross_validate([*examples(), *calm_questions(Path("nlu_data"))]))


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
