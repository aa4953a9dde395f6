"""The contact timeline of a customer: filtered, page by page, counted."""

import base64
import json
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa

from recsys.contacts.contact import Contact
from recsys.contacts.store import contact_in
from recsys.engine import Engine
from recsys.sql import schema as t

FACETS = ("kind", "channel", "department", "business_type", "handled_by", "result")
Cursor = tuple[datetime, str]  # time and id of the last row seen: rows that come later change no page


class BadCursor(ValueError):
    """It does not come from an earlier page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contacts; ``chosen`` by the names in FACETS, any of the values; ``text`` is in the content."""

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None
    text: str = ""

    def clauses(self, customer_id: str, *, besides: str = "") -> list[sa.ColumnElement[bool]]:
        """For a query on contacts; ``besides`` leaves one facet open."""
        c = t.contacts.c
        found = [c.customer_id == customer_id]
        found += [c[name].in_(some) for name, some in self.chosen.items() if some and name != besides]
        found += [c.at >= self.since] if self.since else []
        found += [c.at < self.until] if self.until else []
        return found + ([c.content.contains(self.text, autoescape=True)] if self.text else [])


EVERYTHING = Wanted()


def contacts_of(
    engine: Engine, customer_id: str, *, limit: int = 50, kind: str | None = None
) -> list[Contact]:
    """The latest contacts in all channels, newest first."""
    return page(engine, customer_id, Wanted({"kind": (kind,)} if kind else {}), limit=limit)[0]


def page(
    engine: Engine, customer_id: str, wanted: Wanted, *, after: str | None = None, limit: int = 50
) -> tuple[list[Contact], str | None]:
    """Newest first, and the cursor of the next page or none. Raises BadCursor."""
    c = t.contacts.c
    query = sa.select(t.contacts).where(*wanted.clauses(customer_id))
    if after is not None:
        at, event_id = _read(after)
        query = query.where((c.at < at) | ((c.at == at) & (c.event_id > event_id)))
    with engine.read() as connection:
        rows = list(connection.execute(query.order_by(c.at.desc(), c.event_id).limit(limit + 1)))
    shown = [contact_in(row) for row in rows[:limit]]
    return shown, _write(shown[-1]) if len(rows) > limit else None


def tally(engine: Engine, customer_id: str, wanted: Wanted) -> dict[str, list[tuple[str, int]]]:
    """Per facet how many rows each value would show, the other filters applied; most first."""
    c, counts = t.contacts.c, sa.func.count().label("n")
    found = {}
    with engine.read() as connection:
        for name in FACETS:
            mine = wanted.clauses(customer_id, besides=name)
            rows = connection.execute(sa.select(c[name], counts).where(*mine).group_by(c[name]))
            found[name] = sorted(((row[0], row.n) for row in rows), key=lambda one: (-one[1], one[0]))
    return found


def by_month(
    engine: Engine, customer_id: str, wanted: Wanted, facet: str = "kind"
) -> dict[str, dict[str, int]]:
    """``{YYYY-MM: {value: count}}`` in the customers' own months, oldest first."""
    c, found = t.contacts.c, dict[str, dict[str, int]]()
    query = sa.select(c.at, c[facet]).where(*wanted.clauses(customer_id)).order_by(c.at)
    with engine.read() as connection:
        for at, value in connection.execute(query):
            month = found.setdefault(f"{at.astimezone(engine.settings.zone):%Y-%m}", {})
            month[value] = month.get(value, 0) + 1
    return found


def _write(last: Contact) -> str:
    said = json.dumps([last.at.isoformat(), last.event_id], ensure_ascii=False)
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _read(cursor: str) -> Cursor:
    try:
        at, event_id = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return datetime.fromisoformat(at), str(event_id)
    except (ValueError, TypeError) as error:
        raise BadCursor(cursor) from error
