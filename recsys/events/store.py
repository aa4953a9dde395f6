"""Write events into the SQL log and fold them into tags and contacts, in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import sqlalchemy as sa

from recsys.contacts.store import store_contacts
from recsys.customers.merging.late import redirect
from recsys.events.event import Event
from recsys.sql import schema as t
from recsys.sql.lock import hold
from recsys.tags.definition import Definitions
from recsys.tags.fold import State, fold_all
from recsys.tags.store import load_states, save_states

CHUNK = 400  # parameters of one IN list stay far below every database's limit


def store_events(connection: sa.Connection, events: Sequence[Event], defs: Definitions) -> dict[str, State]:
    """Log and fold the events that are new; returns the new states of the customers concerned.

    The caller owns the transaction, so each event counts exactly once. An id that was merged away means the
    record that goes on.
    """
    hold(connection, "event log")
    new = redirect(connection, _only_new(connection, events))
    if not new:
        return {}
    connection.execute(t.events.insert(), [event_row(event) for event in new])
    store_contacts(connection, new)
    return _fold(connection, new, defs)


def event_row(event: Event) -> dict[str, Any]:
    """An event as a row of the log, without ``seq``."""
    return {name: getattr(event, name) for name in Event.__dataclass_fields__}


def event_of(row: Any) -> Event:
    """The event in a row of the log."""
    values = row._asdict()
    values.pop("seq")
    return Event(**(values | {"at": values["at"].astimezone(UTC)}))


def _only_new(connection: sa.Connection, events: Sequence[Event]) -> list[Event]:
    known: set[str] = set()
    ids = [event.id for event in events]
    for start in range(0, len(ids), CHUNK):
        query = sa.select(t.events.c.id).where(t.events.c.id.in_(ids[start : start + CHUNK]))
        known.update(connection.scalars(query))
    new: list[Event] = []
    for event in events:
        if event.id not in known:
            known.add(event.id)
            new.append(event)
    return new


def _fold(connection: sa.Connection, events: Sequence[Event], defs: Definitions) -> dict[str, State]:
    by_customer: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_customer[event.customer_id].append(event)
    ids = list(by_customer)
    states: dict[str, State] = {}
    for start in range(0, len(ids), CHUNK):
        chunk = load_states(connection, ids[start : start + CHUNK])
        folded = {one: fold_all(state, by_customer[one], defs) for one, state in chunk.items()}
        save_states(connection, folded, chunk)
        states |= folded
    return states
