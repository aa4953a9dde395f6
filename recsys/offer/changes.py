"""What a customer ordered, refused or forbade since a moment: what ends open suggestions."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.service.ticket import TROUBLE
from recsys.sql import schema as t


@dataclass(frozen=True, slots=True)
class Changes:
    """``products`` are not to be suggested any more; ``everything`` when nothing is to be sold now."""

    products: tuple[str, ...] = ()
    everything: bool = False


def changes_since(engine: Engine, customer_id: str, since: datetime) -> Changes:
    """Read from SQL alone, so that it is exact whether Redis and the worker run or not."""
    o, r, c, k = t.orders.c, t.refusals.c, t.consents.c, t.tickets.c
    ordered = sa.select(o.product_id).where(o.customer_id == customer_id, o.at > since)
    refused = sa.select(r.product_id).where(r.customer_id == customer_id, r.at > since)
    forbade = sa.select(c.id).where(
        c.customer_id == customer_id, c.at > since, c.purpose == "marketing", c.given.is_(False)
    )
    complained = sa.select(k.id).where(k.customer_id == customer_id, k.opened_at > since, k.kind.in_(TROUBLE))
    with engine.read() as connection:
        products = {*connection.scalars(ordered), *connection.scalars(refused)}
        stopped = any(connection.scalar(query.limit(1)) is not None for query in (forbade, complained))
    return Changes(tuple(sorted(products)), stopped)
