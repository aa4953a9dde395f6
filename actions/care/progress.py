"""Tickets and orders with their state."""

from collections.abc import Sequence
from datetime import datetime

from actions.cards.order import order_number
from actions.cards.ticket import ticket_card
from actions.replies.figures import day_title, moment_title
from actions.replies.reply import Reply, choices, table
from actions.wording import say
from recsys.engine import Engine
from recsys.orders.order import Order
from recsys.service.ticket import OPEN, Ticket

_COLUMNS = ("row_number", "row_matter", "row_when", "row_state")
_CARDS = 2


def progress_messages(
    engine: Engine, tickets: Sequence[Ticket], orders: Sequence[Order], now: datetime
) -> list[Reply]:
    """Cards of what is open, a table of all, and a way to hurry it."""
    open_ones = [ticket for ticket in tickets if ticket.state in OPEN]
    cards = [ticket_card(engine, ticket) for ticket in open_ones[:_CARDS]]
    rows = [_ticket_row(engine, ticket) for ticket in tickets]
    rows += [_order_row(engine, order, now) for order in orders]
    shown = table(say("progress_title"), [say(column) for column in _COLUMNS], rows)
    late = any(ticket.due_at < now for ticket in open_ones)
    key = "progress_late" if late else ("progress_open" if open_ones else "progress_done")
    return [*cards, shown, choices(key)]


def _ticket_row(engine: Engine, ticket: Ticket) -> list[str]:
    opened = moment_title(ticket.opened_at, engine.settings.zone)
    state = say(f"ticket_{ticket.state}")
    return [ticket.number, say(f"ticket_{ticket.kind}"), opened, ticket.result or state]


def _order_row(engine: Engine, order: Order, now: datetime) -> list[str]:
    item = engine.catalogue.items.get(order.product_id)
    matter = say(f"order_{order.action}", title=item.title if item else say("some_product"))
    today = now.astimezone(engine.settings.zone).date()
    key = "order_waiting" if order.effective_on > today else "order_active"
    state = say(key, day=day_title(order.effective_on))
    return [order_number(order), matter, moment_title(order.at, engine.settings.zone), state]
