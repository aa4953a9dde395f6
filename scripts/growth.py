"""``python -m scripts.growth SIZE…``: what each part costs at a number of customers.

``--bulk`` leaves out what needs a stored population, which takes long to make. Times are CPU seconds, so
that they say the same on a busy machine; memory is the most that the process held.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kb.catalogue.load import load_catalogue
from recsys.campaign.condition import Clause, Condition, audience
from recsys.engine import Engine, open_engine
from recsys.settings import Settings
from recsys.tags.batch import bench as tags
from recsys.tariff import bench as bills
from recsys.tariff.population_bills import population_totals
from scripts.copies import multiply
from scripts.environments import HUAKE, ROOT

FOLDER = ROOT / "var" / "bench" / "growth"
MODELS = ROOT / "var" / "models"
NOBODY = "redis://127.0.0.1:1/0"  # commands work without Redis
CONDITION = Condition(
    clauses=(
        Clause(tag="data_overspend", op="has"),
        Clause(tag="arpu", op="at_least", value=5000),
        Clause(tag="no_marketing", op="lacks"),
    )
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one part took; memory 0 where it was not measured apart."""

    part: str
    seconds: float
    mb: float = 0.0

    def line(self, customers: int) -> str:
        """For people."""
        held = f"{self.mb:8,.0f} MB" if self.mb else ""
        each = f"{self.seconds / customers * 1e6:9,.1f} µs each"
        return f"{customers:>9,}  {self.part:34} {self.seconds:9.2f} s {each} {held}"


def bulk(size: int) -> Iterator[Cost]:
    """Bills and tags as arrays and Parquet files."""
    catalogue = load_catalogue(ROOT / "kb" / "data")
    plans = bills.hundred_plans(list(catalogue.plans.values()))
    usage, before = bills.made_up_usage(size, seed=1), time.process_time()
    population_totals(plans, usage)
    yield Cost("bills, 100 plans × 6 months", time.process_time() - before)
    files, items = tags.prepared(size)
    before = time.process_time()
    tags.in_engine(files, items)
    yield Cost(f"{len(items)} tags in DuckDB", time.process_time() - before)


def stored(size: int) -> Iterator[Cost]:
    """A population in SQL, and what works on all of it."""
    folder = FOLDER / str(size)
    shutil.rmtree(folder, ignore_errors=True)
    settings = {"HUAKE_VAR": str(folder), "DATABASE_URL": "", "REDIS_URL": NOBODY, "HUAKE_DEMO": "false"}
    _command(settings, "migrate")
    yield _command(settings, "population", "--size", str(size))
    yield _size(folder)
    yield _count(folder)
    yield _command(settings, "replay")
    files = folder / "files"
    yield _command(settings, "tags", "export", str(files))
    yield _command(settings, "tags", "compute", str(files), str(folder / "tags.parquet"))
    if (MODELS / "churn_risk").is_dir():
        yield _command(settings, "foresee", "apply", "--models", str(MODELS))


def copied(size: int, times: int) -> Iterator[Cost]:
    """What works on stored rows, when all that ``stored`` made is there so many times."""
    folder = FOLDER / str(size)
    engine = _opened(folder)
    multiply(engine, times)
    engine.close()
    yield _size(folder)
    yield _count(folder)


def _opened(folder: Path) -> Engine:
    return open_engine(Settings(var=folder, database_url="", redis_url=NOBODY), search=False)


def _size(folder: Path) -> Cost:
    return Cost("database (its size)", 0.0, sum(file.stat().st_size for file in folder.glob("*.db*")) / 2**20)


def _count(folder: Path) -> Cost:
    engine = _opened(folder)
    before = time.process_time()
    audience(engine, CONDITION, datetime.now(UTC))
    spent = time.process_time() - before
    engine.close()
    return Cost("who is meant by three conditions", spent)


def _command(settings: Mapping[str, str], *words: str) -> Cost:
    """Run ``python -m recsys …``; SystemExit when it fails."""
    child = subprocess.Popen(
        [str(HUAKE.python), "-m", "recsys", *words], cwd=ROOT, env={**os.environ, **settings}
    )
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"recsys {' '.join(words)} ended with {child.returncode}")
    name = " ".join(word for word in words if not word.startswith("/"))
    return Cost(name, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def main() -> int:
    """Print a line per part and size."""
    parser = argparse.ArgumentParser(prog="python -m scripts.growth", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+", metavar="SIZE")
    parser.add_argument("--bulk", action="store_true", help="only bills and tags in bulk")
    parser.add_argument(
        "--times", type=int, default=1, help="then copy what was stored, and measure what works on rows"
    )
    arguments = parser.parse_args()
    for size in arguments.sizes:
        for part in (bulk,) if arguments.bulk else (bulk, stored):
            _print(size, part(size))
        if arguments.times > 1 and not arguments.bulk:
            _print(size * arguments.times, copied(size, arguments.times))
    return 0


def _print(size: int, costs: Iterator[Cost]) -> None:
    for cost in costs:
        print(cost.line(size), flush=True)


if __name__ == "__main__":
    sys.exit(main())
