"""Contacts that are planned and not made yet: what happens elsewhere takes them back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.events.event import Event
from recsys.sql import schema as t


def cancel_pending(
    connection: sa.Connection,
    customer_id: str,
    code: str,
    now: datetime,
    product_ids: Sequence[str] | None = None,
    channel: str | None = None,
) -> list[Event]:
    """Take back what is planned, in the caller's transaction; the events are to be published with it.

    Without ``product_ids`` and ``channel`` everything that is planned for the customer.
    """
    p = t.pushes.c
    mine = [p.customer_id == customer_id, p.state == "planned"]
    mine += [p.product_id.in_(product_ids)] if product_ids is not None else []
    mine += [p.channel == channel] if channel is not None else []
    rows = [row._asdict() for row in connection.execute(sa.select(t.pushes).where(*mine))]
    if rows:
        gone = t.pushes.update().where(p.id.in_([row["id"] for row in rows]), p.state == "planned")
        connection.execute(gone.values(state="cancelled", reason=code))
    return [push_event(row, "cancelled", code, now) for row in rows]


def push_event(row: dict[str, Any], state: str, code: str | None, now: datetime) -> Event:
    """What happened to a push: ``push.<state>``, with the reason if there is one."""
    payload = {"push_id": row["id"], "campaign_id": row["campaign_id"], "product_id": row["product_id"]}
    payload |= {"reason": code} if code else {}
    payload |= {"business_type": said} if (said := (row.get("detail") or {}).get("business_type")) else {}
    payload |= {"content": row["text"]} if state in ("planned", "sent") else {}
    return Event(f"push.{state}", row["customer_id"], now, row["channel"], "system", payload)
