"""What the contact policy looks at, read at one moment: what they said, their troubles, when we met."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from recsys.contacts.consent import Said, said_by
from recsys.service.ticket import TROUBLE
from recsys.sql import schema as t

MONTH = timedelta(days=31)  # slots older than that count for no cap
PITCH = "营销接触"
_ID: sa.BindParameter[str] = sa.bindparam("id")
_DAY = sa.bindparam("day", type_=sa.Date)
_TROUBLES = (
    sa.select(t.tickets.c.kind, t.tickets.c.state, t.tickets.c.resolved_at)
    .where(t.tickets.c.customer_id == _ID, t.tickets.c.kind.in_(TROUBLE))
    .order_by(t.tickets.c.id)
)
_BEGAN = sa.select(sa.func.min(t.contacts.c.at)).where(
    t.contacts.c.customer_id == _ID, t.contacts.c.kind != PITCH
)
_SLOTS = sa.select(
    t.contact_slots.c.channel, t.contact_slots.c.purpose, t.contact_slots.c.day, t.contact_slots.c.at
).where(t.contact_slots.c.customer_id == _ID, t.contact_slots.c.day > _DAY)
_HELD = sa.select(t.subscriptions.c.product_id).where(
    t.subscriptions.c.customer_id == _ID,
    t.subscriptions.c.until.is_(None) | (t.subscriptions.c.until > _DAY),
)
_WROTE = sa.select(sa.func.max(t.events.c.at)).where(
    t.events.c.customer_id == _ID,
    t.events.c.type == "message.received",
    t.events.c.channel == "wechat",
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A complaint, a dispute or a fault."""

    kind: str
    state: str
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Relation:
    """``said`` newest first; ``began``: the first contact that was not a pitch."""

    said: tuple[Said, ...]
    troubles: tuple[Trouble, ...]
    began: datetime | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A proactive contact that was made or is about to be; ``day`` is the customer's own."""

    channel: str
    purpose: str
    day: date
    at: datetime


@dataclass(frozen=True, slots=True)
class Reach:
    """What going to somebody depends on besides; ``wrote``: their last message in WeChat."""

    slots: tuple[Slot, ...]
    held: frozenset[str]
    wrote: datetime | None


def relation_in(connection: sa.Connection, customer_id: str) -> Relation:
    """As the transaction sees it."""
    began = connection.scalar(_BEGAN, {"id": customer_id})
    return Relation(said_by(connection, customer_id), troubles_of(connection, customer_id), began)


def troubles_of(connection: sa.Connection, customer_id: str) -> tuple[Trouble, ...]:
    """All that there ever were, oldest first."""
    return tuple(Trouble(*row) for row in connection.execute(_TROUBLES, {"id": customer_id}))


def reach_in(connection: sa.Connection, customer_id: str, day: date) -> Reach:
    """As of the customer's own ``day``."""
    slots = connection.execute(_SLOTS, {"id": customer_id, "day": day - MONTH})
    held = connection.scalars(_HELD, {"id": customer_id, "day": day})
    wrote = connection.scalar(_WROTE, {"id": customer_id})
    return Reach(tuple(Slot(*row) for row in slots), frozenset(held), wrote)
