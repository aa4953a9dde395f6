"""Figures of a customer, computed from the stores alone; goldens name them in {braces}."""

from datetime import UTC, datetime
from typing import Any

from recsys.customers.customer import Customer
from recsys.customers.load import bills_of, customer
from recsys.engine import Engine
from recsys.service.ticket import tickets_of


class Figures(dict[str, str]):
    """A name that is not there reads as a text that no answer holds."""

    def __missing__(self, name: str) -> str:
        return f"<no figure {name}>"


def figures(engine: Engine, customer_id: str) -> Figures:
    """What is known now of a customer."""
    person = customer(engine, customer_id)
    found = _billed(engine, customer_id) | _held(engine, person)
    tickets = tickets_of(engine, customer_id)
    if tickets:
        found["ticket"] = max(tickets, key=lambda ticket: ticket.opened_at).number
    if person.risk:
        found["level"] = person.risk.level
    found["next_month"] = _next_month(datetime.now(UTC).astimezone(engine.settings.zone))
    return Figures(found)


def yuan(fen: int) -> str:
    """38.50元, written here once more so that a slip in the product's own formatting is seen."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}.{rest:02}元"


def month_title(month: str) -> str:
    """2026年10月."""
    return f"{month[:4]}年{int(month[5:])}月"


def _billed(engine: Engine, customer_id: str) -> dict[str, str]:
    bills = bills_of(engine, customer_id)
    if not bills:
        return {}
    last = bills[-1]
    found = {"last_bill": yuan(last["total"]), "last_month": month_title(last["month"])}
    found["oldest_month"] = month_title(bills[0]["month"])
    extra = [line for line in last["lines"] if line["rule"] != "fee" and line["amount"] > 0]
    return found | ({"extra_amount": yuan(extra[0]["amount"])} if extra else {})


def _held(engine: Engine, person: Customer) -> dict[str, str]:
    found: dict[str, str] = {}
    if plan := engine.catalogue.plans.get(person.plan_id or ""):
        found |= {"plan": plan.title, "plan_fee": str(plan.fee // 100)}
    if person.holdings:
        first = engine.catalogue.wealth[person.holdings[0].product_id]
        found |= {"holding": first.title, "holdings": str(len(person.holdings))}
    for number, id in enumerate(person.subscriptions, 1):
        item: Any = engine.catalogue.items.get(id)
        if item is not None:
            found[f"held{number}"] = item.title
    services = [id for id in person.subscriptions if id in engine.catalogue.services]
    if services:
        found["service"] = engine.catalogue.services[services[0]].title
    return found


def _next_month(now: datetime) -> str:
    return f"{now.year + now.month // 12}年{now.month % 12 + 1}月1日"
