"""Months of use that come in from outside: billed under the plan held today, told to the tags."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from kb.catalogue.catalogue import Catalogue
from kb.catalogue.schema import Plan
from recsys.customers.customer import MonthUsage
from recsys.events.event import Event
from recsys.exchange.rows import UsageRow
from recsys.sql import schema as t
from recsys.tariff.bill import Bill, bills
from recsys.tariff.closed_month import closed_month


def bill_months(connection: sa.Connection, catalogue: Catalogue, rows: Sequence[UsageRow]) -> Iterator[Event]:
    """Store a bill for each month and yield its ``month.closed``; customers without a plan get neither.

    Months of one customer are billed in order, so that data rolls over; promotions count as over.
    """
    ordered = sorted(rows, key=lambda row: (row.customer_id, row.month))
    for customer_id, own in groupby(ordered, key=lambda row: row.customer_id):
        plan = _plan(connection, catalogue, customer_id)
        months = [_usage(row) for row in own]
        if plan is None:
            continue
        for used, billed in zip(months, bills(plan, (), months), strict=True):
            _store(connection, customer_id, plan, billed)
            yield _closed(customer_id, plan, used, billed)


def _plan(connection: sa.Connection, catalogue: Catalogue, customer_id: str) -> Plan | None:
    s = t.subscriptions.c
    held = (s.customer_id == customer_id) & (s.line == "mobile")
    query = sa.select(s.product_id).where(held).order_by(s.since.desc(), s.id.desc()).limit(1)
    return catalogue.plans.get(connection.scalar(query) or "")


def _usage(row: UsageRow) -> MonthUsage:
    return MonthUsage(**row.model_dump(exclude={"customer_id"}))


def _store(connection: sa.Connection, customer_id: str, plan: Plan, billed: Bill) -> None:
    same = (t.bills.c.customer_id == customer_id) & (t.bills.c.month == billed.month)
    connection.execute(t.bills.delete().where(same))
    row: dict[str, Any] = {"customer_id": customer_id, "month": billed.month, "plan_id": plan.id, "packs": []}
    connection.execute(t.bills.insert().values(**row, lines=billed.to_dict()["lines"], total=billed.total))


def _closed(customer_id: str, plan: Plan, used: MonthUsage, billed: Bill) -> Event:
    """At the first of the next month; the id names customer, month and what was billed."""
    year, number = int(used.month[:4]), int(used.month[5:])
    at = datetime(year + number // 12, number % 12 + 1, 1, 1, tzinfo=UTC)
    payload = closed_month(plan, (), used, billed.to_dict()["lines"], billed.total)
    mark = f"{used.data_mb}_{used.voice_min}_{used.sms}_{billed.total}"
    name = f"e_import_{customer_id}_{used.month}_{mark}"
    return Event("month.closed", customer_id, at, "system", "system", payload, id=name)
