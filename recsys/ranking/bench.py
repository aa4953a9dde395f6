"""``python -m recsys.ranking.bench [DECISIONS]``: how long a decision takes, from the database to the slate.

500 products, all with something learned; customers, contacts and refusals are read from SQLite, chances come
from trained models. Beside it the naive way: the same, with LightGBM asked model by model and mabwiser arm by
arm. Wall clock and CPU of the whole process; the bar is the 99th percentile of the CPU, which is the wall
clock of a core that nobody else wants.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.load import load_catalogue
from kb.catalogue.schema import Item
from recsys.collector import spare_loaded
from recsys.customers.population import populate
from recsys.engine import Engine, open_redis
from recsys.models.customers.observe import DAY, table_of
from recsys.models.customers.scoring import foreseers
from recsys.models.customers.training import simulated
from recsys.models.store import save
from recsys.models.table import DataError, Numbers
from recsys.models.train import Plan, train
from recsys.ranking.advice import MODELS, OfferNeed, offer_case
from recsys.ranking.context import TERMS
from recsys.ranking.foreseen import EVERYBODY, priors
from recsys.ranking.learned import store
from recsys.ranking.linucb import evidence, fit, learn
from recsys.ranking.offer_case import OfferCase
from recsys.ranking.offer_choice import decide_offer
from recsys.ranking.sums import Shown, Sums, add
from recsys.ranking.table import PPM, ranking
from recsys.settings import Settings
from recsys.sql.connect import open_sql
from recsys.sql.migrate import migrate

PRODUCTS, DECISIONS, NAIVE, PEOPLE, TRAINED, SHOWN = 500, 2000, 40, 120, 400, 20_000
BAR_MS = 20.0
NOW = datetime(2026, 11, 20, 4, tzinfo=UTC)
SEED = 7


def main(decisions: int) -> int:
    """Print both; 1 if the bar is missed."""
    with tempfile.TemporaryDirectory() as folder:
        engine, sums = prepared(Path(folder))
        spare_loaded()
        ids = [f"c{number:06d}" for number in range(1, PEOPLE + 1)]
        ours = _timed(lambda n: _decide(engine, ids[n % PEOPLE]), decisions)
        cases = [_case(engine, one) for one in ids]
        chosen = _timed(lambda n: decide_offer(cases[n % PEOPLE], engine.catalogue), decisions)
        naive = _timed(_naive(engine, sums, ids), NAIVE)
        engine.close()
    sold = len(engine.catalogue.items)
    print(
        f"a decision among {sold} products, {len(sums.ids)} of them learned about: {decisions} in one thread"
    )
    print(f"  {'':<18} {'p50 ms':>8} {'p99 ms':>8} {'CPU p50':>8} {'CPU p99':>8}")
    for name, (wall, cpu) in {"ours": ours, "of it, choosing": chosen, f"naive, {NAIVE}": naive}.items():
        figures = (*np.percentile(wall, (50, 99)), *np.percentile(cpu, (50, 99)))
        print(f"  {name:<18} " + " ".join(f"{figure:8.1f}" for figure in figures))
    slow = float(np.percentile(ours[1], 99))
    if slow > BAR_MS:
        print(f"MISSED: p99 of a decision {slow:.1f} ms of CPU, at most {BAR_MS:.0f} ms")
    return int(slow > BAR_MS)


def prepared(folder: Path) -> tuple[Engine, Sums]:
    """A database with people, models, and a state in which every product was shown."""
    settings = Settings(var=folder, redis_url="redis://127.0.0.1:1/0", database_url="")
    catalogue = enlarged(load_catalogue(settings.catalogue_dir), PRODUCTS)
    engine = Engine(settings, catalogue, open_sql(settings.sql_url), open_redis(settings.redis_url))
    migrate(engine.sql)
    populate(engine, PEOPLE, SEED, NOW)
    _, seen = simulated(catalogue, TRAINED, SEED, NOW)
    for key in (f"propensity_{kind}" for kind in priors()[EVERYBODY]):
        try:
            save(train(table_of(seen, key), Plan(key, DAY)), folder / MODELS / key, NOW)
        except DataError:
            continue
    items, rng = list(catalogue.items.values()), np.random.default_rng(SEED)
    sums = add(Sums(), (_shown(items[n % len(items)], rng) for n in range(SHOWN)), SHOWN)
    store(folder, sums, learn(sums, items, ranking()))
    return engine, sums


def enlarged(catalogue: Catalogue, count: int) -> Catalogue:
    """With copies of its products under new ids until there are that many."""
    lines = ("plans", "packs", "broadband", "services", "wealth")
    shelves: dict[str, dict[str, Item]] = {line: dict(getattr(catalogue, line)) for line in lines}
    pairs = [(line, item) for line in lines for item in getattr(catalogue, line).values()]
    for line, item in pairs[: max(0, count - len(pairs))]:
        shelves[line][f"{item.id}_x"] = item.model_copy(update={"id": f"{item.id}_x"})
    return replace(catalogue, **shelves)  # type: ignore[arg-type]


def _shown(item: Item, rng: np.random.Generator) -> Shown:
    flags = (1, *rng.integers(0, 2, len(TERMS) - 1).tolist())
    chance = int(rng.integers(5_000, 300_000))
    return Shown(item.id, flags, chance, bool(rng.random() * PPM < chance))


def _decide(engine: Engine, customer_id: str) -> None:
    decide_offer(_case(engine, customer_id), engine.catalogue)


def _case(engine: Engine, customer_id: str) -> OfferCase:
    return offer_case(engine, customer_id, need=OfferNeed(), channel="app", now=NOW, k=3)


def _naive(engine: Engine, sums: Sums, ids: Sequence[str]) -> Callable[[int], None]:
    """The same decision, and the libraries asked for what it needs of them."""
    known = foreseers(engine.settings.var / MODELS)
    bandit = fit(evidence(sums, list(engine.catalogue.items.values()), ranking()), ranking())
    rows = [np.zeros((1, len(one.model.features))) for one in known]
    flags = np.ones((1, len(TERMS)))

    def ask(number: int) -> None:
        _decide(engine, ids[number % PEOPLE])
        for one, row in zip(known, rows, strict=True):
            one.model.calibration(one.model.logits(row))
        bandit.predict_expectations(flags)

    return ask


def _timed(work: Callable[[int], object], count: int) -> tuple[Numbers, Numbers]:
    """Milliseconds of wall clock and of this process's CPU, after a round to warm up."""
    wall, cpu = np.empty(count), np.empty(count)
    for number in range(min(count, PEOPLE)):
        work(number)
    for number in range(count):
        began, spent = time.perf_counter(), time.process_time()
        work(number)
        wall[number], cpu[number] = time.perf_counter() - began, time.process_time() - spent
    return wall * 1000, cpu * 1000


def _arguments(words: Sequence[str]) -> int:
    return int(words[0]) if words else DECISIONS


if __name__ == "__main__":
    sys.exit(main(_arguments(sys.argv[1:])))
