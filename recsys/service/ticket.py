"""Tickets: complaints, disputed charges, faults and privacy requests, each with a number."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from recsys.contacts.pending import cancel_pending
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import enqueue
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold

Kind = Literal["complaint", "dispute", "fault", "privacy"]
State = Literal["open", "in_progress", "resolved", "closed"]

PREFIX = {"complaint": "TS", "dispute": "ZY", "fault": "GZ", "privacy": "YS"}
DUE = {"complaint": 48, "dispute": 48, "fault": 24, "privacy": 24}  # hours
RAISED = {
    "complaint": "complaint.raised",
    "dispute": "dispute.raised",
    "fault": "fault.reported",
    "privacy": "privacy.requested",
}
OPEN = ("open", "in_progress")
TROUBLE = ("complaint", "dispute", "fault")  # nothing is sold meanwhile
LONGEST = 500  # characters of a summary


@dataclass(frozen=True, slots=True)
class Ticket:
    """``number`` is what the customer is told, such as TS26112100042."""

    number: str
    customer_id: str
    kind: Kind
    state: State
    summary: str
    channel: str
    opened_at: datetime
    due_at: datetime
    resolved_at: datetime | None
    result: str
    detail: dict[str, Any]


class UnknownTicket(LookupError):
    """There is no ticket of that number."""


def open_ticket(
    engine: Engine,
    customer_id: str,
    kind: Kind,
    summary: str,
    *,
    key: str,
    channel: str,
    now: datetime,
    detail: dict[str, Any] | None = None,
    conversation_id: str | None = None,
    contact: Event | None = None,
) -> Ticket:
    """Open a ticket and publish it; the same ``key`` again returns the first one and does nothing.

    ``contact`` is the call that it was told in: published with the ticket's number, so that both are one row.
    """
    with engine.write() as connection:
        hold(connection, customer_lock(customer_id))
        known = connection.execute(sa.select(t.tickets).where(t.tickets.c.key == key)).one_or_none()
        if known is None:
            values = {
                "key": key,
                "customer_id": customer_id,
                "kind": kind,
                "state": "open",
                "summary": summary,
                "channel": channel,
                "conversation_id": conversation_id,
                "detail": detail or {},
                "result": "",
                "opened_at": now,
                "due_at": now + timedelta(hours=DUE[kind]),
            }
            _publish(connection, _insert(connection, engine, values), values, contact)
            known = connection.execute(sa.select(t.tickets).where(t.tickets.c.key == key)).one()
        return _ticket(known)


def _publish(connection: sa.Connection, number: str, ticket: dict[str, Any], contact: Event | None) -> None:
    """Tell of the call and the ticket, and take back what waits to be sent to somebody in trouble."""
    customer_id, kind, now = ticket["customer_id"], ticket["kind"], ticket["opened_at"]
    payload = {
        "ticket": number,
        "summary": ticket["summary"],
        "business_type": ticket["detail"].get("business_type"),
    }
    event = Event(
        RAISED[kind], customer_id, now, ticket["channel"], "customer", payload, ticket["conversation_id"]
    )
    call = [replace(contact, payload=contact.payload | {"ticket": number})] if contact else []
    enqueue(connection, [*call, event])
    if kind in TROUBLE:
        enqueue(connection, cancel_pending(connection, customer_id, f"open_{kind}", now))


def add_to_ticket(
    engine: Engine, number: str, words: str, *, now: datetime, channel: str, urgent: bool = False
) -> Ticket:
    """Take down what the customer says later; nothing twice. ``urgent`` marks it so and publishes that.

    A settled ticket stays as it is. Raises UnknownTicket.
    """
    with engine.write() as connection:
        row = connection.execute(sa.select(t.tickets).where(t.tickets.c.number == number)).one_or_none()
        if row is None:
            raise UnknownTicket(number)
        if row.state in OPEN:
            summary = row.summary if words in row.summary else f"{row.summary}；{words}"
            detail = row.detail | ({"urgent": True} if urgent else {})
            values = {"summary": summary[:LONGEST], "detail": detail}
            connection.execute(t.tickets.update().where(t.tickets.c.number == number).values(values))
            if urgent and not row.detail.get("urgent"):
                payload = {"ticket": number, "summary": words}
                said = Event("complaint.escalated", row.customer_id, now, channel, "customer", payload)
                enqueue(connection, [said])
            row = connection.execute(sa.select(t.tickets).where(t.tickets.c.number == number)).one()
        return _ticket(row)


def resolve_ticket(
    engine: Engine,
    number: str,
    result: str,
    *,
    now: datetime,
    handled_by: str = "系统",
    state: State = "resolved",
) -> Ticket:
    """Settle a ticket and publish it; settled ones stay as they are. Raises UnknownTicket."""
    with engine.write() as connection:
        row = connection.execute(sa.select(t.tickets).where(t.tickets.c.number == number)).one_or_none()
        if row is None:
            raise UnknownTicket(number)
        if row.state in OPEN:
            values = {"state": state, "result": result, "resolved_at": now}
            connection.execute(t.tickets.update().where(t.tickets.c.number == number).values(values))
            payload = {"ticket": number, "result": result, "handled_by": handled_by}
            kind = f"{RAISED[row.kind].split('.')[0]}.resolved"
            enqueue(connection, [Event(kind, row.customer_id, now, row.channel, "agent", payload)])
            row = connection.execute(sa.select(t.tickets).where(t.tickets.c.number == number)).one()
        return _ticket(row)


def tickets_of(engine: Engine, customer_id: str, *, open_only: bool = False) -> list[Ticket]:
    """The customer's tickets, newest first."""
    query = sa.select(t.tickets).where(t.tickets.c.customer_id == customer_id)
    if open_only:
        query = query.where(t.tickets.c.state.in_(OPEN))
    with engine.read() as connection:
        rows = connection.execute(query.order_by(t.tickets.c.opened_at.desc(), t.tickets.c.id.desc()))
        return [_ticket(row) for row in rows]


def _insert(connection: sa.Connection, engine: Engine, row: dict[str, Any]) -> str:
    made = connection.execute(t.tickets.insert().values(row)).inserted_primary_key
    day = row["opened_at"].astimezone(engine.settings.zone)
    number = f"{PREFIX[row['kind']]}{day:%y%m%d}{made[0] if made else 0:05d}"
    connection.execute(t.tickets.update().where(t.tickets.c.key == row["key"]).values(number=number))
    return number


def _ticket(row: Any) -> Ticket:
    names = Ticket.__dataclass_fields__
    return Ticket(**{name: getattr(row, name) for name in names})
