"""White, grey and black lists: who put whom on which, for what, why, and until when.

White opens what is sold by admission only, grey warns the agent, black means never. An entry counts from
``since`` up to ``until``, or up to the moment at which it was ended early; nothing later.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.sql import schema as t

List = Literal["white", "grey", "black"]
LISTS: tuple[List, ...] = ("black", "grey", "white")  # of several on one product the first counts
_MINE = (
    sa.select(t.listings)
    .where(t.listings.c.customer_id == sa.bindparam("id"))
    .order_by(t.listings.c.since.desc(), t.listings.c.id)
)
TITLES: dict[List, str] = {"white": "白名单", "grey": "灰名单", "black": "黑名单"}
EVERYTHING = "*"  # as product: all of them; an entry for the product itself comes before it


class ListError(ValueError):
    """The entry cannot be made; the message says, in Chinese, what to correct."""


class UnknownEntry(LookupError):
    """There is no such entry, or it has ended."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``until`` is the first moment at which it no longer counts."""

    id: str
    customer_id: str
    product_id: str
    list: List
    reason: str
    department: str
    staff_id: str
    since: datetime
    until: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None

    def counts(self, now: datetime) -> bool:
        """Whether it counts at that very moment."""
        end = self.until if self.ended_at is None else min(self.until, self.ended_at)
        return self.since <= now < end


def admission(entries: Iterable[Entry], now: datetime) -> dict[str, List]:
    """Product id or "*" → the list that counts at ``now``; the strictest of several."""
    found: dict[str, List] = {}
    for entry in sorted(entries, key=lambda entry: LISTS.index(entry.list), reverse=True):
        if entry.counts(now):
            found[entry.product_id] = entry.list
    return found


def entries_of(connection: sa.Connection, customer_id: str) -> list[Entry]:
    """Every entry of the customer, ended ones too, newest first."""
    return [_entry(row) for row in connection.execute(_MINE, {"id": customer_id})]


def add(engine: Engine, entry: Entry, now: datetime) -> None:
    """Put somebody on a list, with its line in the audit trail. Raises ListError."""
    with engine.write() as connection:
        if trouble := fault(connection, engine, entry, now):
            raise ListError(trouble)
        insert(connection, entry)
        _audit(connection, "list.add", entry, entry.staff_id, now)


def insert(connection: sa.Connection, entry: Entry) -> None:
    """The row alone."""
    connection.execute(t.listings.insert().values(**row_of(entry)))


def row_of(entry: Entry) -> dict[str, Any]:
    """An entry as a row of the table."""
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def new_entry(customer_id: str, product_id: str, list: List, reason: str, **rest: Any) -> Entry:
    """An entry with an id of its own; ``rest``: department, staff_id, since, until."""
    return Entry(new_id("l"), customer_id, product_id, list, reason.strip(), **rest)


def end(engine: Engine, entry_id: str, staff_id: str, now: datetime) -> Entry:
    """The entry counts no longer, from ``now`` on. Raises UnknownEntry, also when it has ended already."""
    with engine.write() as connection:
        row = connection.execute(sa.select(t.listings).where(t.listings.c.id == entry_id)).one_or_none()
        if row is None or row.ended_at is not None or row.until <= now:
            raise UnknownEntry(entry_id)
        mine = t.listings.update().where(t.listings.c.id == entry_id)
        connection.execute(mine.values(ended_at=now, ended_by=staff_id))
        entry = replace(_entry(row), ended_at=now, ended_by=staff_id)
        _audit(connection, "list.end", entry, staff_id, now)
    return entry


def search(
    engine: Engine, now: datetime, *, words: str = "", name: str = "", limit: int = 200
) -> list[Entry]:
    """What counts at ``now`` or will: by customer, product, reason or department; those that end first."""
    c = t.listings.c
    query = sa.select(t.listings).where(c.until > now, c.ended_at.is_(None))
    if name:
        query = query.where(c.list == name)
    if words:
        fields = (c.customer_id, c.product_id, c.reason, c.department)
        query = query.where(sa.or_(*(field.contains(words, autoescape=True) for field in fields)))
    with engine.read() as connection:
        return [_entry(row) for row in connection.execute(query.order_by(c.until, c.id).limit(limit))]


def fault(connection: sa.Connection, engine: Engine, entry: Entry, now: datetime) -> str | None:
    """Why the entry cannot be made, or none."""
    known = sa.select(t.customers.c.id).where(t.customers.c.id == entry.customer_id)
    if connection.scalar(known) is None:
        return "没有这位客户,请检查客户编号。"
    if entry.product_id != EVERYTHING and entry.product_id not in engine.catalogue.items:
        return "产品目录里没有这个产品,请填产品编号,或填 * 表示全部产品。"
    if len(entry.reason) < 2:
        return "请写明原因,至少两个字。"
    if entry.until <= max(entry.since, now):
        return "到期时间要晚于现在和开始时间。"
    if any(_repeats(entry, one) for one in entries_of(connection, entry.customer_id)):
        return f"这位客户这段时间已经在{TITLES[entry.list]}里(同一产品);要改日期或原因,请先提前结束那一条。"
    return None


def _repeats(entry: Entry, known: Entry) -> bool:
    """Whether another entry says the same of the same product at some moment of both."""
    same = (known.product_id, known.list) == (entry.product_id, entry.list)
    end = known.until if known.ended_at is None else min(known.until, known.ended_at)
    return same and entry.id != known.id and entry.since < end and known.since < entry.until


def _entry(row: Any) -> Entry:
    return Entry(**row._asdict())


def _audit(connection: sa.Connection, action: str, entry: Entry, staff_id: str, now: datetime) -> None:
    detail = {"entry": entry.id, "product": entry.product_id, "list": entry.list, "reason": entry.reason}
    row = {"at": now, "staff_id": staff_id, "action": action, "object": entry.customer_id, "detail": detail}
    connection.execute(t.audit.insert().values(**row))
