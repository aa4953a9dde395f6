"""Happenings of a population for measuring, drawn with NumPy in the layout of `recsys.tags.batch.tables`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa

EACH = 8  # per customer, of all names together


def happened(rng: Any, names: Sequence[str], count: int, now: datetime) -> dict[str, pa.Array]:
    """When each happened last and on which day, and what happened before."""
    columns: dict[str, pa.Array] = {}
    earlier: list[tuple[Any, Any, Any]] = []  # customer, name, seconds
    for position, name in enumerate(names):
        who = np.repeat(np.arange(count), rng.poisson(EACH / len(names), count))
        at = int(now.timestamp()) - rng.integers(0, 400 * 86_400, len(who))
        order = np.lexsort((at, who))
        who, at = who[order], at[order]
        newest = np.append(who[1:] != who[:-1], True)[: len(who)]
        last = np.zeros(count, "int64")
        last[who[newest]] = at[newest]
        day = ((last + 8 * 3600) // 86_400).astype("int32")
        columns[f"last_{name}"] = pa.array(last * 1_000_000, mask=last == 0)
        columns[f"latest_{name}"] = pa.array(day, mask=last == 0).cast(pa.date32())
        earlier.append((who[~newest], np.full((~newest).sum(), position), at[~newest]))
    return columns | {"earlier": _earlier(names, count, *map(np.concatenate, zip(*earlier, strict=True)))}


def _earlier(names: Sequence[str], count: int, who: Any, which: Any, at: Any) -> pa.Array:
    order = np.argsort(who, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=count))]).astype("int32")
    shown = pa.DictionaryArray.from_arrays(pa.array(which[order].astype("int32")), pa.array(names))
    parts = pa.StructArray.from_arrays(
        [shown.cast(pa.string()), pa.array(at[order] * 1_000_000)], ["name", "at"]
    )
    return pa.ListArray.from_arrays(pa.array(offsets), parts)
