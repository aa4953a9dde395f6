"""Notes of agents: a call or a visit becomes a row of the timeline."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from channels.api.customers import Agent, may_see
from channels.whom import Named
from recsys.events.event import Event
from recsys.events.log import publish

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


@router.post("/{customer_id}/contacts", status_code=202)
def add(request: Request, customer_id: Named, note: Note, member: Agent) -> dict[str, Any]:
    """Note a call or a visit; it shows on the timeline within a second."""
    engine = may_see(request, customer_id, member)
    event = noted(customer_id, note, member.id, member.department, datetime.now(UTC))
    return {"event_id": event.id, "new": publish(engine, [event])[0]}


def noted(customer_id: str, note: Note, agent: str, department: str, now: datetime) -> Event:
    """The contact as an event."""
    name = sha256(f"{customer_id}|{note.note_id}".encode()).hexdigest()[:20]
    said = note.model_dump(include={"kind", "business_type", "result", "content"})
    payload = said | {"handled_by": agent, "department": department}
    return Event("contact.made", customer_id, now, note.channel, "agent", payload, id=f"e_note_{name}")
