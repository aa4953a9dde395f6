"""Which orders make sense, and from when they count."""

from datetime import date
from typing import Literal

import sqlalchemy as sa

from kb.catalogue.schema import Item, Plan, Tariff, WealthProduct
from recsys.customers.load import held_on

Action = Literal["order", "cancel", "redeem", "subscribe"]
WEALTH_ACTIONS = ("subscribe", "redeem")


class OrderRefused(Exception):
    """The order cannot be placed; ``code`` says why.

    unknown_product, wrong_action, off_sale, amount_missing, below_minimum, already_owned, not_owned,
    plan_needs_successor (a plan is left by ordering another), not_enough_held.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def line_of(item: Item) -> str:
    """mobile, pack, broadband, service or wealth."""
    return item.line if isinstance(item, Tariff | WealthProduct) else "other"


def effective_on(item: Item, action: Action, today: date) -> date:
    """Plans change and cancellations end with the month; the rest begins today."""
    if isinstance(item, Plan) or action == "cancel":
        return date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return today


def check(
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
