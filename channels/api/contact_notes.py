"""Notes of agents over HTTP: a call or a visit becomes a row of the timeline."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field

from channels.api.customers import Agent, may_see
from channels.auth import Staff, record
from channels.mask import mask_numbers
from channels.whom import Named
from recsys.engine import Engine
from recsys.service.call_note import CallNote, Noted, take_down

router = APIRouter(prefix="/api/v1/customers", tags=["contacts"])


class Note(BaseModel):
    """What an agent writes down after a call or a visit; the same ``note_id`` again changes nothing."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    note_id: Annotated[str, Field(min_length=1, max_length=64)]
    kind: Literal["咨询", "投诉", "业务办理", "业务查询", "营销接触", "关怀"]
    channel: Literal["hotline", "hall", "app", "wechat", "web"] = "hotline"
    business_type: Annotated[str, Field(min_length=1, max_length=20)]
    result: Annotated[str, Field(min_length=1, max_length=20)]
    content: Annotated[str, Field(min_length=1, max_length=300)]
    refused: Annotated[list[str], Field(max_length=10)] = []  # products that the customer did not want
    offered: Annotated[list[str], Field(max_length=3)] = []  # products that were offered and not ordered


@router.post("/{customer_id}/contacts", status_code=202)
def add(request: Request, customer_id: Named, note: Note, member: Agent) -> dict[str, Any]:
    """Note a call or a visit; a complaint opens or settles a ticket, what was offered gets a hang-up SMS."""
    return asdict(noted(may_see(request, customer_id, member), customer_id, note, member))


def noted(engine: Engine, customer_id: str, note: Note, member: Staff) -> Noted:
    """Write it down without private numbers, with its line in the audit trail."""
    said = note.model_dump(exclude={"note_id", "refused", "offered"})
    said["content"] = mask_numbers(note.content)
    written = CallNote(id=note.note_id, refused=tuple(note.refused), offered=tuple(note.offered), **said)
    done = take_down(
        engine, customer_id, written, agent=member.id, department=member.department, now=datetime.now(UTC)
    )
    record(engine, member, "contact.note", customer_id, event=done.event_id, kind=note.kind, new=done.new)
    return done
