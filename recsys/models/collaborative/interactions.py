"""Interactions in the public format: one row per user, item, rating (or none) and timestamp (or none)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import scipy.sparse as sp

from recsys.models.table import Column, DataError, Numbers, Rows, Table, is_number, read_table

NAMES = {
    "user": ("user", "user_id", "userid", "uid", "customer_id"),
    "item": ("item", "item_id", "itemid", "movieid", "iid", "product_id"),
    "rating": ("rating", "score", "count", "weight"),
    "timestamp": ("timestamp", "time", "ts", "at", "date"),
}


@dataclass(frozen=True)
class Interactions:
    """Row i: user ``users[user[i]]`` took item ``items[item[i]]`` with that weight at that time."""

    users: Sequence[str]
    items: Sequence[str]
    user: Rows
    item: Rows
    weight: Numbers
    time: Numbers

    def __len__(self) -> int:
        return len(self.user)

    def at(self, rows: Rows) -> "Interactions":
        """Only these rows; users and items keep their numbers."""
        chosen = {name: getattr(self, name)[rows] for name in ("user", "item", "weight", "time")}
        return replace(self, **chosen)

    def matrix(self) -> sp.csr_matrix:
        """Users × items; what was taken repeatedly adds up."""
        shape = (len(self.users), len(self.items))
        return sp.coo_matrix((self.weight, (self.user, self.item)), shape=shape).tocsr()


def read_interactions(path: Path) -> Interactions:
    """A CSV, TSV or Parquet file with a header. Raises DataError."""
    return interactions_of(read_table(path))


def interactions_of(table: Table) -> Interactions:
    """A table with the columns above; without ratings every row weighs 1, without times rows are in order."""
    user, item = (_column(table, name) for name in ("user", "item"))
    if user is None or item is None:
        raise DataError(f"columns 'user' and 'item' are needed; there are: {', '.join(table.columns)}")
    users, user_index = np.unique(_words(user), return_inverse=True)
    items, item_index = np.unique(_words(item), return_inverse=True)
    weight, time = (_column(table, name) for name in ("rating", "timestamp"))
    return Interactions(
        users.tolist(),
        items.tolist(),
        user_index.astype(np.intp),
        item_index.astype(np.intp),
        np.ones(len(table)) if weight is None else _weights(weight),
        np.arange(len(table), dtype=np.float64) if time is None else _times(time),
    )


def split_in_time(found: Interactions, share: float = 0.2) -> tuple[Interactions, Interactions]:
    """(before, after): the last share of all rows is what must be foreseen."""
    order = np.argsort(found.time, kind="stable")
    cut = round((1 - share) * len(order))
    return found.at(order[:cut]), found.at(order[cut:])


def _column(table: Table, name: str) -> Column | None:
    return next((column for key, column in table.columns.items() if key.lower() in NAMES[name]), None)


def _words(column: Column) -> list[str]:
    return (
        [f"{value:g}" if value == int(value) else str(value) for value in column]
        if is_number(column)
        else [str(value) for value in column]
    )


def _weights(column: Column) -> Numbers:
    if not is_number(column) or np.isnan(column).any() or (column < 0).any():
        raise DataError("every rating must be a number, 0 or more")
    return column.astype(np.float64)


def _times(column: Column) -> Numbers:
    """Numbers as they are; words such as 2026-11-22 by their order."""
    if is_number(column):
        return column.astype(np.float64)
    return np.unique(column, return_inverse=True)[1].astype(np.float64)
