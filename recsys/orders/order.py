"""Orders: plans, packs, services, broadband and wealth products, from any channel, once per key."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

import sqlalchemy as sa

from kb.catalogue.schema import Item, Pack, Plan, Tariff, WealthProduct
from recsys.customers.load import held_on
from recsys.engine import Engine
from recsys.events.event import Event, new_id
from recsys.events.log import enqueue
from recsys.orders.effect import change_holding, change_subscription
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold

Action = Literal["order", "cancel", "redeem", "subscribe"]
WEALTH_ACTIONS = ("subscribe", "redeem")


@dataclass(frozen=True, slots=True)
class Order:
    """``effective_on`` is the first day on which it shows; ``amount`` in fen, wealth only."""

    id: str
    customer_id: str
    product_id: str
    line: str
    action: Action
    channel: str
    amount: int | None
    state: str
    effective_on: date
    at: datetime


class OrderRefused(Exception):
    """The order cannot be placed; ``code`` says why (see docs/orders.md)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def place_order(
    engine: Engine,
    customer_id: str,
    product_id: str,
    *,
    action: Action,
    key: str,
    channel: str,
    now: datetime,
    amount: int | None = None,
    conversation_id: str | None = None,
) -> Order:
    """Place it, change what the customer holds and publish order.placed, all in one transaction.

    The same ``key`` again returns the first order and does nothing. A plan changes from the next month on,
    a cancellation ends with the month, everything else begins at once. Pending pushes for the product are
    cancelled. Raises OrderRefused.
    """
    item = engine.catalogue.items.get(product_id)
    if item is None:
        raise OrderRefused("unknown_product")
    today = now.astimezone(engine.settings.zone).date()
    with engine.write() as connection:
        hold(connection, customer_lock(customer_id))
        known = connection.execute(sa.select(t.orders).where(t.orders.c.key == key)).one_or_none()
        if known is not None:
            return _order(known)
        _check(connection, customer_id, item, action, amount, today)
        order = Order(
            id=new_id("o"),
            customer_id=customer_id,
            product_id=product_id,
            line=line_of(item),
            action=action,
            channel=channel,
            amount=amount,
            state="placed",
            effective_on=effective_on(item, action, today),
            at=now,
        )
        row = {name: getattr(order, name) for name in Order.__dataclass_fields__}
        connection.execute(t.orders.insert().values(row | {"key": key}))
        events = [_placed(order, item, conversation_id, today), *_change(connection, order, item, today)]
        _cancel_pushes(connection, customer_id, product_id)
        enqueue(connection, events)
    return order


def orders_of(engine: Engine, customer_id: str, *, limit: int = 20) -> list[Order]:
    """The latest orders, newest first."""
    o = t.orders.c
    query = sa.select(t.orders).where(o.customer_id == customer_id).order_by(o.at.desc(), o.id).limit(limit)
    with engine.read() as connection:
        return [_order(row) for row in connection.execute(query)]


def line_of(item: Item) -> str:
    """mobile, pack, broadband, service or wealth."""
    return item.line if isinstance(item, Tariff | WealthProduct) else "other"


def effective_on(item: Item, action: Action, today: date) -> date:
    """Plans change and cancellations end with the month; the rest begins today."""
    if isinstance(item, Plan) or action == "cancel":
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return today


def _check(
    connection: sa.Connection, customer_id: str, item: Item, action: Action, amount: int | None, today: date
) -> None:
    """What makes no sense is refused here; what is unsuitable, by eligibility before it."""
    wealth = isinstance(item, WealthProduct)
    if wealth != (action in WEALTH_ACTIONS) and action != "cancel":
        raise OrderRefused("wrong_action")
    if action in ("order", "subscribe") and not item.sold_on(today):
        raise OrderRefused("off_sale")
    if wealth and action in WEALTH_ACTIONS and (amount is None or amount <= 0):
        raise OrderRefused("amount_missing")
    held = {row.product_id for row in held_on(connection, customer_id, today) if row.until is None}
    if action == "order" and item.id in held:
        raise OrderRefused("already_owned")
    if action == "cancel" and (item.id not in held or isinstance(item, Plan)):
        raise OrderRefused("not_owned" if item.id not in held else "plan_needs_successor")
    if isinstance(item, WealthProduct) and action == "subscribe" and (amount or 0) < item.min_amount:
        raise OrderRefused("below_minimum")


def _change(connection: sa.Connection, order: Order, item: Item, today: date) -> list[Event]:
    if isinstance(item, WealthProduct):
        return change_holding(connection, order, item, today)
    days = item.valid_days if isinstance(item, Pack) and not item.renews else None
    until = order.effective_on + timedelta(days=days) if days else None
    change_subscription(connection, order, until)
    return []


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
        "business_type": {"mobile": "套餐", "pack": "流量包", "broadband": "宽带", "service": "增值业务"}.get(
            order.line, "理财"
        ),
    }
    if isinstance(item, Plan):
        network = item.attributes.get("network")
        payload["profile"] = {"plan_fee": item.fee, "network": network, "plan_on_sale": item.sold_on(today)}
    kind = "order.cancelled" if order.action == "cancel" else "order.placed"
    return Event(kind, order.customer_id, order.at, order.channel, "customer", payload, conversation_id)


def _cancel_pushes(connection: sa.Connection, customer_id: str, product_id: str) -> None:
    p = t.pushes.c
    pending = (p.customer_id == customer_id) & (p.product_id == product_id) & (p.state == "planned")
    connection.execute(t.pushes.update().where(pending).values(state="cancelled", reason="already_ordered"))


def _order(row: Any) -> Order:
    return Order(**{name: getattr(row, name) for name in Order.__dataclass_fields__})
