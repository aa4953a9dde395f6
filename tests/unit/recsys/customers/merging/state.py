"""The whole database as plain values, to see what a merge and its undoing have changed."""

from typing import Any

import sqlalchemy as sa

from recsys.customers.merging.rows import as_json
from recsys.engine import Engine
from recsys.sql import schema as t

HISTORY = {"merges", "merge_rows", "audit", "outbox"}  # they tell of what was done, and stay


def everything(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table but the history of merges itself, in the order of the keys."""
    with engine.read() as connection:
        return {
            table.name: [
                as_json(row._asdict())
                for row in connection.execute(sa.select(table).order_by(*table.primary_key))
            ]
            for table in t.metadata.sorted_tables
            if table.name not in HISTORY
        }
