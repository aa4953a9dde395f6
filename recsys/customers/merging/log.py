"""The logs of two records as one, each in its own order, and apart again; tags and contacts follow."""

from collections.abc import Iterable
from heapq import merge as woven
from typing import Any

import sqlalchemy as sa

from recsys.contacts.follow import follow_all
from recsys.contacts.store import save_contacts
from recsys.customers.merging.rows import DERIVED
from recsys.events.store import event_of
from recsys.sql import schema as t
from recsys.tags.definition import Definitions
from recsys.tags.fold import State, fold_all
from recsys.tags.store import save_states

Place = tuple[str, int]  # event id, its place in the log


def join_logs(connection: sa.Connection, gone: str, kept: str) -> dict[str, list[Place]]:
    """Weave both by time; the places of before, for the journal.

    Each log keeps its own order, so what was folded once is folded in the same order again.
    """
    mine, its = _log(connection, kept), _log(connection, gone)
    order = woven(mine, its, key=lambda row: row.at)
    places = sorted(row.seq for row in (*mine, *its))
    connection.execute(t.events.update().where(t.events.c.customer_id == gone).values(customer_id=kept))
    _place(connection, [(row.id, seq) for row, seq in zip(order, places, strict=True)])
    return {"own": [(row.id, row.seq) for row in mine], "moved": [(row.id, row.seq) for row in its]}


def part_logs(connection: sa.Connection, gone: str, places: Iterable[Place], back: Iterable[str]) -> None:
    """Give ``back`` these events, and all of them their places of before."""
    update = t.events.update().where(t.events.c.id == sa.bindparam("known_id"))
    if ids := [{"known_id": one} for one in back]:
        connection.execute(update.values(customer_id=gone), ids)
    _place(connection, places)


def refold(connection: sa.Connection, customer_id: str, defs: Definitions) -> State:
    """Tags and contacts of one customer, made again from the log."""
    query = sa.select(t.events).where(t.events.c.customer_id == customer_id).order_by(t.events.c.seq)
    events = [event_of(row) for row in connection.execute(query)]
    state = fold_all(State(), events, defs)
    clear(connection, customer_id)
    if events:
        save_states(connection, {customer_id: state})
    save_contacts(connection, follow_all(events))
    return state


def clear(connection: sa.Connection, customer_id: str) -> None:
    """Nothing folded is left of the customer."""
    for table in DERIVED:
        connection.execute(table.delete().where(table.c.customer_id == customer_id))


def _log(connection: sa.Connection, customer_id: str) -> list[Any]:
    e = t.events.c
    query = sa.select(e.id, e.seq, e.at).where(e.customer_id == customer_id).order_by(e.seq)
    return list(connection.execute(query))


def _place(connection: sa.Connection, places: Iterable[Place]) -> None:
    """Through negative numbers, so that no two events ever claim one place."""
    rows = [{"known_id": one, "place": seq} for one, seq in places]
    if not rows:
        return
    update = t.events.update().where(t.events.c.id == sa.bindparam("known_id"))
    connection.execute(update.values(seq=-sa.bindparam("place", type_=sa.Integer)), rows)
    connection.execute(update.values(seq=sa.bindparam("place", type_=sa.Integer)), rows)
