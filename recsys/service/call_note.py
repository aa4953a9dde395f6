"""Notes of agents: a call or a visit becomes a row of the timeline, and what follows from it is done."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from recsys.campaign.hangup import FollowUp, plan_follow_up
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.offer.refusal import decline
from recsys.service.ticket import Kind, add_to_ticket, open_ticket, resolve_ticket, tickets_of
from recsys.sql import schema as t

COMPLAINT, CALL = "投诉", "hotline"


@dataclass(frozen=True, slots=True)
class CallNote:
    """What was said; ``id`` names the call, so that the same note again changes nothing.

    ``refused`` and ``offered`` are products that the customer did not want, or was told of and did not order.
    """

    id: str
    kind: str
    channel: str
    business_type: str
    result: str
    content: str
    refused: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """``new`` is false for the same note again; ``ticket`` was opened, added to or settled."""

    event_id: str
    new: bool
    ticket: str | None
    sms: FollowUp


def take_down(
    engine: Engine, customer_id: str, note: CallNote, *, agent: str, department: str, now: datetime
) -> Noted:
    """Write it down. A complaint opens a ticket or is added to the open one; a settled one settles it."""
    event = event_of(customer_id, note, agent, department, now)
    ticket, new = _told(engine, event, note, agent)
    if note.refused:
        told = replace(event, type="recommendation.declined", actor="customer", id=f"{event.id}_no")
        said = {"product_ids": list(note.refused), "text": note.content}
        decline(engine, replace(told, payload=said), note.refused)
    offered = note.offered if new and note.channel == CALL else ()
    return Noted(event.id, new, ticket, plan_follow_up(engine, customer_id, event.id, offered, now))


def event_of(customer_id: str, note: CallNote, agent: str, department: str, now: datetime) -> Event:
    """The contact as an event."""
    name = sha256(f"{customer_id}|{note.id}".encode()).hexdigest()[:20]
    payload = {
        "kind": note.kind,
        "business_type": note.business_type,
        "result": note.result,
        "content": note.content,
        "handled_by": agent,
        "department": department,
    }
    return Event("contact.made", customer_id, now, note.channel, "agent", payload, id=f"e_note_{name}")


def _told(engine: Engine, event: Event, note: CallNote, agent: str) -> tuple[str | None, bool]:
    """Publish the contact; of a complaint together with what it does to tickets."""
    if note.kind != COMPLAINT or note.result not in (table()["opens"], table()["settles"]):
        return None, _publish(engine, event)
    kind: Kind = table()["tickets"].get(note.business_type, "complaint")
    running = [one for one in tickets_of(engine, event.customer_id, open_only=True) if one.kind == kind]
    if not running and note.result == table()["opens"]:
        return _open(engine, event, kind)
    new = _publish(engine, event)
    for one in running if new else ():
        if note.result == table()["settles"]:
            resolve_ticket(engine, one.number, note.content, now=event.at, handled_by=agent)
        else:
            add_to_ticket(engine, one.number, note.content, now=event.at, channel=event.channel)
    return (running[0].number if running else None), new


def _open(engine: Engine, event: Event, kind: Kind) -> tuple[str, bool]:
    said = event.payload
    ticket = open_ticket(
        engine,
        event.customer_id,
        kind,
        said["content"],
        key=event.id,
        channel=event.channel,
        now=event.at,
        detail={"business_type": said["business_type"]},
        contact=event,
    )
    return ticket.number, ticket.opened_at == event.at


def _publish(engine: Engine, event: Event) -> bool:
    """Whether it was new: Redis forgets ids after a while, the log never."""
    with engine.read() as connection:
        known = connection.scalar(sa.select(t.events.c.id).where(t.events.c.id == event.id))
    return known is None and publish(engine, [event])[0]


@cache
def table() -> dict[str, Any]:
    """What ``call_note.yml`` says."""
    loaded: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "call_note.yml").read_text("utf-8"))
    return loaded
