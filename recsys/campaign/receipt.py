"""Receipts: what the operator says became of a message that we handed over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from recsys.contacts.pending import push_event
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import enqueue
from recsys.sql import schema as t

Taken = Literal["accepted", "duplicate", "unknown"]
UNDELIVERED = "undelivered"
NEVER_WENT_OUT = ("planned", "suppressed", "cancelled")


@dataclass(frozen=True, slots=True)
class Receipt:
    """``push_id`` is the id that went out with the message; ``why`` the operator's words for a failure."""

    push_id: str
    delivered: bool
    why: str = ""


def take_in(engine: Engine, receipt: Receipt, now: datetime) -> Taken:
    """Note it once, however often and late it is told; ``unknown`` is what we never sent.

    Delivered stays delivered, whatever is told afterwards. A receipt also settles a message of which nobody
    knew whether it had gone out.
    """
    with engine.write() as connection:
        row = connection.execute(sa.select(t.pushes).where(t.pushes.c.id == receipt.push_id)).one_or_none()
        if row is None or row.state in NEVER_WENT_OUT:
            return "unknown"
        event = _event(row._asdict(), receipt, now)
        arrived = _known(connection, _id(receipt.push_id, True))
        if not enqueue(connection, [event])[0]:
            return "duplicate"
        state, reason = ("sent", None) if receipt.delivered or arrived else ("failed", UNDELIVERED)
        mine = t.pushes.update().where(t.pushes.c.id == receipt.push_id, t.pushes.c.state != "sending")
        connection.execute(mine.values(state=state, reason=reason))
    return "accepted"


def _event(row: dict[str, Any], receipt: Receipt, now: datetime) -> Event:
    state, code = ("delivered", None) if receipt.delivered else ("failed", UNDELIVERED)
    said = push_event(row, state, code, now)
    payload = said.payload | ({"why": receipt.why} if receipt.why and not receipt.delivered else {})
    name = _id(receipt.push_id, receipt.delivered)
    return Event(said.type, said.customer_id, now, said.channel, "system", payload, id=name)


def _id(push_id: str, delivered: bool) -> str:
    return f"e_{push_id}_{'delivered' if delivered else 'undelivered'}"


def _known(connection: sa.Connection, event_id: str) -> bool:
    ids = (t.events.c.id, t.outbox.c.id)
    return any(connection.scalar(sa.select(one).where(one == event_id)) is not None for one in ids)
