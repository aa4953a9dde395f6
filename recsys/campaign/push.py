"""Pushes of a campaign: one row per customer, with its state and, when it was not sent, the reason."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from recsys.campaign.campaign import load
from recsys.campaign.draft import Draft, wording
from recsys.campaign.preview import preview
from recsys.contacts.pending import push_event
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.events.log import enqueue, insert_new
from recsys.orders.effect import BUSINESS
from recsys.sql import schema as t


def plan(engine: Engine, campaign_id: str, now: datetime) -> dict[str, int]:
    """Write down who will get it and who will not and why; again, it adds nobody twice."""
    draft, _ = load(engine, campaign_id)
    seen = preview(engine, draft, now)
    item = engine.catalogue.items[draft.product_id]
    text = wording(item, draft.text)
    detail = {"business_type": BUSINESS.get(str(getattr(item, "line", "")), "其他")}
    planned: dict[str, str | None] = dict.fromkeys(seen.allowed)
    with engine.write() as connection:
        for customer_id, code in (planned | seen.suppressed).items():
            add(connection, _row(campaign_id, draft, text, customer_id, code, now) | {"detail": detail})
        running = t.campaigns.update().where(t.campaigns.c.id == campaign_id).values(state="running")
        connection.execute(running)
    return counts(engine, campaign_id)


def _row(
    campaign_id: str, draft: Draft, text: str, customer_id: str, code: str | None, now: datetime
) -> dict[str, Any]:
    return {
        "id": new_id("p"),
        "campaign_id": campaign_id,
        "customer_id": customer_id,
        "channel": draft.channel,
        "product_id": draft.product_id,
        "state": "suppressed" if code else "planned",
        "reason": code,
        "text": text,
        "detail": {},
        "planned_at": now,
    }


def add(connection: sa.Connection, row: dict[str, Any]) -> None:
    """Write a push down and tell of it; one of the same campaign and customer adds nothing."""
    if insert_new(connection, t.pushes, row):
        enqueue(connection, [push_event(row, row["state"], row["reason"], row["planned_at"])])


def move(
    engine: Engine, row: dict[str, Any], before: str, after: str, code: str | None, now: datetime
) -> bool:
    """Change the state if it is still ``before``; an outcome is published with it."""
    p = t.pushes.c
    values: dict[str, Any] = {"state": after, "reason": code}
    values |= {"sent_at": now} if after == "sent" else {}
    with engine.write() as connection:
        mine = (p.id == row["id"]) & (p.state == before)
        moved = connection.execute(t.pushes.update().where(mine).values(**values)).rowcount == 1
        if moved and after != "sending":
            enqueue(connection, [push_event(row, after, code, now)])
    return moved


def in_state(engine: Engine, campaign_id: str, state: str, limit: int = 200) -> list[dict[str, Any]]:
    """The first pushes of the campaign in that state."""
    p = t.pushes.c
    query = sa.select(t.pushes).where(p.campaign_id == campaign_id, p.state == state)
    with engine.read() as connection:
        return [row._asdict() for row in connection.execute(query.order_by(p.id).limit(limit))]


def counts(engine: Engine, campaign_id: str) -> dict[str, int]:
    """How many pushes of the campaign are in each state."""
    p = t.pushes.c
    query = sa.select(p.state, sa.func.count()).where(p.campaign_id == campaign_id).group_by(p.state)
    with engine.read() as connection:
        return {state: n for state, n in connection.execute(query)}


def suppressed(engine: Engine, campaign_id: str, limit: int = 200) -> list[tuple[str, str]]:
    """Who was held back, and the code."""
    return [(row["customer_id"], row["reason"]) for row in in_state(engine, campaign_id, "suppressed", limit)]
