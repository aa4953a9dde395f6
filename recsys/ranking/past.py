"""What was shown, refused and complained about lately, as far as it bears on the next offer."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import sqlalchemy as sa

from kb.catalogue.schema import Item
from recsys.contacts.contact import Contact
from recsys.events.event import Event
from recsys.events.store import event_of
from recsys.ranking.table import Table, ranking
from recsys.ranking.worth import Burden
from recsys.sql import schema as t

SHOWN, DECLINED, SENT = "recommendation.shown", "recommendation.declined", "push.sent"
TYPES = (SHOWN, DECLINED, SENT, "complaint.raised")
REFUSED = ("营销接触", "拒绝")
_AT = t.events.c.at
_HAPPENED = (
    sa.select(t.events)
    .where(
        t.events.c.customer_id == sa.bindparam("id"),
        t.events.c.type.in_(TYPES),
        sa.bindparam("since", type_=_AT.type) < _AT,
        sa.bindparam("now", type_=_AT.type) >= _AT,
    )
    .order_by(_AT, t.events.c.seq)
)


@dataclass(frozen=True, slots=True)
class Past:
    """``seen``: product → times within the window; ``declined``: product → the last day."""

    seen: Mapping[str, int] = field(default_factory=dict)
    declined: Mapping[str, date] = field(default_factory=dict)
    burden: Burden = field(default_factory=Burden)


def past_events(connection: sa.Connection, customer_id: str, now: datetime) -> tuple[Event, ...]:
    """What the log says of it, up to ``now``, oldest first."""
    table = ranking()
    days = max(table["annoyance"]["complaint_days"], table["seen"]["days"], *table["declined_days"].values())
    moments = {"since": now - timedelta(days=days), "now": now}
    rows = connection.execute(_HAPPENED, {"id": customer_id, **moments})
    return tuple(event_of(row) for row in rows)


def past(events: Iterable[Event], contacts: Sequence[Contact], now: datetime, table: Table) -> Past:
    """What is known of the past at ``now`` from events and contacts up to then, oldest first."""
    known, rates = list(events), table["annoyance"]

    def since(days: int, *types: str) -> list[Event]:
        return [event for event in known if event.type in types and event.at > now - timedelta(days=days)]

    shown = since(table["seen"]["days"], SHOWN, SENT)
    pitches = [event for event in since(rates["pitch_days"], SHOWN, SENT) if _unasked(event)]
    declined_since = now - timedelta(days=rates["declined_days"])
    refused = sum((one.kind, one.result) == REFUSED and one.at > declined_since for one in contacts)
    return Past(
        seen=dict(sorted(Counter(product for event in shown for product in _products(event)).items())),
        declined={
            product: event.at.date()
            for event in known
            if event.type == DECLINED and not event.payload.get("put_off")
            for product in sorted(_products(event))
        },
        burden=Burden(
            pitches=len(pitches),
            declined=len(since(rates["declined_days"], DECLINED)) + refused,
            complaints=len(since(rates["complaint_days"], "complaint.raised")),
        ),
    )


def fresh(item: Item, past: Past, table: Table) -> int | None:
    """How much of the chance is left after so many showings, in ppm; none when it was seen enough."""
    times, left = past.seen.get(item.id, 0), table["seen"]["fresh"]
    return int(left[times]) if times < len(left) else None


def resting(item: Item, past: Past, lines: Mapping[str, str], day: date, table: Table) -> bool:
    """Whether it was refused lately, or something of its line quite lately; ``lines`` by product."""
    line = line_of(item)
    days = timedelta(days=table["declined_days"][line])
    whole = days / table["line_rests"]
    return any(
        day - on < (days if product == item.id else whole)
        for product, on in past.declined.items()
        if product == item.id or lines.get(product) == line
    )


def line_of(item: Item) -> str:
    """mobile, pack, broadband, service or wealth."""
    return str(getattr(item, "line", ""))


def _unasked(event: Event) -> bool:
    return event.type == SENT or event.payload.get("line") == "offer"


def _products(event: Event) -> set[str]:
    named = event.payload.get("product_ids") or [event.payload.get("product_id")]
    return {str(product) for product in named if product}
