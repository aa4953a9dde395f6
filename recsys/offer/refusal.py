"""Offers that a customer did not want: written down at once, and not brought up again for a while."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from recsys.contacts.pending import cancel_pending
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import enqueue
from recsys.sql import schema as t
from recsys.sql.lock import customer_lock, hold

CODE = "declined"
_NOW = sa.bindparam("now", type_=t.refusals.c.at.type)
_RESTS = (
    sa.select(t.refusals.c.product_id, sa.func.max(t.refusals.c.until, type_=t.refusals.c.until.type))
    .where(t.refusals.c.customer_id == sa.bindparam("id"), t.refusals.c.at <= _NOW, t.refusals.c.until > _NOW)
    .group_by(t.refusals.c.product_id)
)


def decline(engine: Engine, event: Event, product_ids: Sequence[str], *, put_off: bool = False) -> bool:
    """Keep the refusal, cancel what was planned for these products and publish ``event``, in one transaction.

    ``event`` is a recommendation.declined; the same one again changes nothing and returns false.
    ``put_off``: the customer wants to think it over, which rests for some days only.
    """
    items = [engine.catalogue.items[id] for id in dict.fromkeys(product_ids) if id in engine.catalogue.items]
    lines = {item.id: str(getattr(item, "line", "")) for item in items}
    payload = {**event.payload, "line": next(iter(lines.values()), None), "put_off": put_off}
    told = Event(**{name: getattr(event, name) for name in Event.__dataclass_fields__} | {"payload": payload})
    with engine.write() as connection:
        hold(connection, customer_lock(event.customer_id))
        if not enqueue(connection, [told])[0]:
            return False
        rows = [_row(event, id, line, put_off) for id, line in lines.items()]
        if rows:
            connection.execute(t.refusals.insert(), rows)
            enqueue(connection, cancel_pending(connection, event.customer_id, CODE, event.at, list(lines)))
    return True


def declined_of(connection: sa.Connection, customer_id: str, now: datetime) -> dict[str, datetime]:
    """What rests at ``now``, and until when."""
    rests = connection.execute(_RESTS, {"id": customer_id, "now": now})
    return {product_id: until for product_id, until in rests}


def _row(event: Event, product_id: str, line: str, put_off: bool) -> dict[str, Any]:
    days = table()["put_off"] if put_off else table()["declined"].get(line, 30)
    return {
        "event_id": event.id,
        "product_id": product_id,
        "customer_id": event.customer_id,
        "channel": event.channel,
        "at": event.at,
        "until": event.at + timedelta(days=days),
    }


@cache
def table() -> dict[str, Any]:
    """What ``cooling.yml`` says."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cooling.yml").read_text("utf-8"))
    return loaded
