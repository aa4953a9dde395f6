"""What an order changes: subscriptions, holdings, pending pushes; and the events that tell of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from kb.catalogue.schema import Item, Pack, Plan, WealthProduct
from recsys.contacts.pending import cancel_pending
from recsys.events.event import Event
from recsys.orders.terms import OrderRefused
from recsys.sql import schema as t

if TYPE_CHECKING:
    from recsys.orders.order import Order

BUSINESS = {"mobile": "套餐", "pack": "流量包", "broadband": "宽带", "service": "增值业务", "wealth": "理财"}


def carry_out(
    connection: sa.Connection, order: Order, item: Item, today: date, conversation_id: str | None
) -> list[Event]:
    """Change what the customer has; returns what happened, order.placed or order.cancelled first."""
    events = [_placed(order, item, conversation_id, today)]
    if isinstance(item, WealthProduct):
        events.append(_change_holding(connection, order, item, today))
    else:
        _change_subscription(connection, order, _ends(order, item))
    return events + cancel_pending(connection, order.customer_id, "already_ordered", order.at, [item.id])


def _ends(order: Order, item: Item) -> date | None:
    """Packs that do not renew end by themselves."""
    lasts = item.valid_days if isinstance(item, Pack) and not item.renews else None
    return order.effective_on + timedelta(days=lasts) if lasts else None


def _change_subscription(connection: sa.Connection, order: Order, until: date | None) -> None:
    """Begin or end a subscription on ``order.effective_on``; a new plan ends the old one that day."""
    s = t.subscriptions.c
    mine = (s.customer_id == order.customer_id) & (s.until.is_(None) | (s.until > order.effective_on))
    if order.action == "cancel":
        ends = t.subscriptions.update().where(mine & (s.product_id == order.product_id))
        connection.execute(ends.values(until=order.effective_on))
        return
    if order.line == "mobile":
        _replace_plan(connection, order, mine)
    connection.execute(
        t.subscriptions.insert().values(
            customer_id=order.customer_id,
            product_id=order.product_id,
            line=order.line,
            since=order.effective_on,
            until=until,
            order_id=order.id,
        )
    )


def _change_holding(connection: sa.Connection, order: Order, item: WealthProduct, today: date) -> Event:
    """Add to or take from the holding; returns holding.changed. Redeeming more than held is refused."""
    h = t.holdings.c
    mine = (h.customer_id == order.customer_id) & (h.product_id == item.id) & (h.amount > 0)
    amount = order.amount or 0
    if order.action == "redeem":
        rows = list(connection.execute(sa.select(t.holdings).where(mine).order_by(h.since, h.id)))
        if sum(row.amount for row in rows) < amount:
            raise OrderRefused("not_enough_held")
        for row in rows:
            taken = min(row.amount, amount)
            amount -= taken
            connection.execute(t.holdings.update().where(h.id == row.id).values(amount=row.amount - taken))
    else:
        connection.execute(
            t.holdings.insert().values(
                customer_id=order.customer_id,
                product_id=item.id,
                amount=amount,
                since=today,
                matures=today + timedelta(days=item.term_days) if item.term_days else None,
                order_id=order.id,
            )
        )
    left = list(connection.execute(sa.select(t.holdings).where(mine)))
    matures = min((row.matures for row in left if row.matures), default=None)
    payload = {
        "product_id": item.id,
        "kind": item.kind,
        "risk": item.risk,
        "amount": sum(row.amount for row in left),
        "matures": matures.isoformat() if matures else None,
    }
    return Event("holding.changed", order.customer_id, order.at, order.channel, "system", payload)


def _replace_plan(connection: sa.Connection, order: Order, mine: sa.ColumnElement[bool]) -> None:
    """A plan ordered earlier for the same day never begins; the present one ends that day."""
    s = t.subscriptions.c
    plans = mine & (s.line == "mobile")
    connection.execute(t.subscriptions.delete().where(plans & (s.since >= order.effective_on)))
    connection.execute(t.subscriptions.update().where(plans).values(until=order.effective_on))


def _placed(order: Order, item: Item, conversation_id: str | None, today: date) -> Event:
    payload: dict[str, Any] = {
        "order": order.id,
        "product_id": item.id,
        "title": item.title,
        "line": order.line,
        "kind": getattr(item, "kind", order.line),
        "action": order.action,
        "amount": order.amount,
        "effective_on": order.effective_on.isoformat(),
        "business_type": BUSINESS.get(order.line, "其他"),
    }
    if isinstance(item, Plan):
        network = item.attributes.get("network")
        payload["profile"] = {"plan_fee": item.fee, "network": network, "plan_on_sale": item.sold_on(today)}
    kind = "order.cancelled" if order.action == "cancel" else "order.placed"
    return Event(kind, order.customer_id, order.at, order.channel, "customer", payload, conversation_id)
