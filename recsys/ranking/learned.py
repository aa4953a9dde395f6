"""What has been learned, as it is asked when deciding: no learning library is needed for that."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from recsys.models.table import Numbers
from recsys.ranking.context import TERMS, Flags
from recsys.ranking.sums import Sums, read_sums, to_bytes
from recsys.ranking.table import PPM

FOLDER = "ranking"  # in ``var``
LATEST = "latest.json"
NOTHING = "none"  # the version before anything is learned
KEPT = 20  # versions
Correction = tuple[int, int]  # mean and width in ppm of the believed chance


@dataclass(frozen=True, eq=False)
class Learned:
    """``weights``: products × terms; ``inverse``: products × terms × terms, of A = ridge·1 + Σ e·x·xᵀ."""

    ids: tuple[str, ...] = ()
    weights: Numbers = field(default_factory=lambda: np.zeros((0, len(TERMS))))
    inverse: Numbers = field(default_factory=lambda: np.zeros((0, len(TERMS), len(TERMS))))
    version: str = NOTHING


UNTAUGHT = Learned()


@lru_cache(maxsize=64)  # so many sorts of customers and occasions there are
def corrections(knows: Learned, ids: tuple[str, ...], x: Flags, ridge: float) -> Mapping[str, Correction]:
    """By product the mean x·β and the width √(xᵀA⁻¹x); the unknown has mean 0 and the prior's width."""
    flags = np.array(x, dtype=np.float64)
    means = np.rint(knows.weights @ flags * PPM).astype(np.int64).tolist()
    spread = np.einsum("nij,i,j->n", knows.inverse, flags, flags)
    widths = np.rint(np.sqrt(np.maximum(spread, 0.0)) * PPM).astype(np.int64).tolist()
    known = dict(zip(knows.ids, zip(means, widths, strict=True), strict=True))
    unknown = (0, round((float(flags @ flags) / ridge) ** 0.5 * PPM))
    return {product_id: known.get(product_id, unknown) for product_id in ids}


def store(var: Path, sums: Sums, learned: Learned) -> str:
    """Keep a version, named by what was summed up, and make it the latest; a reader sees one or the other."""
    folder = var / FOLDER / learned.version
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sums.npz").write_bytes(to_bytes(sums))
    arrays = {"ids": np.array(learned.ids, dtype="U"), "weights": learned.weights, "inverse": learned.inverse}
    np.savez(folder / "learned.npz", allow_pickle=False, **arrays)
    history = [one for one in versions(var) if one != learned.version]
    body = json.dumps({"version": learned.version, "history": [*history, learned.version][-KEPT:]})
    part = var / FOLDER / f"{LATEST}.{os.getpid()}.part"
    part.write_text(body, "utf-8")
    os.replace(part, var / FOLDER / LATEST)
    return learned.version


def versions(var: Path) -> list[str]:
    """All that are kept, oldest first; the last one is in use."""
    try:
        found: list[str] = json.loads((var / FOLDER / LATEST).read_text("utf-8"))["history"]
    except FileNotFoundError:
        return []
    return found


def learned(var: Path) -> Learned:
    """What is in use; nothing before the first time."""
    known = versions(var)
    return _load(var, known[-1]) if known else UNTAUGHT


def summed(var: Path) -> Sums:
    """The sums in use."""
    known = versions(var)
    return read_sums(var / FOLDER / known[-1] / "sums.npz") if known else Sums()


@lru_cache(maxsize=2)
def _load(var: Path, version: str) -> Learned:
    with np.load(var / FOLDER / version / "learned.npz", allow_pickle=False) as found:
        return Learned(tuple(found["ids"].tolist()), found["weights"], found["inverse"], version)
