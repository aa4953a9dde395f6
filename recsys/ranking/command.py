"""`python -m recsys rank`: learn from answers to offers, and measure whether ranking pays."""

import argparse

from recsys.engine import open_engine
from recsys.ranking.learn import learn_log
from recsys.settings import Settings


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("rank", help="learn from offers, measure ranking", description=__doc__)
    what = parser.add_subparsers(required=True, metavar="what")
    learn = what.add_parser("learn", help="take in the answers that the log holds")
    learn.add_argument("--rebuild", action="store_true", help="from the whole log, as if nothing was known")
    learn.set_defaults(run=run_learn)


def run_learn(args: argparse.Namespace) -> int:
    """0, also when there was nothing new."""
    engine = open_engine(Settings(), search=False)
    try:
        lesson = learn_log(engine, rebuild=args.rebuild)
    finally:
        engine.close()
    if lesson.version is None:
        print("nothing new to learn from")
    else:
        print(f"{lesson.shown} offers shown, {lesson.taken} taken; version {lesson.version} is in use")
    return 0
