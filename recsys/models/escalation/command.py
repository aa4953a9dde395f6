"""`python -m recsys escalation`: cross-validate the model of escalating complaints, and fit it anew."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from recsys.models.escalation.examples import calm_questions, examples
from recsys.models.escalation.training import Judgement, as_json, cross_validate, fit_escalation
from recsys.service.escalation_model import PATH


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("escalation", description=__doc__)
    parser.add_argument("--calm", type=Path, default=Path("nlu_data"), help="folder of ordinary questions")
    parser.add_argument("--write", action="store_true", help=f"fit on everything and write {PATH.name}")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when all is well."""
    known = [*examples(), *calm_questions(args.calm)]
    print("\n".join(lines(cross_validate(known))))
    if args.write:
        PATH.write_text(as_json(fit_escalation(known)), "utf-8")
    return 0


def lines(found: Sequence[Judgement]) -> Iterator[str]:
    """One per way of judging; recall and precision of the highest level."""
    yield f"{'':<10} {'level right':>11} {'recall':>7} {'precision':>10} {'AUC':>7} {'false alarms':>13}"
    for one in found:
        scores = f"{one.recall:7.1%} {one.precision:10.1%} {one.auc:7.3f} {one.alarms:13.2%}"
        yield f"{one.name:<10} {one.right:11.1%} {scores}"
