"""What rules look at, as tables: the layout that files of a population have and every engine reads.

- ``customers``: one row each: ``profile_…``, ``risk_level``, ``consents_…``, ``open_…``, ``services_…``;
  ``months`` (how many are known) and ``m1_total`` … ``m6_total`` and so on, 1 being the newest month;
  for every name of a happening that rules look at ``last_<name>``, when it happened last (microseconds
  since 1970), and ``latest_<name>``, the customer's day of it; ``earlier``, what happened before the last
  of each name: most customers have little there, and a list is dear to read; ``count_channels_app`` and
  the like, ``total_channels``, ``most_channels``.
- ``holdings``: ``customer_id``, ``kind``, ``risk``, ``amount`` (fen), ``matures``.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from recsys.tags.facts import Facts
from recsys.tags.leaf_types import MONTHS
from recsys.tags.leaves import BUILDERS
from recsys.tags.rule import Scope
from recsys.tags.tree import Tree, expressions
from recsys.tags.vocabulary import CONSENTS, COUNTS, MONTH, OPEN, PROFILE, Type

_ARROW: Mapping[Type, pa.DataType] = {
    "bool": pa.bool_(),
    "int": pa.int64(),
    "text": pa.string(),
    "date": pa.date32(),
    "texts": pa.list_(pa.string()),
}
HOLDINGS = pa.schema(
    [
        ("customer_id", pa.string()),
        ("kind", pa.string()),
        ("risk", pa.string()),
        ("amount", pa.int64()),
        ("matures", pa.date32()),
    ]
)


@dataclass(frozen=True)
class Named:
    """What rules look at by name: happenings, contacts of a channel or kind, days of services."""

    happenings: tuple[str, ...]
    counts: tuple[tuple[str, str], ...]
    services: tuple[str, ...] = ()


def named_in(trees: Iterable[Tree]) -> Named:
    """What these rules look at."""
    parts = [part for tree in trees for part in expressions(tree)]
    happenings = {part[1] for part in parts if part[0] == "events"}
    happenings |= {name for part in parts if part[0] == "latest" for name in part[1:]}
    counts = {(part[1], part[2]) for part in parts if part[0] == "count"}
    services = {part[2] for part in parts if part[:2] == ["fact", "services"]}
    return Named(tuple(sorted(happenings)), tuple(sorted(counts)), tuple(sorted(services)))


def customers_schema(named: Named) -> pa.Schema:
    """The columns of the first table."""
    slots = range(1, MONTHS + 1)
    return pa.schema(
        [
            ("customer_id", pa.string()),
            *((f"profile_{name}", _ARROW[kind]) for name, kind in PROFILE.items()),
            ("risk_level", pa.string()),
            *((f"consents_{name}", pa.bool_()) for name in CONSENTS),
            *((f"open_{kind}", pa.int64()) for kind in OPEN),
            *((f"services_{name}", pa.date32()) for name in named.services),
            ("months", pa.int64()),
            *((f"m{slot}_{name}", _ARROW[kind]) for slot in slots for name, kind in MONTH.items()),
            *((f"last_{name}", pa.int64()) for name in named.happenings),
            ("earlier", pa.list_(pa.struct([("name", pa.string()), ("at", pa.int64())]))),
            *((f"latest_{name}", pa.date32()) for name in named.happenings),
            *((f"count_{path}_{name}", pa.int64()) for path, name in named.counts),
            *((f"total_{path}", pa.int64()) for path in COUNTS),
            *((f"most_{path}", pa.string()) for path in COUNTS),
        ]
    )


def schemas(named: Named) -> dict[str, pa.Schema]:
    """Both tables by name."""
    return {"customers": customers_schema(named), "holdings": HOLDINGS}


def tables_of(known: Iterable[tuple[str, Facts]], named: Named, zone: tzinfo) -> dict[str, pa.Table]:
    """The tables of these customers, from what the fold remembers of them."""
    rows: dict[str, list[dict[str, Any]]] = {"customers": [], "holdings": []}
    for customer_id, facts in known:
        rows["customers"].append({"customer_id": customer_id, **_customer(facts, named, zone)})
        rows["holdings"] += [{"customer_id": customer_id, **one} for one in _holdings(facts)]
    return {name: pa.Table.from_pylist(rows[name], schema=schema) for name, schema in schemas(named).items()}


def write_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """One Parquet file per table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")


def _customer(facts: Facts, named: Named, zone: tzinfo) -> dict[str, Any]:
    profile, months = facts.get("profile", {}), list(reversed(facts.get("months", [])))
    consents, waiting, times = (facts.get(name, {}) for name in ("consents", "open", "times"))
    services = facts.get("services", {})
    happened = {name: sorted(round(at * 1e6) for at in times.get(name, ())) for name in named.happenings}
    scope = Scope(facts, {}, datetime.now(zone), zone)
    return {
        **{f"profile_{name}": _stored(kind, profile.get(name)) for name, kind in PROFILE.items()},
        "risk_level": facts.get("risk", {}).get("level"),
        **{f"consents_{name}": consents.get(name) for name in CONSENTS},
        **{f"open_{kind}": len(waiting.get(kind, ())) for kind in OPEN},
        **{f"services_{name}": _stored("date", services.get(name)) for name in named.services},
        "months": len(months),
        **{f"m{slot}_{name}": month.get(name) for slot, month in enumerate(months, 1) for name in MONTH},
        **{f"last_{name}": happened[name][-1] if happened[name] else None for name in happened},
        "earlier": [{"name": name, "at": at} for name, ats in happened.items() for at in ats[:-1]],
        **{f"latest_{name}": _stored("date", _leaf(scope, "latest", name)) for name in named.happenings},
        **{f"count_{path}_{name}": _leaf(scope, "count", path, name) for path, name in named.counts},
        **{f"total_{path}": sum(facts.get(path, {}).values()) for path in COUNTS},
        **{f"most_{path}": _leaf(scope, "most", path, 0) for path in COUNTS},
    }


def _leaf(scope: Scope, name: str, *args: Any) -> Any:
    return BUILDERS[name](*args)(scope)


def _holdings(facts: Facts) -> Iterator[dict[str, Any]]:
    for one in facts.get("holdings", {}).values():
        yield {
            "kind": one["kind"],
            "risk": one["risk"],
            "amount": one["amount"],
            "matures": _stored("date", one["matures"]),
        }


def _stored(kind: Type, value: Any) -> Any:
    return date.fromisoformat(value) if kind == "date" and value is not None else value
