"""What was shown and what was taken, summed up by product in whole numbers.

Whole numbers add up to the same whatever the order, so learning step by step, learning in batches and
learning everything again give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from recsys.ranking.context import TERMS
from recsys.ranking.table import PPM

Integers = npt.NDArray[np.int64]
NAMES = ("shown", "taken", "squares", "beyond")


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer that somebody had before their eyes, and whether it was taken.

    ``expected_ppm`` is the chance that was believed in that place; ``context`` are the flags of TERMS.
    """

    product_id: str
    context: tuple[int, ...]
    expected_ppm: int
    taken: bool


@dataclass(frozen=True)
class Sums:
    """By product: ``shown`` and ``taken`` count; ``squares`` = Σ expected·x·xᵀ and ``beyond`` = Σ (taken −
    expected)·x, both in ppm. ``until`` is the last event of the log that counts."""

    ids: tuple[str, ...] = ()
    shown: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    taken: Integers = field(default_factory=lambda: np.zeros(0, np.int64))
    squares: Integers = field(default_factory=lambda: np.zeros((0, len(TERMS), len(TERMS)), np.int64))
    beyond: Integers = field(default_factory=lambda: np.zeros((0, len(TERMS)), np.int64))
    until: int = 0

    @property
    def version(self) -> str:
        """A digest of all of it."""
        parts = ["\n".join(self.ids).encode(), str(self.until).encode()]
        parts += [np.ascontiguousarray(getattr(self, name)).tobytes() for name in NAMES]
        return hashlib.sha256(b"|".join(parts)).hexdigest()[:12]


def add(sums: Sums, shown: Iterable[Shown], until: int, *, sign: int = 1) -> Sums:
    """With these offers, or without them (``sign`` −1); products stay sorted by id."""
    offers = list(shown)
    ids = tuple(sorted({*sums.ids, *(one.product_id for one in offers)}))
    row = {product_id: place for place, product_id in enumerate(ids)}
    size = len(TERMS)
    new = Sums(
        ids,
        np.zeros(len(ids), np.int64),
        np.zeros(len(ids), np.int64),
        np.zeros((len(ids), size, size), np.int64),
        np.zeros((len(ids), size), np.int64),
        until,
    )
    known = [row[product_id] for product_id in sums.ids]
    for name in NAMES:
        getattr(new, name)[known] = getattr(sums, name)
    for one in offers:
        at, x = row[one.product_id], np.array(one.context, np.int64)
        new.shown[at] += sign
        new.taken[at] += sign * one.taken
        new.squares[at] += sign * one.expected_ppm * np.outer(x, x)
        new.beyond[at] += sign * (PPM * one.taken - one.expected_ppm) * x
    return _without_empty(new)


def to_bytes(sums: Sums) -> bytes:
    """NumPy's own format, without pickle."""
    packed = BytesIO()
    arrays = {name: getattr(sums, name) for name in NAMES}
    np.savez(packed, allow_pickle=False, ids=np.array(sums.ids, dtype="U"), until=sums.until, **arrays)
    return packed.getvalue()


def read_sums(path: Path) -> Sums:
    """What ``to_bytes`` gave. Raises OSError, KeyError or ValueError for anything else."""
    with np.load(path, allow_pickle=False) as found:
        ids: Sequence[str] = found["ids"].tolist()
        arrays = (found["shown"], found["taken"], found["squares"], found["beyond"])
        return Sums(tuple(ids), *arrays, int(found["until"]))


def _without_empty(sums: Sums) -> Sums:
    """Products that nothing is known of any more are forgotten, as if they had never been shown."""
    kept = np.flatnonzero(sums.shown)
    if len(kept) == len(sums.ids):
        return sums
    ids = tuple(sums.ids[place] for place in kept)
    arrays = (sums.shown[kept], sums.taken[kept], sums.squares[kept], sums.beyond[kept])
    return Sums(ids, *arrays, sums.until)
