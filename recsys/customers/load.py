"""Read one customer from the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from recsys.customers.alias import kept_id
from recsys.customers.customer import Customer, Holding, MonthUsage, RiskAssessment
from recsys.engine import Engine
from recsys.sql import schema as t

USAGE_MONTHS = 6  # what decisions look at
_ID: sa.BindParameter[str] = sa.bindparam("id")
_DAY = sa.bindparam("day", type_=sa.Date)

# Written once: SQLAlchemy takes longer to put a statement together than SQLite to answer it.
_CUSTOMER = sa.select(t.customers).where(t.customers.c.id == _ID)
_SUBSCRIBED = (
    sa.select(t.subscriptions)
    .where(
        t.subscriptions.c.customer_id == _ID,
        (t.subscriptions.c.since > _DAY)
        | t.subscriptions.c.until.is_(None)
        | (t.subscriptions.c.until > _DAY),
    )
    .order_by(t.subscriptions.c.since, t.subscriptions.c.id)
)
_USED = (
    sa.select(*(t.usage_months.c[name] for name in MonthUsage.__dataclass_fields__))
    .where(t.usage_months.c.customer_id == _ID)
    .order_by(t.usage_months.c.month.desc())
    .limit(sa.bindparam("months", type_=sa.Integer))
)
_HELD = (
    sa.select(*(t.holdings.c[name] for name in Holding.__dataclass_fields__))
    .where(t.holdings.c.customer_id == _ID, t.holdings.c.amount > 0)
    .order_by(t.holdings.c.since, t.holdings.c.id)
)
_ASSESSED = (
    sa.select(*(t.assessments.c[name] for name in RiskAssessment.__dataclass_fields__))
    .where(t.assessments.c.customer_id == _ID)
    .order_by(t.assessments.c.at.desc(), t.assessments.c.id.desc())
    .limit(1)
)


class UnknownCustomer(LookupError):
    """There is no such customer; ask who is speaking."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Ordered, and not begun yet."""

    id: int
    product_id: str
    since: date


@dataclass(frozen=True, slots=True)
class Record:
    """A customer as of a day, with what else stands in the same rows; ``coming`` soonest first."""

    customer: Customer
    profile: Mapping[str, Any]
    coming: tuple[Coming, ...]


def customer(
    engine: Engine, customer_id: str, now: datetime | None = None, months: int = USAGE_MONTHS
) -> Customer:
    """The customer as of ``now`` (the present when left out), with so many ``months`` of use; an id that was
    merged away means the record that goes on. Raises UnknownCustomer.
    """
    day = (now or datetime.now(UTC)).astimezone(engine.settings.zone).date()
    with engine.read() as connection:
        return record_in(connection, customer_id, day, months).customer


def record_in(connection: sa.Connection, customer_id: str, day: date, months: int = USAGE_MONTHS) -> Record:
    """The same and more, as the transaction sees it. Raises UnknownCustomer."""
    row = _row(connection, customer_id)
    rows = list(connection.execute(_SUBSCRIBED, {"id": row.id, "day": day}))
    held = [item for item in rows if item.since <= day]
    plan = next((item for item in held if item.line == "mobile"), None)
    found = Customer(
        id=row.id,
        name=row.name,
        phone=row.phone,
        region=row.region,
        born=row.born,
        plan_id=plan.product_id if plan else None,
        plan_since=plan.since if plan else None,
        contract_until=row.contract_until,
        subscriptions=tuple(item.product_id for item in held if item.line != "mobile"),
        usage=_used(connection, row.id, months),
        holdings=tuple(Holding(*item) for item in connection.execute(_HELD, {"id": row.id})),
        risk=_risk(connection, row.id),
        story=row.story,
    )
    coming = (Coming(item.id, item.product_id, item.since) for item in rows if item.since > day)
    return Record(found, row.profile or {}, tuple(coming))


def held_on(connection: sa.Connection, customer_id: str, day: date) -> list[Any]:
    """Subscription rows (plan included) that are valid on that day, oldest first."""
    rows = connection.execute(_SUBSCRIBED, {"id": customer_id, "day": day})
    return [row for row in rows if row.since <= day]


def _row(connection: sa.Connection, customer_id: str) -> Any:
    """The alias is asked for only when there is no such row: almost never."""
    row = connection.execute(_CUSTOMER, {"id": customer_id}).one_or_none()
    row = row or connection.execute(_CUSTOMER, {"id": kept_id(connection, customer_id)}).one_or_none()
    if row is None:
        raise UnknownCustomer(customer_id)
    return row


def _used(connection: sa.Connection, customer_id: str, months: int) -> tuple[MonthUsage, ...]:
    """The last months, oldest first."""
    rows = connection.execute(_USED, {"id": customer_id, "months": months}).all()
    return tuple(MonthUsage(*row) for row in reversed(rows))


def _risk(connection: sa.Connection, customer_id: str) -> RiskAssessment | None:
    """The latest one."""
    row = connection.execute(_ASSESSED, {"id": customer_id}).one_or_none()
    return None if row is None else RiskAssessment(*row)


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
