"""Ends that have come: one ``tag.due`` event per customer, at the very moment, so that rules speak again.

Reads never show what has ended. The event brings the value that follows, if one does, and is in the log like
every other: a replay gives the same tags.
"""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from recsys.events.event import Event
from recsys.sql import schema as t
from recsys.tags.fold import DUE

LIMIT = 500


def due(
    connection: sa.Connection, now: datetime, *, among: Collection[str] | None = None, limit: int = LIMIT
) -> list[Event]:
    """For each customer with tags that have ended by ``now``: the event of the first end."""
    first = sa.func.min(t.tags.c.until)
    query = sa.select(t.tags.c.customer_id, first.label("at")).where(t.tags.c.until <= now)
    if among is not None:
        query = query.where(t.tags.c.customer_id.in_(among))
    rows = connection.execute(query.group_by(t.tags.c.customer_id).order_by(first).limit(limit))
    return [_event(row.customer_id, row.at) for row in rows]


def _event(customer_id: str, at: datetime) -> Event:
    name = f"due_{customer_id}_{round(at.timestamp() * 1000)}"
    return Event(DUE, customer_id, at, "system", "system", id=name)
