"""Bills of whole populations: the vectorised bill in pieces that fit into the cache, on all cores."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from kb.catalogue.schema import Tariff
from recsys.tariff.bill_arrays import UsageArrays
from recsys.tariff.bill_batch import bill_batch
from recsys.tariff.terms import Ints, Terms, one

ROWS = 8_000  # customers billed at once: their arrays stay in the cache


def population_totals(
    plans: Sequence[Tariff],
    usage: UsageArrays,
    *,
    month_index: Ints | None = None,
    workers: int | None = None,
    progress: Callable[[int], object] = lambda customers: None,
) -> Ints:
    """What each customer pays under each plan over all months together: (customers, plans), in fen.

    ``usage`` is (customers, months), months in order; ``month_index`` is that of ``bill_batch``, (months,) or
    (customers, months). NumPy lets go of the interpreter's lock, so ``workers`` threads use as many cores.
    """
    customers = usage.data_mb.shape[0]
    index = None if month_index is None else np.broadcast_to(month_index, usage.data_mb.shape)
    terms = [one(plan) for plan in plans]
    result = np.empty((customers, len(plans)), dtype=np.int64)

    def fill(rows: slice) -> int:
        result[rows] = _totals(terms, usage.part(rows).by_month(), None if index is None else index[rows])
        return int(rows.stop) - int(rows.start)

    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        for done in pool.map(fill, _slices(customers)):
            progress(done)
    return result


def _totals(terms: Sequence[Terms], usage: UsageArrays, index: Ints | None) -> Ints:
    billed = (bill_batch(plan, usage, month_index=index).total.sum(axis=1) for plan in terms)
    totals: Ints = np.stack(list(billed), axis=1)
    return totals


def _slices(customers: int) -> Iterator[slice]:
    for start in range(0, customers, ROWS):
        yield slice(start, min(start + ROWS, customers))
