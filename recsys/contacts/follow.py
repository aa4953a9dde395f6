"""From events to the timeline: one row per matter, whose result follows what becomes of it.

Pure but for the ``Timeline`` it is given, and the same for the worker, a replay and a model's training:
``follow`` looks only at rows of the event's own ticket or push, conversation, or latest marketing contact.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from functools import cache

from recsys.contacts.contact import Contact, contact_of, ref_of, table
from recsys.contacts.rows import Timeline
from recsys.events.event import Event

ASKED = ("咨询", "业务查询")
COMPLAINT, TAKEN_IN = "投诉", ("已受理", "已报修")
ANSWER_TO_PUSH = timedelta(days=7)  # an opt-out within a week of a push is the answer to it
OPEN = ("处理中", "转人工", "人工处理中")
SAID_BY_PEOPLE, GIVEN_UP = "人工已答复", "未解决"


def follow(rows: Timeline, event: Event) -> None:
    """Begin the rows that the event begins, and change those that it says something of."""
    steps().get(event.type, _begin)(rows, event)


def follow_all(events: Iterable[Event]) -> list[Contact]:
    """The timeline of some events in their order, oldest first."""
    rows = Timeline()
    for event in events:
        follow(rows, event)
    return sorted(rows.contacts.values(), key=lambda one: (one.at, one.event_id))


def outcome(before: str, after: str) -> str:
    """The result that counts: what says less never replaces what says more."""
    order = table()["stronger"]
    if before in order and after in order:
        return max(before, after, key=order.index)
    return after


def _begin(rows: Timeline, event: Event) -> None:
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


def _asked(rows: Timeline, event: Event) -> None:
    """The same matter again in a conversation is one row; its ticket may have come first."""
    contact = contact_of(event)
    if contact is None:
        return
    same = [one for one in rows.of_conversation(event.conversation_id) if _is_about(one, contact)]
    if not same:
        rows.put(contact)
        return
    known = _latest(same)
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
        known = _latest(before)
        contact = replace(contact, event_id=known.event_id, at=known.at, times=known.times)
    rows.put(contact)


def _answered(rows: Timeline, event: Event) -> None:
    """The bot or an agent has said something: what was open is answered, by them."""
    by_agent = event.actor == "agent"
    for one in rows.of_conversation(event.conversation_id):
        if one.kind not in ASKED or one.result not in (OPEN if by_agent else OPEN[:1]):
            continue
        answered = replace(one, result="已答复", changed_at=event.at)
        rows.put(_served(replace(one, result=SAID_BY_PEOPLE), event) if by_agent else answered)


def _ordered(rows: Timeline, event: Event) -> None:
    _begin(rows, event)
    _decided(rows, event, "已办理")


def _declined(rows: Timeline, event: Event) -> None:
    _decided(rows, event, "已拒绝")


def _decided(rows: Timeline, event: Event, result: str) -> None:
    """What the customer did settles the question it came out of."""
    family = table()["sold_as"].get(event.payload.get("line"), [])
    for one in rows.of_conversation(event.conversation_id):
        if one.kind in ASKED and one.business_type in family and one.result != "已办理":
            rows.put(replace(one, result=result, changed_at=event.at))


def _person_wanted(rows: Timeline, event: Event) -> None:
    """The latest matter goes to a person; without one, wanting a person is the matter."""
    mine = [one for one in rows.of_conversation(event.conversation_id) if one.kind in (*ASKED, COMPLAINT)]
    if not mine:
        _begin(rows, event)
    elif (known := _latest(mine)).kind != COMPLAINT:
        rows.put(replace(known, result="转人工", changed_at=event.at))


def _person_came(rows: Timeline, event: Event) -> None:
    """The matter is the agent's, and so are complaints that wait; how these go on their tickets say."""
    for one in rows.of_conversation(event.conversation_id):
        if one.result == "转人工":
            rows.put(_served(replace(one, result="人工处理中"), event))
        elif one.kind == COMPLAINT and one.result in TAKEN_IN:
            rows.put(_served(one, event))


def _person_went(rows: Timeline, event: Event) -> None:
    """Settled or not; whoever left the queue was not helped."""
    said = event.payload
    result = GIVEN_UP if said.get("reason") == "left" else "已解决" if said.get("settled") else SAID_BY_PEOPLE
    for one in rows.of_conversation(event.conversation_id):
        if one.kind in ASKED and one.result in (*OPEN, SAID_BY_PEOPLE):
            rows.put(replace(one, result=result, changed_at=event.at))


def _opted_out(rows: Timeline, event: Event) -> None:
    """A refusal of marketing answers the push before it; said in a conversation it is a matter of its own."""
    if event.payload.get("purpose") != "marketing":
        return
    sent = [one for one in rows.pushes(event.customer_id) if event.at - one.at <= ANSWER_TO_PUSH]
    reached = [one for one in sent if one.ref and one.result not in table()["unreached"]]
    if reached:
        known = _latest(reached)
        rows.put(replace(known, result=outcome(known.result, "已退订"), changed_at=event.at))
    if event.conversation_id:
        _take_over(rows, event)


def _served(contact: Contact, event: Event) -> Contact:
    """By the agent who acts in the event."""
    who = str(event.payload.get("agent") or "人工")
    return replace(contact, handled_by=who, department=table()["by_people"], changed_at=event.at)


def _latest(rows: Iterable[Contact]) -> Contact:
    """The one that was spoken of last; the same whatever order they come in."""
    return max(rows, key=lambda one: (one.changed_at or one.at, one.at, one.event_id))


@cache
def steps() -> dict[str, Callable[[Timeline, Event], None]]:
    """What is done with which event; these may change other rows of their conversation."""
    return {
        "intent.recognised": _asked,
        **dict.fromkeys(table()["takes_over"], _take_over),
        "message.sent": _answered,
        "order.placed": _ordered,
        "order.cancelled": _ordered,
        "recommendation.declined": _declined,
        "handoff.requested": _person_wanted,
        "handoff.accepted": _person_came,
        "handoff.ended": _person_went,
        "consent.withdrawn": _opted_out,
    }
