"""The timeline in SQL: what a batch of events begins or changes, in the caller's transaction."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from recsys.contacts.contact import Contact, ref_of
from recsys.contacts.follow import follow, steps
from recsys.contacts.rows import MARKETING, Timeline
from recsys.events.event import Event
from recsys.sql import schema as t

CHUNK = 400  # parameters of one IN list stay far below every database's limit
RULED_OUT = "consent.withdrawn"
_MINE = (
    sa.select(*(t.contacts.c[name] for name in Contact.__dataclass_fields__))
    .where(t.contacts.c.customer_id == sa.bindparam("id"))
    .order_by(t.contacts.c.at)
)


def store_contacts(connection: sa.Connection, events: Sequence[Event]) -> None:
    """Fold new events into the stored timeline."""
    rows = _touched(connection, events)
    known = set(rows.contacts)
    for event in events:
        follow(rows, event)
    changed = [rows.contacts[one] for one in sorted(rows.changed)]
    save_contacts(connection, [one for one in changed if one.event_id not in known])
    if again := [one.to_row() for one in changed if one.event_id in known]:
        update = t.contacts.update().where(t.contacts.c.event_id == sa.bindparam("known_id"))
        names = [name for name in again[0] if name != "event_id"]
        values = update.values({name: sa.bindparam(name) for name in names})
        connection.execute(values, [{**row, "known_id": row["event_id"]} for row in again])


def save_contacts(connection: sa.Connection, contacts: Iterable[Contact]) -> None:
    """Add rows that are new."""
    if rows := [contact.to_row() for contact in contacts]:
        connection.execute(t.contacts.insert(), rows)


def contacts_of(connection: sa.Connection, customer_id: str) -> list[Contact]:
    """All of a customer's, oldest first."""
    return [Contact(*row) for row in connection.execute(_MINE, {"id": customer_id})]


def contact_in(row: Any) -> Contact:
    """The contact in a row of the table."""
    return Contact(**row._asdict())


def _touched(connection: sa.Connection, events: Sequence[Event]) -> Timeline:
    """The stored rows that these events may change."""
    c, rows = t.contacts.c, Timeline()
    refs = {ref for event in events if (ref := ref_of(event))}
    looking = [event for event in events if event.type in steps()]
    talks = {event.conversation_id for event in looking if event.conversation_id}
    refusing = {event.customer_id for event in events if event.type == RULED_OUT}
    for column, names in ((c.ref, refs), (c.conversation_id, talks), (c.customer_id, refusing)):
        more = [c.kind == MARKETING] if column is c.customer_id else []
        for some in _chunks(sorted(names)):
            for row in connection.execute(sa.select(t.contacts).where(column.in_(some), *more)):
                rows.know(contact_in(row))
    return rows


def _chunks(names: list[str]) -> Iterator[list[str]]:
    yield from (names[start : start + CHUNK] for start in range(0, len(names), CHUNK))
