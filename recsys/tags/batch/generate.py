"""A population of any size for measuring, drawn with NumPy in the layout of `recsys.tags.batch.tables`.

It has the density of the demo population: six months, about eight happenings and half a holding a customer.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from recsys.tags.batch.happenings import happened
from recsys.tags.batch.tables import Named, schemas
from recsys.tags.leaf_types import MONTHS
from recsys.tags.vocabulary import CONSENTS, COUNTS, MONTH, OPEN, PROFILE

HELD = 0.5  # holdings per customer
CHUNK = 250_000
_WORDS = {
    "gender": ["female", "male"],
    "region": ["CN-GD", "CN-ZJ", "CN-JS", "CN-SH", "CN-BJ"],
    "job": ["学生", "教师", "医护", "销售", "司机", "退休", "个体经营", "工程师"],
    "household": ["single", "couple", "family", "retired"],
    "network": ["3g", "4g", "5g"],
}
_KINDS = ["deposit", "cash", "fixed_income", "mixed", "equity", "gold", "pension", "insurance"]
_TOP = {"night_percent": 60, "packs": 3, "services": 4, "sms": 60, "voice_min": 900}  # else up to 50,000


def generate(folder: Path, size: int, named: Named, now: datetime, seed: int = 7) -> None:
    """Write the Parquet files; the same size, names, moment and seed give the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(seed)
    for name, schema in schemas(named).items():
        with pq.ParquetWriter(folder / f"{name}.parquet", schema) as writer:
            for start in range(0, size, CHUNK):
                ids = np.arange(start, min(size, start + CHUNK))
                columns = (
                    _customers(rng, ids, named, now) if name == "customers" else _holdings(rng, ids, now)
                )
                writer.write_table(pa.table(columns, schema=schema))


def _id(numbers: Any) -> pa.Array:
    return pa.array(np.char.add("c", np.char.zfill(numbers.astype("U9"), 9)))


def _pick(rng: Any, values: list[str], count: int) -> pa.Array:
    codes = pa.array(rng.integers(0, len(values), count), pa.int32())
    return pa.DictionaryArray.from_arrays(codes, pa.array(values)).cast(pa.string())


def _days(rng: Any, now: datetime, count: int, low: int, high: int, missing: float = 0.0) -> pa.Array:
    today = (now.date() - date(1970, 1, 1)).days
    days = (today + rng.integers(low, high, count)).astype("int32")
    return pa.array(days, mask=rng.random(count) < missing).cast(pa.date32())


def _customers(rng: Any, ids: Any, named: Named, now: datetime) -> dict[str, Any]:
    count = len(ids)
    columns: dict[str, Any] = {"customer_id": _id(ids)}
    for name, kind in PROFILE.items():
        columns[f"profile_{name}"] = _profile(rng, name, kind, now, count)
    columns["risk_level"] = _pick(rng, ["C1", "C2", "C3", "C4", "C5"], count)
    columns |= {f"consents_{name}": pa.array(rng.random(count) < 0.9) for name in CONSENTS}
    columns |= {f"open_{kind}": pa.array(rng.random(count) < 0.02).cast(pa.int64()) for kind in OPEN}
    columns |= {f"services_{name}": _days(rng, now, count, -900, 30, missing=0.8) for name in named.services}
    columns["months"] = pa.array(np.full(count, MONTHS))
    for slot in range(1, MONTHS + 1):
        for name, kind in MONTH.items():
            columns[f"m{slot}_{name}"] = _month(rng, name, kind, count)
    columns |= happened(rng, named.happenings, count, now)
    for path in COUNTS:
        columns |= _counted(rng, path, sorted(name for where, name in named.counts if where == path), count)
    return columns


def _counted(rng: Any, path: str, names: list[str], count: int) -> dict[str, pa.Array]:
    """Contacts by name, their sum, and the most frequent; where rules look at no name there is but one."""
    drawn = rng.integers(0, 4, (max(1, len(names)), count))
    most = pa.DictionaryArray.from_arrays(
        pa.array(drawn.argmax(axis=0).astype("int32")), pa.array(names or ["咨询"])
    )
    return {
        **{f"count_{path}_{name}": pa.array(drawn[position]) for position, name in enumerate(names)},
        f"total_{path}": pa.array(drawn.sum(axis=0)),
        f"most_{path}": most.cast(pa.string()),
    }


def _profile(rng: Any, name: str, kind: str, now: datetime, count: int) -> pa.Array:
    if kind == "date":
        low, high = (-29_000, -6000) if name == "born" else (-4000, 700 if name == "contract_until" else -1)
        return _days(rng, now, count, low, high, missing=0.6 if name == "contract_until" else 0.0)
    if kind == "bool":
        return pa.array(rng.random(count) < 0.5)
    if kind == "int":
        return pa.array(rng.integers(19, 300, count) * 100)
    return _pick(rng, _WORDS[name], count)


def _month(rng: Any, name: str, kind: str, count: int) -> pa.Array:
    if kind == "texts":
        lengths = (rng.random(count) < 0.05).astype("int32")
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype("int32")
        return pa.ListArray.from_arrays(pa.array(offsets), _pick(rng, ["JP", "HK", "TH"], int(offsets[-1])))
    drawn = rng.exponential(_TOP.get(name, 50_000) / 4, count)
    rarely = name.startswith("over_") or name == "packs"
    return pa.array(
        np.where(rng.random(count) < 0.7, 0, drawn).astype("int64") if rarely else drawn.astype("int64")
    )


def _holdings(rng: Any, ids: Any, now: datetime) -> dict[str, Any]:
    count = int(len(ids) * HELD)
    return {
        "customer_id": _id(np.sort(rng.choice(ids, count))),
        "kind": _pick(rng, _KINDS, count),
        "risk": _pick(rng, ["R1", "R2", "R3", "R4", "R5"], count),
        "amount": pa.array(rng.integers(1, 10**8, count)),
        "matures": _days(rng, now, count, -100, 700, missing=0.5),
    }
