"""From events to the timeline: one row per matter, whose result follows what becomes of it.

Pure but for the ``Timeline`` it is given, and the same for the worker, a replay and a model's training:
``follow`` looks only at rows of the event's own ticket or push, conversation, or latest marketing contact.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from recsys.contacts.contact import Contact, contact_of, table
from recsys.contacts.matter import ASKED, COMPLAINT, begin, latest, outcome
from recsys.contacts.rows import Timeline
from recsys.contacts.served import answered, person_came, person_wanted, person_went
from recsys.events.event import Event

ANSWER_TO_PUSH = timedelta(days=7)  # an opt-out within a week of a push is the answer to it


def follow(rows: Timeline, event: Event) -> None:
    """Begin the rows that the event begins, and change those that it says something of."""
    steps().get(event.type, begin)(rows, event)


def follow_all(events: Iterable[Event]) -> list[Contact]:
    """The timeline of some events in their order, oldest first."""
    rows = Timeline()
    for event in events:
        follow(rows, event)
    return sorted(rows.contacts.values(), key=lambda one: (one.at, one.event_id))


def _asked(rows: Timeline, event: Event) -> None:
    """The same matter again in a conversation is one row; its ticket may have come first."""
    contact = contact_of(event)
    if contact is None:
        return
    same = [one for one in rows.of_conversation(event.conversation_id) if _is_about(one, contact)]
    if not same:
        rows.put(contact)
        return
    known = latest(same)
    kind = contact.kind if (known.kind, contact.kind) == ("业务查询", "咨询") else known.kind
    rows.put(replace(known, kind=kind, times=known.times + 1, changed_at=event.at))


def _is_about(known: Contact, asked: Contact) -> bool:
    topic, names = asked.business_type, table()
    if known.business_type == topic:
        return known.kind in ASKED or topic in names["takes_over"].values()
    return known.kind == COMPLAINT and topic in names["trouble"]


def _take_over(rows: Timeline, event: Event) -> None:
    """A ticket or the like takes over the matter of its conversation that it came out of."""
    contact = contact_of(event)
    if contact is None or rows.of_ref(contact.ref) is not None:
        return
    topic = table()["takes_over"][event.type]
    mine = [one for one in rows.of_conversation(event.conversation_id) if one.kind in ASKED]
    before = [one for one in mine if one.business_type == topic]
    if before:
        known = latest(before)
        contact = replace(contact, event_id=known.event_id, at=known.at, times=known.times)
    rows.put(contact)


def _ordered(rows: Timeline, event: Event) -> None:
    begin(rows, event)
    _decided(rows, event, "已办理")


def _declined(rows: Timeline, event: Event) -> None:
    _decided(rows, event, "已拒绝")


def _decided(rows: Timeline, event: Event, result: str) -> None:
    """What the customer did settles the question it came out of."""
    family = table()["sold_as"].get(event.payload.get("line"), [])
    for one in rows.of_conversation(event.conversation_id):
        if one.kind in ASKED and one.business_type in family and one.result != "已办理":
            rows.put(replace(one, result=result, changed_at=event.at))


def _opted_out(rows: Timeline, event: Event) -> None:
    """A refusal of marketing answers the push before it; said in a conversation it is a matter of its own."""
    if event.payload.get("purpose") != "marketing":
        return
    sent = [one for one in rows.pushes(event.customer_id) if event.at - one.at <= ANSWER_TO_PUSH]
    reached = [one for one in sent if one.ref and one.result not in table()["unreached"]]
    if reached:
        known = latest(reached)
        rows.put(replace(known, result=outcome(known.result, "已退订"), changed_at=event.at))
    if event.conversation_id:
        _take_over(rows, event)


@cache
def steps() -> dict[str, Callable[[Timeline, Event], None]]:
    """What is done with which event; these may change other rows of their conversation."""
    return {
        "intent.recognised": _asked,
        **dict.fromkeys(table()["takes_over"], _take_over),
        "message.sent": answered,
        "order.placed": _ordered,
        "order.cancelled": _ordered,
        "recommendation.declined": _declined,
        "handoff.requested": person_wanted,
        "handoff.accepted": person_came,
        "handoff.ended": person_went,
        "consent.withdrawn": _opted_out,
    }
