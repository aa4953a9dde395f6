"""The parts, each measured with its naive version in the same run."""

import resource
from pathlib import Path

from kb.catalogue.load import load_catalogue
from recsys.tags.batch import bench as tags
from recsys.tariff import bench as bills
from scripts.environments import ROOT
from scripts.ingest.disk import flush_p99
from scripts.ingest.measure import flood, pace
from scripts.ingest.naive import pandas_per_second
from scripts.ingest.outcome import P99_MS, PER_SECOND, Flood
from scripts.ingest.stores import Stores
from scripts.memory import GROWS, growth
from scripts.scale.row import Row

FOLDER = ROOT / "var" / "bench" / "ingest"
CUSTOMERS = 1_000_000
MEMORY_GB = 8.0
EVENTS, PACED_S, KILLS = 30_000, 15.0, 50


def bill_row() -> Row:
    """All customers under a hundred plans, half a year each."""
    speed = bills.measure(load_catalogue(ROOT / "kb" / "data"), CUSTOMERS)
    return Row(
        f"bills: {speed.customers:,} customers × {speed.plans} plans × {bills.MONTHS} months",
        f"{speed.seconds:.1f} s",
        f"{bills.BAR_S:.0f} s",
        f"{speed.pandas_seconds:,.0f} s (from {bills.PANDAS_CUSTOMERS} × {bills.PANDAS_PLANS})",
        speed.within_bar,
    )


def tag_row() -> Row:
    """All customers' tags in DuckDB."""
    speed = tags.measure(tags.SIZE)
    return Row(
        f"tags: {speed.tags} of {speed.customers:,} customers",
        f"{speed.seconds:.1f} s" + (f", {speed.wrong} wrong" if speed.wrong else ""),
        f"{tags.BAR_S:.0f} s",
        f"{speed.pandas_seconds:,.0f} s (from {tags.SAMPLE:,} customers)",
        speed.within_bar,
    )


def memory_row() -> Row:
    """The most that this process has held so far."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return Row("memory of both, at most", f"{peak:.1f} GB", f"{MEMORY_GB:.0f} GB", "", peak <= MEMORY_GB)


def intake_rows(folder: Path = FOLDER) -> list[Row]:
    """Events at full speed and at the pace of the bar, and the worker's memory meanwhile."""
    stores = Stores.start(folder)
    try:
        fast = flood(stores, EVENTS)
        steady = pace(stores, PACED_S)
    finally:
        stores.stop()
    naive, grown = pandas_per_second(folder), growth(fast.worker_mb)
    stored, whole = fast.stored_per_second, f"{fast.events:,} events"
    return [
        Row(
            f"{whole} in log and tags",
            f"{stored:,.0f}/s",
            f"{PER_SECOND:,}/s",
            f"{naive:,.0f}/s (no rules)",
            stored >= PER_SECOND and fast.whole,
        ),
        Row(
            f"p99 of a call at {steady.per_second:,.0f} events/s",
            f"{steady.p99:.0f} ms",
            f"{P99_MS:.0f} ms",
            f"(the disk's own flush: {flush_p99(folder):.0f} ms)",
            steady.p99 <= P99_MS,
        ),
        Row(
            f"worker's memory over {whole}, late ÷ early",
            f"{grown:.2f}",
            f"{GROWS:.2f}",
            "",
            grown <= GROWS,
        ),
    ]


def kill_row(folder: Path = FOLDER) -> Row:
    """Events while worker and Redis are killed in turn."""
    stores = Stores.start(folder)
    try:
        found: Flood = flood(stores, EVENTS, KILLS)
    finally:
        stores.stop()
    return Row(
        f"{found.events:,} events, {found.kills} kills: lost, doubled, differing",
        f"{found.lost}, {found.doubled}, {found.differences}",
        "0, 0, 0",
        "",
        found.whole and found.kills == KILLS,
    )
