"""`python -m recsys <command>`; every command is a module with ``add_parser``."""

import argparse
import sys
from importlib import import_module

from recsys.collector import spare_loaded
from recsys.plainly import plainly

COMMANDS = (
    "recsys.sql.migrate",
    "recsys.customers.population",
    "recsys.customers.privacy_command",
    "recsys.customers.command",
    "recsys.staff.command",
    "recsys.tags.command",
    "recsys.segments.command",
    "recsys.events.replay",
    "recsys.simulate",
    "recsys.exchange.command",
    "recsys.models.train_command",
    "recsys.models.score_command",
    "recsys.models.drift_command",
    "recsys.models.customers.command",
    "recsys.models.matching.command",
    "recsys.models.collaborative.command",
    "recsys.models.escalation.command",
    "recsys.models.evaluate_command",
    "recsys.ranking.command",
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all is well, 2 when an input or a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m recsys", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="command")
    for name in COMMANDS:
        import_module(name).add_parser(subparsers)
    args = parser.parse_args(argv)
    return plainly(lambda: int(args.run(args)))


if __name__ == "__main__":
    spare_loaded()
    sys.exit(main())
