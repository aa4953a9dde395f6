"""Send a campaign: each customer once, checked again at the moment of sending, every outcome kept."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kb.catalogue.schema import Item
from recsys.campaign.campaign import Draft, load, preview, refusal, wording
from recsys.contacts.contact_policy import release_contact, reserve_contact
from recsys.engine import Engine
from recsys.events.event import Event, new_id
from recsys.events.log import enqueue, insert_new, publish
from recsys.sql import schema as t

# Delivers replies to a customer; returns a failure code, or none when it was sent.
Send = Callable[[str, list[dict[str, Any]]], str | None]


def plan(engine: Engine, campaign_id: str, now: datetime) -> dict[str, int]:
    """Write down who will get it and who will not and why; again, it adds nobody twice."""
    draft, _ = load(engine, campaign_id)
    seen = preview(engine, draft, now)
    item = engine.catalogue.items[draft.product_id]
    rows: list[tuple[str, str, str | None]] = [(one, "planned", None) for one in seen.allowed]
    rows += [(one, "suppressed", code) for one, code in seen.suppressed.items()]
    with engine.write() as connection:
        for customer_id, state, code in rows:
            _write(
                connection,
                engine,
                campaign_id,
                draft,
                wording(item, draft.text),
                customer_id,
                state,
                code,
                now,
            )
        connection.execute(
            t.campaigns.update().where(t.campaigns.c.id == campaign_id).values(state="running")
        )
    return counts(engine, campaign_id)


def _write(
    connection: sa.Connection,
    engine: Engine,
    campaign_id: str,
    draft: Draft,
    text: str,
    customer_id: str,
    state: str,
    code: str | None,
    now: datetime,
) -> None:
    row: dict[str, Any] = {
        "id": new_id("p"),
        "campaign_id": campaign_id,
        "customer_id": customer_id,
        "channel": draft.channel,
        "product_id": draft.product_id,
        "state": state,
        "reason": code,
        "text": text,
        "detail": {},
        "planned_at": now,
    }
    if insert_new(connection, t.pushes, row):
        enqueue(connection, [_event(f"push.{state}", row, now, {"reason": code} if code else {})])


def send_planned(
    engine: Engine, campaign_id: str, send: Send, clock: Callable[[], datetime]
) -> dict[str, int]:
    """Send what is planned; stopped halfway, the next call goes on with the rest."""
    draft, _ = load(engine, campaign_id)
    item = engine.catalogue.items[draft.product_id]
    while rows := _planned(engine, campaign_id):
        for row in rows:
            _send_one(engine, row, item, send, clock())
    with engine.write() as connection:
        connection.execute(t.campaigns.update().where(t.campaigns.c.id == campaign_id).values(state="sent"))
    return counts(engine, campaign_id)


def _planned(engine: Engine, campaign_id: str, limit: int = 200) -> list[dict[str, Any]]:
    p = t.pushes.c
    query = sa.select(t.pushes).where(p.campaign_id == campaign_id, p.state == "planned")
    with engine.read() as connection:
        return [row._asdict() for row in connection.execute(query.order_by(p.id).limit(limit))]


def _send_one(engine: Engine, row: dict[str, Any], item: Item, send: Send, now: datetime) -> None:
    """Claim the row, take a contact slot, send; give the slot back when nothing went out."""
    if not _move(engine, row, "planned", "sending", None, now):
        return
    customer_id, channel = row["customer_id"], row["channel"]
    code = refusal(engine, customer_id, item, channel, now)
    slot = None
    if code is None:
        slot, code = reserve_contact(engine, customer_id, channel, "marketing", item.id, now)
    if code is not None:
        _move(engine, row, "sending", "suppressed", code, now)
        return
    failure = send(customer_id, _replies(row, item))
    if failure and slot:
        release_contact(engine, slot)
    _move(engine, row, "sending", "failed" if failure else "sent", failure, now)


def _replies(row: dict[str, Any], item: Item) -> list[dict[str, Any]]:
    options = [
        {"label": "了解一下", "text": f"{item.title}是什么"},
        {"label": "退订", "text": "退订营销消息"},
    ]
    return [{"type": "choices", "text": row["text"], "options": options, "push_id": row["id"]}]


def _move(
    engine: Engine, row: dict[str, Any], before: str, after: str, code: str | None, now: datetime
) -> bool:
    """Change the state if it is still ``before``; outcomes are published."""
    p = t.pushes.c
    values: dict[str, Any] = {"state": after, "reason": code}
    values |= {"sent_at": now} if after == "sent" else {}
    with engine.write() as connection:
        mine = (p.id == row["id"]) & (p.state == before)
        moved = connection.execute(t.pushes.update().where(mine).values(**values)).rowcount == 1
    if moved and after != "sending":
        publish(engine, [_event(f"push.{after}", row, now, {"reason": code} if code else {})])
    return moved


def _event(kind: str, row: dict[str, Any], now: datetime, more: dict[str, Any]) -> Event:
    payload = {"push_id": row["id"], "campaign_id": row["campaign_id"], "product_id": row["product_id"]}
    return Event(kind, row["customer_id"], now, row["channel"], "system", payload | more)


def counts(engine: Engine, campaign_id: str) -> dict[str, int]:
    """How many pushes of the campaign are in each state."""
    p = t.pushes.c
    query = sa.select(p.state, sa.func.count()).where(p.campaign_id == campaign_id).group_by(p.state)
    with engine.read() as connection:
        return {state: n for state, n in connection.execute(query)}


def suppressed(engine: Engine, campaign_id: str, limit: int = 200) -> list[tuple[str, str]]:
    """Who was held back, and the code."""
    p = t.pushes.c
    query = sa.select(p.customer_id, p.reason).where(p.campaign_id == campaign_id, p.state == "suppressed")
    with engine.read() as connection:
        return [(row.customer_id, row.reason) for row in connection.execute(query.limit(limit))]
