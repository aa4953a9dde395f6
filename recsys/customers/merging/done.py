"""A merge as a plain value, and the merges that hold or held."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.sql import schema as t


@dataclass(frozen=True, slots=True)
class Merge:
    """``customer_id`` goes on, ``gone`` means it from now on; ``moved``: table → rows that went over."""

    id: str
    customer_id: str
    gone: str
    at: datetime
    staff_id: str
    reason: str
    evidence: tuple[str, ...]
    moved: dict[str, int]
    undone_at: datetime | None = None
    undone_by: str | None = None
    untold: tuple[dict[str, Any], ...] = ()


def row_of(done: Merge) -> dict[str, Any]:
    """As a row of the table."""
    values = {name: getattr(done, name) for name in Merge.__dataclass_fields__}
    return values | {"evidence": list(done.evidence), "untold": []}


def merges(engine: Engine, *, customer_id: str | None = None, limit: int = 100) -> list[Merge]:
    """Merges that hold or held, newest first."""
    m = t.merges.c
    query = sa.select(t.merges).order_by(m.at.desc(), m.id).limit(limit)
    if customer_id is not None:
        query = query.where(m.customer_id == customer_id)
    with engine.read() as connection:
        return [merge_in(row) for row in connection.execute(query)]


def merge_in(row: Any) -> Merge:
    """A merge from its row."""
    values = row._asdict()
    return Merge(**(values | {"evidence": tuple(row.evidence), "untold": tuple(row.untold)}))
