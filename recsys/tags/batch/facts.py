"""Customers of a population's files as the fold would remember them."""

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from recsys.tags.vocabulary import MONTH, OPEN, PROFILE


def facts_of(folder: Path, ids: list[str]) -> list[dict[str, Any]]:
    """The first customers of the files as the fold would remember them."""
    chosen = [("customer_id", "in", ids)]
    held: dict[str, list[dict[str, Any]]] = {one: [] for one in ids}
    for row in pq.read_table(folder / "holdings.parquet", filters=chosen).to_pylist():
        held[row["customer_id"]].append(row | {"matures": row["matures"] and row["matures"].isoformat()})
    rows = pq.read_table(folder / "customers.parquet", filters=chosen).sort_by("customer_id")
    return [_facts(row, held[row["customer_id"]]) for row in rows.to_pylist()]


def _facts(row: dict[str, Any], held: list[dict[str, Any]]) -> dict[str, Any]:
    def part(prefix: str) -> dict[str, Any]:
        return {name.removeprefix(prefix): value for name, value in row.items() if name.startswith(prefix)}

    profile = {name: row[f"profile_{name}"] for name in PROFILE}
    return {
        "profile": {
            name: getattr(value, "isoformat", lambda v=value: v)() for name, value in profile.items()
        },
        "months": [{name: row[f"m{slot}_{name}"] for name in MONTH} for slot in range(row["months"], 0, -1)],
        "risk": {"level": row["risk_level"]},
        "consents": part("consents_"),
        "services": {name: day and day.isoformat() for name, day in part("services_").items()},
        "holdings": {str(number): one for number, one in enumerate(held)},
        "times": _times(part("last_"), row["earlier"]),
        "channels": part("count_channels_"),
        "kinds": {row["most_kinds"]: row["total_kinds"]},
        "open": {kind: [str(n) for n in range(row[f"open_{kind}"])] for kind in OPEN},
    }


def _times(last: dict[str, int | None], earlier: list[dict[str, Any]]) -> dict[str, list[float]]:
    ats = [(one["name"], one["at"]) for one in earlier] + [(name, at) for name, at in last.items() if at]
    return {name: [at / 1e6 for other, at in ats if other == name] for name in last}
