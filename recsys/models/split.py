"""Which rows train and which are held out."""

import numpy as np

from recsys.models.table import Column, DataError, Rows, Table, is_number
from recsys.models.target import Labels

HELD_OUT = 0.2
FOLDS = 5
ROW = "row"  # `--time row`: the rows stand in the order of time


def random_split(labels: Labels, seed: int, share: float = HELD_OUT) -> tuple[Rows, Rows]:
    """(train, held out), the same share of both values in each."""
    rng = np.random.default_rng(seed)
    held = np.zeros(len(labels), dtype=bool)
    for value in (0, 1):
        rows = rng.permutation(np.flatnonzero(labels == value))
        held[rows[: max(1, round(share * len(rows)))]] = True
    return np.flatnonzero(~held), np.flatnonzero(held)


def time_split(when: Column, share: float = HELD_OUT) -> tuple[Rows, Rows]:
    """(train, held out), both in the order of time; rows of one moment never stand on both sides."""
    order = np.argsort(when, kind="stable")
    edge = when[order[round((1 - share) * len(order))]]
    cut = int(np.searchsorted(when[order], edge, side="left"))
    if cut == 0:
        raise DataError("the time column has too few different moments to hold the last ones out")
    return order[:cut], order[cut:]


def moments(table: Table, name: str) -> Column:
    """The time column (numbers, or words such as 2026-11-22 that sort by time), or the row number."""
    if name == ROW and name not in table.columns:
        return np.arange(len(table), dtype=np.float64)
    if name not in table.columns:
        raise DataError(f"there is no column {name!r}; use a column, or {ROW!r} for the order of the rows")
    column = table.columns[name]
    missing = np.isnan(column).any() if is_number(column) else (column == "").any()
    if missing:
        raise DataError(f"some rows have no value in the time column {name!r}")
    return column


def folds(labels: Labels, seed: int, *, in_order: bool, count: int = FOLDS) -> Rows:
    """The fold of each row: blocks of time when the rows are in order, else random and stratified."""
    if in_order:
        return np.arange(len(labels)) * count // len(labels)
    rng = np.random.default_rng([seed, 1])
    fold = np.zeros(len(labels), dtype=np.intp)
    for value in (0, 1):
        rows = rng.permutation(np.flatnonzero(labels == value))
        fold[rows] = np.arange(len(rows)) % count
    return fold
