"""`python -m recsys <command>`; every command is a module with ``add_parser``."""

import argparse
import sys
from importlib import import_module

COMMANDS = (
    "recsys.sql.migrate",
    "recsys.customers.population",
    "recsys.customers.privacy_command",
    "recsys.staff.command",
    "recsys.tags.command",
    "recsys.events.replay",
    "recsys.simulate",
    "recsys.exchange.command",
    "recsys.models.train_command",
    "recsys.models.score_command",
    "recsys.models.drift_command",
    "recsys.models.customers.command",
    "recsys.models.collaborative.command",
    "recsys.models.escalation.command",
    "recsys.models.evaluate_command",
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when all is well."""
    parser = argparse.ArgumentParser(prog="python -m recsys", description=__doc__)
    subparsers = parser.add_subparsers(required=True, metavar="command")
    for name in COMMANDS:
        import_module(name).add_parser(subparsers)
    args = parser.parse_args(argv)
    return int(args.run(args))


if __name__ == "__main__":
    sys.exit(main())
