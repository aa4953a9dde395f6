"""An order that was placed, as a card."""

from actions.replies.figures import amount, day_title
from actions.replies.reply import Reply, fact
from actions.wording import options, say
from kb.catalogue.schema import WealthProduct
from recsys.engine import Engine
from recsys.orders.order import Order


def order_number(order: Order) -> str:
    """What the customer is told: short, and found again by the end of the id."""
    return f"DD{order.at:%y%m%d}{order.id[-6:].upper()}"


def order_card(engine: Engine, order: Order) -> Reply:
    """Number, what, from when, at what price."""
    item = engine.catalogue.item(order.product_id)
    facts = [
        fact(say("fact_number"), order_number(order)),
        fact(say("fact_effective"), day_title(order.effective_on)),
    ]
    if order.amount is not None:
        facts.append(fact(say("fact_amount"), amount(order.amount)))
    card: Reply = {
        "type": "card",
        "kind": "order",
        "id": order.id,
        "title": say(f"order_{order.action}_title", title=item.title),
        "facts": facts,
        "reasons": [],
        "actions": options("order_card_options"),
    }
    note = say("order_wealth_note") if isinstance(item, WealthProduct) else say(f"order_{order.action}_note")
    return card | {"note": note}
