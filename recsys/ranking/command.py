"""`python -m recsys rank`: learn from answers to offers, and measure whether ranking pays."""

import argparse
import sys

from kb.catalogue.load import load_catalogue
from recsys.argument import at_least
from recsys.engine import open_engine
from recsys.ranking.learn import learn_log
from recsys.ranking.trial import LOGS, PEOPLE, ROUNDS, TRAINED
from recsys.settings import Settings


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("rank", description=__doc__)
    what = parser.add_subparsers(required=True, metavar="what")
    learn = what.add_parser("learn", help="take in the answers that the log holds")
    learn.add_argument("--rebuild", action="store_true", help="from the whole log, as if nothing was known")
    learn.set_defaults(run=run_learn)
    evaluate = what.add_parser("evaluate", help="does it pay, are estimates of other policies right?")
    evaluate.add_argument(
        "--trained", type=at_least(1), default=TRAINED, help="simulated people that models learn from"
    )
    evaluate.add_argument(
        "--people", type=at_least(1), default=PEOPLE, help="simulated people to make offers to"
    )
    evaluate.add_argument(
        "--rounds", type=at_least(1), default=ROUNDS, help="offers to each, at most one a round"
    )
    evaluate.add_argument("--logs", type=at_least(1), default=LOGS, help="logs that estimates are made from")
    evaluate.set_defaults(run=run_evaluate)


def run_evaluate(args: argparse.Namespace) -> int:
    """0 when the intervals hold the truth as often as they should, 1 when not."""
    from recsys.ranking.trial.report import measure_ranking

    missed: list[str] = []
    sizes = (args.trained, args.people, args.rounds, args.logs)
    said = f"learning from {args.trained} people, then {args.rounds} rounds of each policy with {args.people}"
    print(f"{said}; at the usual sizes this takes minutes", file=sys.stderr, flush=True)
    for words in measure_ranking(load_catalogue(Settings().catalogue_dir), *sizes, missed):
        print(words, flush=True)
    for words in missed:
        print(f"MISSED: {words}", file=sys.stderr)
    return int(bool(missed))


def run_learn(args: argparse.Namespace) -> int:
    """0, also when there was nothing new."""
    engine = open_engine(Settings(), search=False)
    try:
        lesson = learn_log(engine, rebuild=args.rebuild)
    finally:
        engine.close()
    if lesson.version is None:
        print("nothing new to learn from: no offer was shown, taken or refused since the last time")
    else:
        print(f"{lesson.shown} offers shown, {lesson.taken} taken; version {lesson.version} is in use")
    return 0
