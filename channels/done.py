"""What was done for a customer while an agent had the conversation."""

from dataclasses import dataclass
from datetime import datetime

from recsys.engine import Engine
from recsys.orders.order import orders_of
from recsys.service.ticket import tickets_of


@dataclass(frozen=True, slots=True)
class Done:
    """Titles for people, and the ids of the products that were ordered."""

    titles: tuple[str, ...]
    products: tuple[str, ...]


def done_since(engine: Engine, customer_id: str, since: datetime) -> Done:
    """Orders placed, tickets opened and settled since then, oldest first."""
    orders = [order for order in reversed(orders_of(engine, customer_id)) if order.at >= since]
    tickets = [
        ticket
        for ticket in reversed(tickets_of(engine, customer_id))
        if max(ticket.opened_at, ticket.resolved_at or ticket.opened_at) >= since
    ]
    items = engine.catalogue.items
    named = [items[order.product_id].title for order in orders if order.product_id in items]
    return Done(
        titles=(*named, *(ticket.number for ticket in tickets)),
        products=tuple(order.product_id for order in orders),
    )
