"""`python -m recsys forget ID` deletes a customer and prints the proof; `export ID` prints all we hold."""

import argparse
import json
from datetime import UTC, datetime

from recsys.customers.load import UnknownCustomer, customer
from recsys.customers.privacy import export, forget, left_of
from recsys.engine import Engine, open_engine
from recsys.settings import Settings
from recsys.unusable import Unusable


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    for name, run in (("forget", _forget), ("export", _export)):
        parser = subparsers.add_parser(name)
        parser.add_argument("customer", help="customer id, such as c000002")
        parser.set_defaults(run=run)


def _forget(args: argparse.Namespace) -> int:
    engine = _open(args.customer)
    proof = forget(engine, args.customer, datetime.now(UTC))
    left = left_of(engine, args.customer)
    engine.close()
    print(json.dumps({"proof": proof["id"], "removed": proof["removed"], "left": left}, indent=2))
    return 1 if left else 0


def _export(args: argparse.Namespace) -> int:
    engine = _open(args.customer)
    print(json.dumps(export(engine, args.customer), ensure_ascii=False, indent=2, default=str))
    engine.close()
    return 0


def _open(customer_id: str) -> Engine:
    """The engine if there is such a customer. Raises Unusable."""
    engine = open_engine(Settings(), search=False)
    try:
        customer(engine, customer_id)
    except UnknownCustomer as error:
        engine.close()
        raise Unusable(f"there is no customer {customer_id!r}: check the id") from error
    return engine
