"""What rules look at, as tables: the layout that files of a population have and every engine reads.

- ``customers``: one row each: ``profile_…``, ``risk_level``, ``consents_…``, ``open_…``, ``months`` (how many
  are known) and ``m1_total`` … ``m6_total`` and so on, 1 being the newest month.
- ``happenings``: ``customer_id``, ``name``, ``at`` (microseconds since 1970), ``day`` (the customer's own).
- ``holdings``: ``customer_id``, ``kind``, ``risk``, ``amount`` (fen), ``matures``.
- ``counts``: ``customer_id``, ``path`` (channels or kinds), ``name``, ``n``.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from recsys.tags.check import MONTHS
from recsys.tags.facts import Facts
from recsys.tags.vocabulary import CONSENTS, COUNTS, MONTH, OPEN, PROFILE, Type

_ARROW: Mapping[Type, pa.DataType] = {
    "bool": pa.bool_(),
    "int": pa.int64(),
    "text": pa.string(),
    "date": pa.date32(),
    "texts": pa.list_(pa.string()),
}
CUSTOMERS = pa.schema(
    [
        ("customer_id", pa.string()),
        *((f"profile_{name}", _ARROW[kind]) for name, kind in PROFILE.items()),
        ("risk_level", pa.string()),
        *((f"consents_{name}", pa.bool_()) for name in CONSENTS),
        *((f"open_{kind}", pa.int64()) for kind in OPEN),
        ("months", pa.int64()),
        *((f"m{slot}_{name}", _ARROW[kind]) for slot in range(1, MONTHS + 1) for name, kind in MONTH.items()),
    ]
)
HAPPENINGS = pa.schema(
    [("customer_id", pa.string()), ("name", pa.string()), ("at", pa.int64()), ("day", pa.date32())]
)
HOLDINGS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("kind", pa.string()),
        ("risk", pa.string()),
        ("amount", pa.int64()),
        ("matures", pa.date32()),
    ]
)
COUNTED = pa.schema(
    [("customer_id", pa.string()), ("path", pa.string()), ("name", pa.string()), ("n", pa.int64())]
)
SCHEMAS: Mapping[str, pa.Schema] = {
    "customers": CUSTOMERS,
    "happenings": HAPPENINGS,
    "holdings": HOLDINGS,
    "counts": COUNTED,
}


def tables_of(known: Iterable[tuple[str, Facts]], zone: tzinfo) -> dict[str, pa.Table]:
    """The tables of these customers, from what the fold remembers of them."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMAS}
    for customer_id, facts in known:
        rows["customers"].append({"customer_id": customer_id, **_customer(facts)})
        rows["happenings"] += _with(customer_id, _happenings(facts, zone))
        rows["holdings"] += _with(customer_id, _holdings(facts))
        rows["counts"] += _with(customer_id, _counts(facts))
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in SCHEMAS.items()}


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """One Parquet file per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")


def _with(customer_id: str, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"customer_id": customer_id, **row}


def _customer(facts: Facts) -> dict[str, Any]:
    profile, months = facts.get("profile", {}), list(reversed(facts.get("months", [])))
    consents, waiting = facts.get("consents", {}), facts.get("open", {})
    return {
        **{f"profile_{name}": _stored(kind, profile.get(name)) for name, kind in PROFILE.items()},
        "risk_level": facts.get("risk", {}).get("level"),
        **{f"consents_{name}": consents.get(name) for name in CONSENTS},
        **{f"open_{kind}": len(waiting.get(kind, ())) for kind in OPEN},
        "months": len(months),
        **{
            f"m{slot}_{name}": month.get(name)
            for slot, month in enumerate(months[:MONTHS], 1)
            for name in MONTH
        },
    }


def _happenings(facts: Facts, zone: tzinfo) -> Iterator[dict[str, Any]]:
    for name, times in facts.get("times", {}).items():
        for at in times:
            yield {"name": name, "at": round(at * 1e6), "day": datetime.fromtimestamp(at, zone).date()}


def _holdings(facts: Facts) -> Iterator[dict[str, Any]]:
    for one in facts.get("holdings", {}).values():
        yield {
            "kind": one["kind"],
            "risk": one["risk"],
            "amount": one["amount"],
            "matures": _stored("date", one["matures"]),
        }


def _counts(facts: Facts) -> Iterator[dict[str, Any]]:
    for path in COUNTS:
        for name, n in facts.get(path, {}).items():
            yield {"path": path, "name": name, "n": n}


def _stored(kind: Type, value: Any) -> Any:
    return date.fromisoformat(value) if kind == "date" and value is not None else value
