"""Load checked rows: what they change and the events that tell of it are one transaction."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time
from itertools import chain, groupby
from typing import Any

import sqlalchemy as sa

from kb.catalogue.catalogue import Catalogue
from recsys.customers.alias import kept_ids
from recsys.customers.statements import document_hash
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import AT_ONCE, enqueue, insert_new
from recsys.exchange.load_customer import load_customer
from recsys.exchange.rows import (
    ConsentRow,
    ContactRow,
    CustomerRow,
    HoldingRow,
    ListRow,
    Row,
    UsageRow,
    event_id,
)
from recsys.exchange.standing import new_among
from recsys.exchange.usage import bill_months
from recsys.settings import Settings
from recsys.sql import schema as t

Progress = Callable[[int], object]


def load(
    engine: Engine, rows: Sequence[Row], now: datetime, progress: Progress = lambda done: None
) -> tuple[int, int]:
    """All rows or none; returns rows and new events. The same rows again publish nothing new.

    Customer by customer, each one's rows in their order: so tags are read and written once for many rows.
    """
    published = 0
    with engine.write() as connection:
        rows = sorted(_as_kept(connection, engine.settings, rows), key=lambda row: row.customer_id)
        for some in _together(rows):
            new = new_among(connection, some)
            months = [row for row in new if isinstance(row, UsageRow)]
            published += sum(enqueue(connection, list(bill_months(connection, engine.catalogue, months))))
            told = (_LOADERS[type(row)](connection, engine.catalogue, row, now) for row in new)
            published += sum(enqueue(connection, list(chain.from_iterable(told))))
            progress(len(some))
    return len(rows), published


def _together(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """About ``AT_ONCE`` at once, never the rows of a customer apart."""
    some: list[Row] = []
    for _, own in groupby(rows, key=lambda row: row.customer_id):
        some += own
        if len(some) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _as_kept(connection: sa.Connection, settings: Settings, rows: Sequence[Row]) -> list[Row]:
    """Ids that were merged away mean the record that goes on; document numbers become their hashes."""
    changed = kept_ids(connection, (row.customer_id for row in rows))
    return [_hashed(row, settings, changed.get(row.customer_id, row.customer_id)) for row in rows]


def _hashed(row: Row, settings: Settings, customer_id: str) -> Row:
    told: dict[str, Any] = {} if row.customer_id == customer_id else {"customer_id": customer_id}
    if isinstance(row, CustomerRow) and row.document:
        told["document"] = document_hash(settings, row.document)
    return row.model_copy(update=told) if told else row


def _month(
    connection: sa.Connection, _catalogue: Catalogue, row: UsageRow, _now: datetime
) -> Iterator[Event]:
    """The row alone; what it costs is told by ``bill_months`` for all months together."""
    u = t.usage_months.c
    same = (u.customer_id == row.customer_id) & (u.month == row.month)
    connection.execute(t.usage_months.delete().where(same))
    connection.execute(t.usage_months.insert().values(**row.model_dump()))
    return iter(())


def _holding(
    connection: sa.Connection, catalogue: Catalogue, row: HoldingRow, _now: datetime
) -> Iterator[Event]:
    h = t.holdings.c
    same = (h.customer_id == row.customer_id) & (h.product_id == row.product_id) & (h.since == row.since)
    connection.execute(t.holdings.delete().where(same))
    connection.execute(t.holdings.insert().values(**row.model_dump()))
    item = catalogue.wealth[row.product_id]
    payload = {
        "product_id": item.id,
        "kind": item.kind,
        "risk": item.risk,
        "amount": row.amount,
        "matures": row.matures.isoformat() if row.matures else None,
    }
    at = datetime.combine(row.since, time(4), UTC)
    yield Event("holding.opened", row.customer_id, at, "system", "system", payload, id=event_id(row))


def _consent(
    connection: sa.Connection, _catalogue: Catalogue, row: ConsentRow, _now: datetime
) -> Iterator[Event]:
    c, proof = t.consents.c, {"text": row.proof, "event_id": event_id(row)}
    same = (c.customer_id == row.customer_id) & (c.channel == row.channel) & (c.purpose == row.purpose)
    connection.execute(t.consents.delete().where(same & (c.at == row.at)))
    values = row.model_dump(exclude={"proof"})
    connection.execute(t.consents.insert().values(**values, proof=proof))
    payload = {"channel": row.channel, "purpose": row.purpose, "proof": proof}
    kind = "consent.given" if row.given else "consent.withdrawn"
    yield Event(kind, row.customer_id, row.at, "system", "system", payload, id=event_id(row))


def _contact(
    _connection: sa.Connection, _catalogue: Catalogue, row: ContactRow, _now: datetime
) -> Iterator[Event]:
    payload = row.model_dump(exclude={"customer_id", "at", "channel"}, exclude_none=True)
    yield Event("contact.made", row.customer_id, row.at, row.channel, "system", payload, id=event_id(row))


def _list(connection: sa.Connection, _catalogue: Catalogue, row: ListRow, now: datetime) -> Iterator[Event]:
    """What stands there already is the same entry; whoever ended it early keeps the last word."""
    entry = row.model_dump() | {"since": row.since or now, "staff_id": "import", "id": f"l_{event_id(row)}"}
    c = t.listings.c
    same = [c[name] == entry[name] for name in ("customer_id", "product_id", "list", "since", "until")]
    if connection.scalar(sa.select(c.id).where(*same)) is None:
        insert_new(connection, t.listings, entry)
    return iter(())


_LOADERS: dict[type[Row], Callable[[sa.Connection, Catalogue, Any, datetime], Iterator[Event]]] = {
    CustomerRow: load_customer,
    UsageRow: _month,
    HoldingRow: _holding,
    ConsentRow: _consent,
    ContactRow: _contact,
    ListRow: _list,
}
