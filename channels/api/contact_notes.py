"""Notes of agents: a call or a visit becomes a row of the timeline."""

from dataclasses import asdict, replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from channels.api.customers import Agent, may_see
from channels.whom import Named
from recsys.campaign.hangup import plan_follow_up
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.offer.refusal import decline

router = APIRouter(prefix="/api/v1/customers", tags=["contacts"])


class Note(BaseModel):
    """What an agent writes down after a call or a visit; the same ``note_id`` again changes nothing."""

    model_config = ConfigDict(extra="forbid")

    note_id: Annotated[str, Field(min_length=1, max_length=64)]
    kind: Literal["咨询", "投诉", "业务办理", "业务查询", "营销接触", "关怀"]
    channel: Literal["hotline", "hall", "app", "wechat"] = "hotline"
    business_type: Annotated[str, Field(min_length=1, max_length=20)]
    result: Annotated[str, Field(min_length=1, max_length=20)]
    content: Annotated[str, Field(min_length=1, max_length=300)]
    refused: Annotated[list[str], Field(max_length=10)] = []  # products that the customer did not want
    offered: Annotated[list[str], Field(max_length=3)] = []  # products that were offered and not ordered


@router.post("/{customer_id}/contacts", status_code=202)
def add(request: Request, customer_id: Named, note: Note, member: Agent) -> dict[str, Any]:
    """Note a call or a visit; what was offered in a call and not ordered gets a hang-up SMS, if it may."""
    engine, now = may_see(request, customer_id, member), datetime.now(UTC)
    event = noted(customer_id, note, member.id, member.department, now)
    new = publish(engine, [event])[0]
    if note.refused:
        told = replace(event, type="recommendation.declined", actor="customer", id=f"{event.id}_no")
        decline(
            engine, replace(told, payload={"product_ids": note.refused, "text": note.content}), note.refused
        )
    offered = note.offered if new and note.channel == "hotline" else []
    return {"event_id": event.id, "new": new} | {
        "sms": asdict(plan_follow_up(engine, customer_id, event.id, offered, now))
    }


def noted(customer_id: str, note: Note, agent: str, department: str, now: datetime) -> Event:
    """The contact as an event."""
    name = sha256(f"{customer_id}|{note.note_id}".encode()).hexdigest()[:20]
    said = note.model_dump(include={"kind", "business_type", "result", "content"})
    payload = said | {"handled_by": agent, "department": department}
    return Event("contact.made", customer_id, now, note.channel, "agent", payload, id=f"e_note_{name}")
