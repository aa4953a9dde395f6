"""The contact timeline of a customer."""

import sqlalchemy as sa

from recsys.contacts.contact import Contact
from recsys.engine import Engine
from recsys.sql import schema as t


def contacts_of(
    engine: Engine, customer_id: str, *, limit: int = 50, kind: str | None = None
) -> list[Contact]:
    """The latest contacts in all channels, newest first."""
    c = t.contacts.c
    query = sa.select(t.contacts).where(c.customer_id == customer_id)
    if kind is not None:
        query = query.where(c.kind == kind)
    with engine.read() as connection:
        rows = connection.execute(query.order_by(c.at.desc(), c.event_id).limit(limit))
        return [Contact(**row._asdict()) for row in rows]
