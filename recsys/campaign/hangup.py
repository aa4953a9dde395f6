"""Hang-up SMS (挂机短信): after a call in which something was offered and not done, the way to do it oneself.

It is a push of channel ``sms`` that is due some minutes after the call. It obeys the same judge and the same
contact policy, when it is planned and again when it is sent; an order or a refusal meanwhile takes it back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from kb.catalogue.schema import Item
from recsys.campaign.draft import wording
from recsys.campaign.preview import refusal
from recsys.campaign.push import add
from recsys.campaign.sending import Send, send_one
from recsys.campaign.wording import say
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.offer.terms_line import terms_line
from recsys.orders.effect import BUSINESS
from recsys.sql import schema as t

CHANNEL = "sms"
AFTER = timedelta(minutes=5)  # time to order by oneself before being reminded
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The product that the message is about, or by product why there is none."""

    product_id: str | None
    due_at: datetime | None
    refused: dict[str, str]


def plan_follow_up(
    engine: Engine, customer_id: str, call: str, offered: Sequence[str], now: datetime
) -> FollowUp:
    """Plan one message for the first of the offered products that may be sent; again, none is added.

    ``call`` names the call. Unknown products are refused as ``not_on_sale``.
    """
    refused: dict[str, str] = {}
    for product_id in offered:
        item = engine.catalogue.items.get(product_id)
        code = refusal(engine, customer_id, item, CHANNEL, now) if item else "not_on_sale"
        if item is None or code:
            refused[product_id] = code or "not_on_sale"
            continue
        row = _row(engine, customer_id, call, item, now)
        with engine.write() as connection:
            add(connection, row)
        return FollowUp(product_id, row["due_at"], refused)
    return FollowUp(None, None, refused)


def send_due(engine: Engine, send: Send, now: datetime) -> int:
    """Send what is due, each once and checked again; returns how many were dealt with."""
    p = t.pushes.c
    due = sa.select(t.pushes).where(p.due_at <= now, p.state == "planned").order_by(p.due_at).limit(AT_ONCE)
    with engine.read() as connection:
        rows = [row._asdict() for row in connection.execute(due)]
    for row in rows:
        send_one(engine, row, engine.catalogue.items[row["product_id"]], send, now)
    return len(rows)


def _row(engine: Engine, customer_id: str, call: str, item: Item, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id("p"),
        "campaign_id": f"hangup:{call}",
        "customer_id": customer_id,
        "channel": CHANNEL,
        "product_id": item.id,
        "state": "planned",
        "reason": None,
        "text": wording(
            item, say("hangup", title=item.title, terms=terms_line(item), way=_way(engine, item))
        ),
        "detail": {"business_type": BUSINESS.get(str(getattr(item, "line", "")), "其他")},
        "planned_at": now,
        "due_at": now + AFTER,
    }


def _way(engine: Engine, item: Item) -> str:
    """A link that opens the chat with the words of the order, where the site has an address."""
    words = say("order_text", title=item.title)
    address = engine.settings.public_url.rstrip("/")
    return f"{address}/chat?say={quote(words)}" if address else say("hangup_words", words=words)
