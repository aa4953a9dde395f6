"""What happened before, as far as it bears on whether a complaint goes further."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.service.ticket import OPEN
from recsys.sql import schema as t

QUARTER, WEEK = timedelta(days=90), timedelta(days=7)
TITLES = {
    "complaints": "近90天投诉{}次",
    "open": "有{}件未办结",
    "week": "7天内联系{}次",
    "handoffs": "7天内要求人工{}次",
}


@dataclass(frozen=True, slots=True)
class Past:
    """Complaints in a quarter, open tickets; contacts and wishes for a person in a week."""

    complaints: int = 0
    open: int = 0
    week: int = 0
    handoffs: int = 0


def past_of(engine: Engine, customer_id: str, now: datetime) -> Past:
    """Counted from tickets and events."""
    e, k = t.events.c, t.tickets.c

    def happened(kind: str, since: timedelta) -> sa.ColumnElement[int]:
        mine = (e.customer_id == customer_id) & (e.type == kind) & (e.at > now - since) & (e.at <= now)
        return sa.select(sa.func.count()).where(mine).scalar_subquery()

    running = sa.select(sa.func.count()).where(
        k.customer_id == customer_id, k.kind != "privacy", k.state.in_(OPEN)
    )
    query = sa.select(
        happened("complaint.raised", QUARTER),
        running.scalar_subquery(),
        happened("contact.made", WEEK),
        happened("handoff.requested", WEEK),
    )
    with engine.read() as connection:
        return Past(*connection.execute(query).one())
