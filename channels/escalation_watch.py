"""Watches a conversation for a complaint that may go further, and tells the tags."""

from channels.message import Heard
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.service.escalation import CALM, escalation
from recsys.service.escalation_risk import Risk, heard, payload
from recsys.service.past import past_of

FIELD = "escalation"


def needs_watching(said: Heard, fields: dict[str, str]) -> bool:
    """A conversation that has always been calm costs nothing."""
    return bool(said.text) and (FIELD in fields or fields.get("mood", CALM) != CALM)


def watch(engine: Engine, said: Heard, fields: dict[str, str]) -> tuple[dict[str, str], list[Event]]:
    """Fields to remember, and what to publish."""
    message = said.message
    judged = escalation([said.text], past_of(engine, message.customer_id, message.at))
    risk, kind = heard(Risk.read(fields.get(FIELD, "")), judged)
    if kind is None:
        return {FIELD: risk.written}, []
    event = Event(
        type=kind,
        customer_id=message.customer_id,
        at=message.at,
        channel=message.channel,
        actor="system",
        payload=payload(kind, risk.told, judged.signs),
        conversation_id=said.conversation_id,
        caused_by=message.derived_id("e", "message.received"),
        id=message.derived_id("e", kind),
    )
    return {FIELD: risk.written}, [event]
