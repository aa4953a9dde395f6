"""A row of the timeline: how it begins, what a ticket or push makes of it, and which result counts."""

from collections.abc import Iterable
from dataclasses import replace

from recsys.contacts.contact import Contact, contact_of, ref_of, table
from recsys.contacts.rows import Timeline
from recsys.events.event import Event

ASKED = ("咨询", "业务查询")
COMPLAINT = "投诉"


def outcome(before: str, after: str) -> str:
    """The result that counts: what says less never replaces what says more."""
    order = table()["stronger"]
    if before in order and after in order:
        return max(before, after, key=order.index)
    return after


def begin(rows: Timeline, event: Event) -> None:
    """A row for what happened, unless it goes on in one that there is."""
    known = rows.of_ref(ref_of(event))
    if known is not None:
        _became(rows, known, event)
    elif (contact := contact_of(event)) is not None:
        rows.put(contact)


def _became(rows: Timeline, known: Contact, event: Event) -> None:
    """What a ticket or push has come to, who settled it, and why it failed."""
    result = table()["outcomes"].get(event.type)
    if result is None:
        return
    who = str(event.payload.get("handled_by") or known.handled_by)
    became, why = outcome(known.result, result), event.payload.get("why")
    content = f"{known.content}({why})" if why and became == result else known.content
    rows.put(replace(known, result=became, handled_by=who, content=content, changed_at=event.at))


def latest(rows: Iterable[Contact]) -> Contact:
    """The one that was spoken of last; the same whatever order they come in."""
    return max(rows, key=lambda one: (one.changed_at or one.at, one.at, one.event_id))
