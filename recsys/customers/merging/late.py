"""What arrives under an id that was merged away: it counts for the record that goes on, and is noted."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from recsys.customers.alias import kept_ids
from recsys.customers.merging import journal
from recsys.customers.merging.rows import tables, take_over
from recsys.events.event import Event
from recsys.sql import schema as t


def redirect(connection: sa.Connection, events: Sequence[Event]) -> list[Event]:
    """The events with the ids that count; rows written under the old ids meanwhile follow them."""
    changed = kept_ids(connection, (event.customer_id for event in events))
    for gone, kept in changed.items():
        late = [event.id for event in events if event.customer_id == gone]
        _gather(connection, gone, kept, late)
    return [
        replace(event, customer_id=changed[event.customer_id]) if event.customer_id in changed else event
        for event in events
    ]


def _gather(connection: sa.Connection, gone: str, kept: str, late: list[str]) -> None:
    m = t.merges.c
    merge_id = connection.scalar(sa.select(m.id).where(m.gone == gone, m.undone_at.is_(None)))
    journal.add_came(connection, str(merge_id), kept, t.events.name, late)
    for table in tables():
        there = sa.select(sa.func.count()).select_from(table).where(table.c.customer_id == gone)
        if connection.scalar(there):
            taken = take_over(connection, table, gone, kept)
            journal.add_came(connection, str(merge_id), kept, table.name, taken["moved"])
