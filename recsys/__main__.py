"""`python -m recsys <command>`; a command is a module with ``add_parser``, imported when it runs."""

import argparse
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from recsys.collector import spare_loaded
from recsys.plainly import plainly


class Command(NamedTuple):
    """Where a command is, and what it does."""

    module: str
    help: str


COMMANDS: Mapping[str, Command] = {
    "migrate": Command("recsys.sql.migrate", "bring the database to the newest schema"),
    "population": Command("recsys.customers.population", "fill the database with the demo population"),
    "forget": Command("recsys.customers.privacy_command", "delete a customer everywhere and print the proof"),
    "export": Command(
        "recsys.customers.privacy_command", "print everything we hold about a customer as JSON"
    ),
    "customers": Command("recsys.customers.command", "find records that are one person, merge, undo"),
    "staff": Command("recsys.staff.command", "add a member of staff"),
    "tags": Command("recsys.tags.command", "tag definitions, tags of a customer or a population"),
    "segments": Command(
        "recsys.segments.command", "how customers spread over segments, and move through stages"
    ),
    "replay": Command("recsys.events.replay", "rebuild tags and contacts from the log, prove them equal"),
    "simulate": Command("recsys.simulate", "bill usage under plans"),
    "import": Command("recsys.exchange.command", "load a table of customers, usage, … all of it or nothing"),
    "dump": Command("recsys.exchange.command", "write a table of all customers"),
    "train": Command("recsys.models.train_command", "train a model on a table and measure it"),
    "score": Command("recsys.models.score_command", "score a table with a trained model"),
    "drift": Command("recsys.models.drift_command", "compare a table with a model's training"),
    "foresee": Command("recsys.models.customers.command", "churn and purchases of our customers"),
    "match": Command("recsys.models.matching.command", "potential customers of each product"),
    "collaborative": Command("recsys.models.collaborative.command", "collaborative filtering"),
    "escalation": Command("recsys.models.escalation.command", "will a complaint go further"),
    "evaluate": Command("recsys.models.evaluate_command", "measure every model"),
    "rank": Command("recsys.ranking.command", "learn from offers, measure ranking"),
}


def main(argv: list[str] | None = None, loaded: Callable[[], None] = lambda: None) -> int:
    """Run one command; the exit code is 0 when all is well, 2 when an input or a file cannot be used.

    ``loaded`` is called when all modules of the command are there.
    """
    words = sys.argv[1:] if argv is None else argv
    parser = argparse.ArgumentParser(prog="python -m recsys", description=__doc__)
    _add_commands(parser, words[0] if words else "")
    args = parser.parse_args(words)
    loaded()
    return plainly(lambda: int(args.run(args)))


def _add_commands(parser: argparse.ArgumentParser, first: str) -> None:
    """The one that is called, or all by name: to import all takes seconds."""
    subparsers = parser.add_subparsers(required=True, metavar="command")
    if first in COMMANDS:
        import_module(COMMANDS[first].module).add_parser(subparsers)
        return
    for name, command in COMMANDS.items():
        subparsers.add_parser(name, help=command.help)


if __name__ == "__main__":
    sys.exit(main(loaded=spare_loaded))
