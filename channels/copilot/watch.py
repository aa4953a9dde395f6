"""Open suggestions end within a second when the customer orders or refuses, wherever that happens."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from channels.copilot.member import Agent, meta_of
from channels.gateway import gateway_of
from channels.live import PING_S
from recsys.offer.changes import Changes, changes_since

router = APIRouter(prefix="/copilot", tags=["pages"], include_in_schema=False)
EVERY_S = 0.4


@router.get("/{conversation}/watch")
async def watch(request: Request, conversation: str, member: Agent) -> EventSourceResponse:
    """One event for each change, with all products that are not to be suggested any more."""
    gateway = gateway_of(request)
    customer_id, began = (await meta_of(gateway, conversation))["customer_id"], datetime.now(UTC)

    async def changes() -> AsyncIterator[dict[str, str]]:
        known = Changes()
        while not await request.is_disconnected():
            found = await run_in_threadpool(changes_since, gateway.engine, customer_id, began)
            if found != known:
                known = found
                yield {"event": "policy", "data": json.dumps(asdict(found))}
            await asyncio.sleep(EVERY_S)

    return EventSourceResponse(changes(), ping=PING_S)
