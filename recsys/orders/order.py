"""Orders: plans, packs, services, broadband and wealth products, from any channel, once per key."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.events.log import enqueue
from recsys.orders.effect import carry_out
from recsys.orders.terms import Action, OrderRefused, check, effective_on, line_of
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold

__all__ = ["Action", "Order", "OrderRefused", "effective_on", "line_of", "orders_of", "place_order"]


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
        check(connection, customer_id, item, action, amount, today)
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
        enqueue(connection, carry_out(connection, order, item, today, conversation_id))
    return order


def orders_of(engine: Engine, customer_id: str, *, limit: int = 20) -> list[Order]:
    """The latest orders, newest first."""
    o = t.orders.c
    query = sa.select(t.orders).where(o.customer_id == customer_id).order_by(o.at.desc(), o.id).limit(limit)
    with engine.read() as connection:
        return [_order(row) for row in connection.execute(query)]


def _order(row: Any) -> Order:
    return Order(**{name: getattr(row, name) for name in Order.__dataclass_fields__})
