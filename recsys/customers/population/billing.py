"""The bills a person has received, and what the month looked like for the tags."""

from collections.abc import Iterator
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Tariff
from recsys.customers.population.person import Person
from recsys.customers.population.truth import world
from recsys.tariff.bill import bills
from recsys.tariff.closed_month import closed_month


def monthly_bills(catalogue: Catalogue, person: Person) -> Iterator[dict[str, Any]]:
    """Rows of the bills table, oldest first: plan and packs as computed, services and broadband by fee."""
    plan = catalogue.plans[person.plan_id]
    packs = [catalogue.packs[pack] for pack in person.packs]
    first = int(person.usage[0].month[:4]) * 12 + int(person.usage[0].month[5:])
    index = first - (person.plan_since.year * 12 + person.plan_since.month) + 1
    extras = [_fee_line(catalogue.services[item], "service_fee") for item in person.services]
    if person.broadband:
        extras.append(_fee_line(catalogue.broadband[person.broadband], "broadband_fee"))
    for month in bills(plan, packs, person.usage, first_index=max(1, index)):
        lines = [*month.to_dict()["lines"], *extras]
        yield {
            "customer_id": person.id,
            "month": month.month,
            "plan_id": person.plan_id,
            "packs": list(person.packs),
            "lines": lines,
            "total": month.total + sum(line["amount"] for line in extras),
        }


def month_facts(catalogue: Catalogue, person: Person, position: int, row: dict[str, Any]) -> dict[str, Any]:
    """The payload of ``month.closed``; fen, MB and minutes."""
    plan = catalogue.plans[person.plan_id]
    packs = [catalogue.packs[pack] for pack in person.packs]
    night = world()["usage_types"][person.truth.usage_type]["night"]
    return {
        **closed_month(plan, packs, person.usage[position], row["lines"], row["total"]),
        "night_percent": round(night * 100),
        "services": len(person.services),
        "roamed": list(person.roamed) if position == len(person.usage) - 1 else [],
    }


def _fee_line(item: Tariff, rule: str) -> dict[str, Any]:
    return {
        "rule": rule,
        "title": f"{item.title}月费",
        "quantity": 1,
        "unit": "月",
        "unit_price": item.fee,
        "amount": item.fee,
    }
