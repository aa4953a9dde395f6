"""Read one customer from the database."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from recsys.customers.alias import kept_id
from recsys.customers.customer import Customer, Holding, MonthUsage, RiskAssessment
from recsys.engine import Engine
from recsys.sql import schema as t

USAGE_MONTHS = 6  # what decisions look at


class UnknownCustomer(LookupError):
    """There is no such customer; ask who is speaking."""


def customer(engine: Engine, customer_id: str, now: datetime | None = None) -> Customer:
    """The customer as of ``now`` (the present when left out); an id that was merged away means the record
    that goes on. Raises UnknownCustomer.
    """
    day = (now or datetime.now(UTC)).astimezone(engine.settings.zone).date()
    with engine.read() as connection:
        row = _row(connection, customer_id)
        customer_id = row.id
        held = held_on(connection, customer_id, day)
        plan = next((item for item in held if item.line == "mobile"), None)
        return Customer(
            id=row.id,
            name=row.name,
            phone=row.phone,
            region=row.region,
            born=row.born,
            plan_id=plan.product_id if plan else None,
            plan_since=plan.since if plan else None,
            contract_until=row.contract_until,
            subscriptions=tuple(item.product_id for item in held if item.line != "mobile"),
            usage=usage_of(connection, customer_id),
            holdings=_holdings(connection, customer_id),
            risk=_risk(connection, customer_id),
            story=row.story,
        )


def _row(connection: sa.Connection, customer_id: str) -> Any:
    """The alias is asked for only when there is no such row: almost never."""
    query = sa.select(t.customers).where(t.customers.c.id == sa.bindparam("id"))
    row = connection.execute(query, {"id": customer_id}).one_or_none()
    row = row or connection.execute(query, {"id": kept_id(connection, customer_id)}).one_or_none()
    if row is None:
        raise UnknownCustomer(customer_id)
    return row


def held_on(connection: sa.Connection, customer_id: str, day: date) -> list[Any]:
    """Subscription rows (plan included) that are valid on that day, oldest first."""
    s = t.subscriptions.c
    valid = (s.customer_id == customer_id) & (s.since <= day) & (s.until.is_(None) | (s.until > day))
    return list(connection.execute(sa.select(t.subscriptions).where(valid).order_by(s.since, s.id)))


def usage_of(
    connection: sa.Connection, customer_id: str, months: int = USAGE_MONTHS
) -> tuple[MonthUsage, ...]:
    """The last months, oldest first."""
    u = t.usage_months.c
    query = sa.select(t.usage_months).where(u.customer_id == customer_id)
    query = query.order_by(u.month.desc()).limit(months)
    rows = [row._asdict() for row in connection.execute(query)]
    return tuple(MonthUsage(**{k: v for k, v in row.items() if k != "customer_id"}) for row in reversed(rows))


def bills_of(engine: Engine, customer_id: str, months: int = USAGE_MONTHS) -> list[dict[str, Any]]:
    """The last bills as ``{month, plan_id, packs, lines, total}``, oldest first."""
    b = t.bills.c
    query = sa.select(t.bills).where(b.customer_id == customer_id).order_by(b.month.desc()).limit(months)
    with engine.read() as connection:
        rows = [row._asdict() for row in connection.execute(query)]
    return [{k: v for k, v in row.items() if k != "customer_id"} for row in reversed(rows)]


def coming_changes(engine: Engine, customer_id: str, now: datetime) -> list[dict[str, Any]]:
    """What starts or ends after today: ``{product_id, line, on, starts: bool}``, soonest first."""
    day = now.astimezone(engine.settings.zone).date()
    s = t.subscriptions.c
    query = sa.select(t.subscriptions).where(s.customer_id == customer_id, (s.since > day) | (s.until > day))
    with engine.read() as connection:
        rows = list(connection.execute(query))
    starts = [(row.since, True, row) for row in rows if row.since > day]
    ends = [(row.until, False, row) for row in rows if row.until is not None and row.until > row.since]
    changes = sorted(starts + ends, key=lambda change: (change[0], change[2].id))
    return [
        {"product_id": row.product_id, "line": row.line, "on": on, "starts": begins}
        for on, begins, row in changes
    ]


def _holdings(connection: sa.Connection, customer_id: str) -> tuple[Holding, ...]:
    h = t.holdings.c
    query = sa.select(t.holdings).where(h.customer_id == customer_id, h.amount > 0).order_by(h.since, h.id)
    return tuple(Holding(r.product_id, r.amount, r.since, r.matures) for r in connection.execute(query))


def _risk(connection: sa.Connection, customer_id: str) -> RiskAssessment | None:
    a = t.assessments.c
    query = sa.select(t.assessments).where(a.customer_id == customer_id).order_by(a.at.desc(), a.id.desc())
    row = connection.execute(query.limit(1)).one_or_none()
    return None if row is None else RiskAssessment(row.level, row.score, row.at)
