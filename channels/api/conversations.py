"""Transcripts, live; and what an agent does in a conversation."""

import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from channels.auth import (
    CUSTOMER_COOKIE,
    STAFF_COOKIE,
    Staff,
    allow,
    bearer,
    read_customer,
    read_staff,
    record,
)
from channels.gateway import Gateway, gateway_of
from channels.handoff import hand_back, take_over
from channels.problem import Problem
from channels.send import send_as_agent

router = APIRouter(prefix="/api/v1/conversations", tags=["conversations"])
Agent = Annotated[Staff, Depends(allow("agent", "supervisor"))]


async def readable(request: Request, conversation_id: str) -> Gateway:
    """The conversation is open to its own customer and to agents; anybody else sees 404."""
    gateway = gateway_of(request)
    meta = await gateway.conversations.meta(conversation_id)
    if not meta:
        raise _unknown()
    key = gateway.settings.jwt_key
    staff_sent = bearer(request, STAFF_COOKIE)
    try:
        member = read_staff(key, staff_sent)
    except Problem:
        if read_customer(key, bearer(request, CUSTOMER_COOKIE)) != meta["customer_id"]:
            raise _unknown() from None
        return gateway
    if member.role not in ("agent", "supervisor", "admin"):
        raise Problem(403, f"Your role '{member.role}' may not read conversations; it needs: agent.")
    await run_in_threadpool(record, gateway.engine, member, "conversation.read", conversation_id)
    return gateway


def _unknown() -> Problem:
    return Problem(404, "There is no such conversation for you: check the id.")


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
    start = request.headers.get("last-event-id") or after

    async def entries() -> AsyncIterator[dict[str, str]]:
        async for entry in gateway.conversations.follow(conversation_id, start):
            if entry is not None:
                yield {
                    "id": entry.id,
                    "event": "entry",
                    "data": json.dumps(asdict(entry), ensure_ascii=False),
                }
            if await request.is_disconnected():
                return

    return EventSourceResponse(entries(), ping=15)


class AgentMessage(BaseModel):
    """What the agent writes to the customer."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, max_length=1000)]
    suggestion_id: str | None = None


@router.post("/{conversation_id}/takeover", status_code=204)
async def takeover(request: Request, conversation_id: str, member: Agent) -> None:
    """The agent speaks from here on; the bot is silent."""
    gateway = await readable(request, conversation_id)
    if not await take_over(gateway.engine, gateway.conversations, conversation_id, member.id):
        raise Problem(409, "Another agent has this conversation: pick one that waits.")
    await run_in_threadpool(record, gateway.engine, member, "conversation.takeover", conversation_id)


@router.post("/{conversation_id}/handback", status_code=204)
async def handback(request: Request, conversation_id: str, member: Agent) -> None:
    """The bot speaks again."""
    gateway = await readable(request, conversation_id)
    if not await hand_back(gateway.engine, gateway.conversations, conversation_id, member.id):
        raise Problem(409, "You do not have this conversation: take it over first.")
    await run_in_threadpool(record, gateway.engine, member, "conversation.handback", conversation_id)


@router.post("/{conversation_id}/messages")
async def write(request: Request, conversation_id: str, body: AgentMessage, member: Agent) -> dict[str, str]:
    """Send the agent's words to the customer in their channel."""
    gateway = await readable(request, conversation_id)
    meta = await gateway.conversations.meta(conversation_id)
    if meta.get("owner") != "agent" or meta.get("agent") != member.id:
        raise Problem(409, "The bot has this conversation: take it over first.")
    return {
        "id": await send_as_agent(gateway, conversation_id, meta, member.id, body.text, datetime.now(UTC))
    }
