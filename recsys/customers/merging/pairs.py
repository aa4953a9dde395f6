"""Possible duplicates that name a record which goes: what people decided holds for the one that goes on."""

from typing import Any

import sqlalchemy as sa

from recsys.customers.duplicates import pair_of
from recsys.customers.merging.rows import as_json, from_json
from recsys.sql import schema as t


def unite(connection: sa.Connection, kept: str, gone: str) -> dict[str, Any]:
    """Pairs with ``gone`` step aside; decided ones go on for ``kept``. The notes for the journal."""
    d = t.duplicates.c
    mine = (d.customer_id == gone) | (d.other_id == gone)
    rows = [row._asdict() for row in connection.execute(sa.select(t.duplicates).where(mine))]
    connection.execute(t.duplicates.delete().where(mine))
    added = []
    for row in rows:
        other = row["other_id"] if row["customer_id"] == gone else row["customer_id"]
        if row["decided_by"] is None or other == kept:
            continue
        pair = pair_of(kept, other)
        if not _there(connection, pair):
            names = dict(zip(("customer_id", "other_id"), pair, strict=True))
            connection.execute(t.duplicates.insert().values(**(row | names)))
            added.append(list(pair))
    return {"aside": [as_json(row) for row in rows], "added": added}


def part(connection: sa.Connection, notes: dict[str, Any]) -> None:
    """The pairs of before."""
    d = t.duplicates.c
    for one, other in notes.get("added", ()):
        connection.execute(t.duplicates.delete().where(d.customer_id == one, d.other_id == other))
    for row in notes.get("aside", ()):
        if not _there(connection, (row["customer_id"], row["other_id"])):
            connection.execute(t.duplicates.insert().values(**from_json(t.duplicates, row)))


def _there(connection: sa.Connection, pair: tuple[str, str]) -> bool:
    d = t.duplicates.c
    query = sa.select(d.at).where(d.customer_id == pair[0], d.other_id == pair[1])
    return connection.scalar(query) is not None
