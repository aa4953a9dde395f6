"""The bills a person has received, and what the month looked like for the tags."""

from collections.abc import Iterator
from typing import Any

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Tariff
from recsys.customers.population.person import Person
from recsys.customers.population.truth import world
from recsys.tariff.bill import bills

OVER = {"data": "data", "data_cap": "data", "voice": "voice", "sms": "messages", "mms": "messages"}


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
    used = person.usage[position]
    over = {name: 0 for name in ("data", "voice", "messages")}
    for line in row["lines"]:
        if line["rule"] in OVER:
            over[OVER[line["rule"]]] += line["amount"]
    packs_mb = sum(catalogue.packs[pack].allowance.data_mb for pack in person.packs)
    night = world()["usage_types"][person.truth.usage_type]["night"]
    return {
        "month": used.month,
        "data_mb": used.data_mb,
        "directed_mb": used.directed_mb,
        "voice_min": used.voice_min,
        "sms": used.sms,
        "allowed_mb": plan.allowance.data_mb + packs_mb,
        "allowed_min": plan.allowance.voice_min,
        "fee": plan.fee,
        "over_data_fee": over["data"],
        "over_voice_fee": over["voice"],
        "over_message_fee": over["messages"],
        "total": row["total"],
        "night_percent": round(night * 100),
        "packs": len(person.packs),
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
