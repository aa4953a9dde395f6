"""`python -m recsys match`: potential customers of each kind of product, with channel and reasons."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from random import Random

import pyarrow as pa
from tqdm import tqdm

from recsys.argument import at_least, table_name
from recsys.engine import Engine, open_engine
from recsys.models.channel.learned import load_channel_model
from recsys.models.customers.aims import aims
from recsys.models.customers.observe import Observation
from recsys.models.customers.potential import Lookalike, find_lookalikes
from recsys.models.customers.present import CHUNK, everybody, observed
from recsys.models.customers.scoring import CHANNEL, WEIGHTS, foreseers
from recsys.models.matching.learnt import MATCH, load_match
from recsys.models.matching.potential import METHODS, Learnt, Potential, foremost, potentials, reasons_of
from recsys.models.store import ModelError
from recsys.models.table_file import write_table
from recsys.settings import Settings

SAMPLE = 20_000  # so many present customers show who resembles the users of a product
COLUMNS = ("customer_id", "product", "title", "channel", "value", "method", "reasons")


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Registered in ``recsys.__main__``."""
    parser = subparsers.add_parser("match", description=__doc__)
    kinds = [aim.kind for aim in aims() if aim.kind]
    parser.add_argument("--product", action="append", choices=kinds, help="one kind only; may be repeated")
    parser.add_argument("--method", action="append", choices=METHODS, help="one method only; may be repeated")
    parser.add_argument(
        "--most", type=at_least(1), default=100, help="customers for each of these (default 100)"
    )
    parser.add_argument("--models", type=Path, help="folder of the models (default <var>/models)")
    parser.add_argument("--out", type=table_name, required=True, help=f"CSV or Parquet: {', '.join(COLUMNS)}")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when the file is written. Raises Unusable without models."""
    engine = open_engine(Settings(), search=False)
    try:
        kinds = args.product or [aim.kind for aim in aims() if aim.kind]
        folder = args.models or engine.settings.var / "models"
        methods, now = args.method or METHODS, datetime.now(UTC)
        count = matched(engine, folder, args.out, kinds, methods, args.most, now)
    finally:
        engine.close()
    print(f"{args.out}: {count} rows")
    return 0


def matched(
    engine: Engine,
    folder: Path,
    out: Path,
    kinds: Sequence[str],
    methods: Sequence[str],
    most: int,
    now: datetime,
) -> int:
    """Write the ``most`` likeliest of each kind by each method; how many rows. Raises ModelError."""
    learnt = _learnt(engine, folder, kinds, methods, now)
    rows = _rows(engine, learnt, _found(engine, learnt, methods, kinds, most, now), now)
    write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), out)
    return len(rows)


_SCHEMA = pa.schema([(name, pa.float64() if name == "value" else pa.string()) for name in COLUMNS])


def _learnt(
    engine: Engine, folder: Path, kinds: Sequence[str], methods: Sequence[str], now: datetime
) -> Learnt:
    """What these methods need: models as trained, and look-alikes of today. Raises ModelError."""
    tree, weights = load_match(folder / MATCH) if "tree" in methods else None, folder / CHANNEL / WEIGHTS
    if not weights.is_file():
        raise ModelError(f"{weights}: nothing is known of channels; python -m recsys foresee train learns it")
    known = foreseers(folder) if "purchase" in methods else ()
    purchases = {one.aim.kind: one.model for one in known if one.aim.kind in kinds}
    alike = _lookalikes(engine, kinds, now) if "lookalike" in methods else {}
    return Learnt(alike, purchases, tree, load_channel_model(weights))


def _lookalikes(engine: Engine, kinds: Sequence[str], now: datetime) -> dict[str, Lookalike]:
    """Sought among the customers of today; nobody where there are none."""
    ids = everybody(engine)
    some = sorted(Random(0).sample(ids, min(SAMPLE, len(ids))))
    seen = [one for chunk, _ in observed(engine, some, now) for one in chunk]
    wanted = [aim.key for aim in aims() if aim.kind in kinds]
    return {one.aim.kind: one for one in find_lookalikes(seen, only=wanted).values()} if seen else {}


def _found(
    engine: Engine, learnt: Learnt, methods: Sequence[str], kinds: Sequence[str], most: int, now: datetime
) -> list[Potential]:
    kept: list[Potential] = []
    ids = everybody(engine)
    chunks = tqdm(observed(engine, ids, now), total=-(-len(ids) // CHUNK), unit=" chunks", file=sys.stderr)
    for seen, _ in chunks:
        new = potentials(learnt, seen, methods) if seen else ()
        kept = foremost([*kept, *(one for one in new if one.kind in kinds)], most)
    return kept


def _rows(
    engine: Engine, learnt: Learnt, found: Sequence[Potential], now: datetime
) -> list[dict[str, object]]:
    ids = sorted({one.customer_id for one in found})
    known = {one.customer_id: one for chunk, _ in observed(engine, ids, now) for one in chunk}
    rows = []
    for (kind, method), group in groupby(found, key=lambda one: (one.kind, one.method)):
        those = [one for one in group if one.customer_id in known]
        seen: list[Observation] = [known[one.customer_id] for one in those]
        why = reasons_of(learnt, kind, method, seen) if seen else []
        rows += [_row(one, reasons) for one, reasons in zip(those, why, strict=True)]
    return rows


def _row(one: Potential, reasons: str) -> dict[str, object]:
    title = next(aim.title for aim in aims() if aim.kind == one.kind)
    values = (one.customer_id, one.kind, title, one.channel, round(one.value, 6), one.method, reasons)
    return dict(zip(COLUMNS, values, strict=True))
