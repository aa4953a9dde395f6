"""`python -m recsys staff add LOGIN`: a log-in for a member of staff; the password is asked for."""

import argparse
import getpass

from recsys.engine import open_engine
from recsys.settings import Settings
from recsys.staff.member import ROLES, StaffRefused, add_staff
from recsys.unusable import Unusable


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("staff")
    actions = parser.add_subparsers(required=True, metavar="action")
    add = actions.add_parser("add", help="add one; the password is asked for")
    add.add_argument("login")
    add.add_argument("--name", required=True)
    add.add_argument("--role", required=True, choices=ROLES)
    add.add_argument("--department", required=True)
    add.set_defaults(run=_add)


def _add(args: argparse.Namespace) -> int:
    password = getpass.getpass("password: ")
    engine = open_engine(Settings(), search=False)
    try:
        add_staff(engine, args.login, args.name, args.role, args.department, password)
    except StaffRefused as error:
        raise Unusable(f"staff: {error}") from error
    finally:
        engine.close()
    print(f"{args.login} may log in as {args.role}")
    return 0
