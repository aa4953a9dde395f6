"""Idempotent ingest of events from other systems."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, Request
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff, allow, record
from channels.gateway import gateway_of
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.offer.refusal import decline

router = APIRouter(prefix="/api/v1", tags=["events"])
MAX_EVENTS = 1000
DECLINED = "recommendation.declined"
Events = Annotated[list[dict[str, Any]], Body(max_length=MAX_EVENTS)]


@router.post("/events", status_code=202)
async def ingest(
    request: Request, events: Events, member: Annotated[Staff, Depends(allow("admin"))]
) -> dict[str, Any]:
    """Take a batch; per event ``accepted``, ``duplicate`` or ``refused`` with the reason."""
    results: list[dict[str, Any]] = []
    good: list[Event] = []
    for data in events:
        try:
            event = Event.from_dict(data)
        except (TypeError, ValueError, KeyError) as error:
            results.append({"id": data.get("id"), "result": "refused", "detail": f"not an event: {error}"})
        else:
            good.append(event)
            results.append({"id": event.id, "result": "accepted"})
    await run_in_threadpool(
        record, gateway_of(request).engine, member, "events.ingest", f"{len(good)} events"
    )
    news = iter(await run_in_threadpool(_take_in, gateway_of(request).engine, good))
    for result in results:
        if result["result"] == "accepted" and not next(news):
            result["result"] = "duplicate"
    return {"results": results}


def _take_in(engine: Engine, events: list[Event]) -> list[bool]:
    """Per event whether it was new. A refusal told by another system counts at once, as our own do."""
    refusals = [event for event in events if event.type == DECLINED]
    counted = {event.id: decline(engine, event, event.payload.get("product_ids", ())) for event in refusals}
    others = [event for event in events if event.type != DECLINED]
    told = iter(publish(engine, others))
    return [counted.pop(event.id, False) if event.type == DECLINED else next(told) for event in events]
