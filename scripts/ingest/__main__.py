"""``python -m scripts.ingest``: events at full speed and at the pace of the bar, on an empty database.

With ``--kills`` Redis and worker are killed meanwhile, in turn; then only loss and doubling are judged.
"""

import argparse
import sys

from scripts.environments import ROOT
from scripts.ingest.measure import flood, pace
from scripts.ingest.outcome import Flood, Pace
from scripts.ingest.stores import Stores
from scripts.processes import PartFailed

FOLDER = ROOT / "var" / "bench" / "ingest"


def main() -> int:
    """Print what came out; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m scripts.ingest", description=__doc__)
    parser.add_argument("--events", type=int, default=30_000, help="at full speed")
    parser.add_argument("--seconds", type=float, default=15, help="at the pace of the bar")
    parser.add_argument("--kills", type=int, default=0, help="how often worker and Redis are killed, in turn")
    arguments = parser.parse_args()
    try:
        outcomes = run(arguments.events, arguments.seconds, arguments.kills)
    except PartFailed as error:
        print(f"ingest: {error}", file=sys.stderr)
        return 1
    missed = [line for outcome in outcomes for line in outcome.missed()]
    print("\n".join([*(outcome.line() for outcome in outcomes), *(f"MISSED: {line}" for line in missed)]))
    return int(bool(missed))


def run(events: int, seconds: float, kills: int) -> list[Flood | Pace]:
    """Start stores of their own and measure; the pace only where nothing is killed."""
    stores = Stores.start(FOLDER)
    try:
        outcomes: list[Flood | Pace] = [flood(stores, events, kills)]
        return outcomes if kills else [*outcomes, pace(stores, seconds)]
    finally:
        stores.stop()


if __name__ == "__main__":
    sys.exit(main())
