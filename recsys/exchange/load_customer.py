"""A row of the table of customers: what one source says, and the record that follows from all sources."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from kb.catalogue.catalogue import Catalogue
from recsys.customers.statements import record, state
from recsys.events.event import Event
from recsys.events.log import insert_new
from recsys.exchange.rows import CustomerRow, event_id
from recsys.sql import schema as t

SAID = {"name", "phone", "region", "born", "gender", "job", "bank", "union", "document"}


def load_customer(
    connection: sa.Connection, catalogue: Catalogue, row: CustomerRow, now: datetime
) -> Iterator[Event]:
    """The row says what one source knows; the record follows from all sources."""
    where = t.customers.c.id == row.customer_id
    known = connection.scalar(sa.select(t.customers.c.guest).where(where)) is not None
    if not known:
        basis = row.model_dump(include={"name", "phone", "region"})
        insert = t.customers.insert().values(id=row.customer_id, guest=False, story="", created_at=now)
        connection.execute(insert.values(**basis, profile={}))
    terms = row.model_dump(include={"contract_until", "joined"}, exclude_none=row.source != "phone")
    if terms:
        connection.execute(t.customers.update().where(where).values(**terms))
    state(connection, row.customer_id, row.source, row.model_dump(include=SAID, exclude_none=True), now)
    _identify(connection, row)
    if row.plan_id:
        _hold_plan(connection, row.customer_id, row.plan_id, now)
    kind = "customer.updated" if known else "customer.registered"
    payload = {"profile": _profile(connection, catalogue, row, now)}
    yield Event(kind, row.customer_id, now, "system", "system", payload, id=event_id(row))


def _profile(
    connection: sa.Connection, catalogue: Catalogue, row: CustomerRow, now: datetime
) -> dict[str, Any]:
    """What the tags learn: the record that holds now; nothing of the contract that names the person."""
    fields = record(connection, row.customer_id)
    told = {name: fields[name].value for name in ("born", "gender", "region", "job") if name in fields}
    terms = row.model_dump(mode="json", include={"joined", "contract_until"}, exclude_none=True)
    if not row.plan_id:
        return told | terms
    plan = catalogue.plans[row.plan_id]
    return (
        told
        | terms
        | {
            "plan_fee": plan.fee,
            "network": plan.attributes.get("network"),
            "plan_on_sale": plan.sold_on(now.date()),
        }
    )


def _identify(connection: sa.Connection, row: CustomerRow) -> None:
    """An identity that another record has stays there: whether the two are one is not decided here."""
    told = {"phone": row.phone, "app": row.phone, "wechat": row.wechat, "bank": row.bank}
    for kind, value in told.items():
        if value:
            insert_new(
                connection, t.identities, {"kind": kind, "value": value, "customer_id": row.customer_id}
            )


def _hold_plan(connection: sa.Connection, customer_id: str, plan_id: str, now: datetime) -> None:
    s, today = t.subscriptions.c, now.date()
    held = (s.customer_id == customer_id) & (s.line == "mobile") & (s.until.is_(None) | (s.until > today))
    current = connection.scalar(sa.select(s.product_id).where(held))
    if current == plan_id:
        return
    connection.execute(t.subscriptions.update().where(held).values(until=today))
    new = {"customer_id": customer_id, "product_id": plan_id, "line": "mobile", "since": today}
    connection.execute(t.subscriptions.insert().values(**new))
