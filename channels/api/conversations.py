"""Transcripts, live; and what an agent does in a conversation."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from channels.auth import (
    STAFF_COOKIE,
    Staff,
    allow,
    bearer,
    read_staff,
    record,
)
from channels.entry import Entry
from channels.gateway import Gateway, gateway_of
from channels.live import event_stream
from channels.problem import Problem
from channels.send import send_as_agent
from channels.takeover import hand_back, take_over
from channels.transport import TransportError
from channels.whom import speaking

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])
Agent = Annotated[Staff, Depends(allow("agent", "supervisor"))]


async def readable(request: Request, conversation_id: str) -> Gateway:
    """The conversation is open to its own customer and to agents; any other customer sees 404."""
    gateway = gateway_of(request)
    member, customer_id = await run_in_threadpool(_caller, request)
    meta = await gateway.conversations.meta(conversation_id)
    if not meta or (member is None and meta["customer_id"] != customer_id):
        raise Problem(404, "There is no such conversation for you: check the id.")
    if member is not None:
        await run_in_threadpool(record, gateway.engine, member, "conversation.read", conversation_id)
    return gateway


def _caller(request: Request) -> tuple[Staff | None, str | None]:
    """An agent, or else a customer; raises Problem."""
    key = request.app.state.settings.jwt_key
    try:
        member = read_staff(key, bearer(request, STAFF_COOKIE))
    except Problem:
        return None, speaking(request)
    if member.role not in ("agent", "supervisor", "admin"):
        raise Problem(403, f"Your role '{member.role}' may not read conversations; it needs: agent.")
    return member, None


@router.get("/{conversation_id}")
async def transcript(request: Request, conversation_id: str) -> dict[str, Any]:
    """The whole transcript with owner and channel."""
    gateway = await readable(request, conversation_id)
    meta = await gateway.conversations.meta(conversation_id)
    entries = await gateway.conversations.transcript(conversation_id)
    return {
        "conversation_id": conversation_id,
        "owner": meta["owner"],
        "channel": meta["channel"],
        "entries": [asdict(entry) for entry in entries],
    }


@router.get("/{conversation_id}/stream")
async def stream(request: Request, conversation_id: str, after: str = "0") -> EventSourceResponse:
    """Entries as server-sent events; resumes after ``Last-Event-ID``."""
    gateway = await readable(request, conversation_id)

    def draw(entry: Entry) -> str:
        return json.dumps(asdict(entry), ensure_ascii=False)

    return event_stream(request, gateway.conversations, conversation_id, after, draw)


class AgentMessage(BaseModel):
    """What the agent writes to the customer."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    suggestion_id: str | None = None


@router.post("/{conversation_id}/takeover", status_code=204)
async def takeover(request: Request, conversation_id: str, member: Agent) -> None:
    """The agent speaks from here on; the bot is silent."""
    gateway = await readable(request, conversation_id)
    if not await take_over(gateway, conversation_id, member.id):
        raise Problem(409, "Another agent has this conversation: pick one that waits.")
    await run_in_threadpool(record, gateway.engine, member, "conversation.takeover", conversation_id)


@router.post("/{conversation_id}/handback", status_code=204)
async def handback(request: Request, conversation_id: str, member: Agent, settled: bool = False) -> None:
    """The bot speaks again, and puts its open question again unless the matter is ``settled``."""
    gateway = await readable(request, conversation_id)
    if not await hand_back(gateway, conversation_id, member.id, settled):
        raise Problem(409, "You do not have this conversation: take it over first.")
    await run_in_threadpool(record, gateway.engine, member, "conversation.handback", conversation_id)


@router.post("/{conversation_id}/messages")
async def write(request: Request, conversation_id: str, body: AgentMessage, member: Agent) -> dict[str, str]:
    """Send the agent's words to the customer in their channel."""
    gateway = await readable(request, conversation_id)
    meta = await gateway.conversations.meta(conversation_id)
    if meta.get("owner") != "agent" or meta.get("agent") != member.id:
        raise Problem(409, "The bot has this conversation: take it over first.")
    await run_in_threadpool(record, gateway.engine, member, "conversation.write", conversation_id)
    try:
        entry = await send_as_agent(gateway, conversation_id, meta, member.id, body.text, datetime.now(UTC))
    except TransportError as error:
        raise Problem(502, f"The channel did not take it ({error.code}): send again, or call.") from error
    return {"id": entry}
