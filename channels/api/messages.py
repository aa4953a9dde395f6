"""One turn over HTTP."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool

from channels.auth import CUSTOMER_COOKIE, STAFF_COOKIE, Staff, bearer, read_customer, read_staff, record
from channels.gateway import gateway_of
from channels.message import Incoming
from channels.problem import Problem
from channels.turn import StillRunning
from recsys.customers.load import UnknownCustomer, customer

router = APIRouter(prefix="/api/v1", tags=["messages"])
OWN_CHANNELS = ("app", "web")


class MessageIn(BaseModel):
    """A message; who speaks comes from ``customer_token`` (or cookie), or from staff with ``customer_id``."""

    model_config = ConfigDict(extra="forbid")

    channel: Literal["app", "web", "wechat", "hotline", "hall"] = "app"
    text: Annotated[str, Field(max_length=100_000)]
    message_id: Annotated[str, Field(min_length=1, max_length=100)]
    customer_token: str | None = None
    customer_id: str | None = None


@router.post("/messages", response_model=dict[str, Any])
async def post_message(request: Request, body: MessageIn) -> Response:
    """Answer one message; the same ``message_id`` again returns the same result and does nothing."""
    customer_id = await _speaker(request, body)
    message = Incoming(customer_id, body.channel, body.text, body.message_id, datetime.now(UTC))
    try:
        outcome = await gateway_of(request).turns.take(message)
    except StillRunning as error:
        raise Problem(
            409, "An earlier message is still being processed: send again in some seconds."
        ) from error
    return Response(outcome.to_json(), media_type="application/json")


async def _speaker(request: Request, body: MessageIn) -> str:
    key = request.app.state.settings.jwt_key
    if body.customer_id is None:
        if body.channel not in OWN_CHANNELS:
            raise Problem(403, f"A customer token speaks in {' or '.join(OWN_CHANNELS)} only.")
        return read_customer(key, body.customer_token or bearer(request, CUSTOMER_COOKIE))
    member: Staff = read_staff(key, bearer(request, STAFF_COOKIE))
    if member.role not in ("agent", "supervisor", "admin"):
        raise Problem(403, f"Your role '{member.role}' may not write for a customer; it needs: agent.")
    try:
        await run_in_threadpool(customer, gateway_of(request).engine, body.customer_id)
    except UnknownCustomer as error:
        raise Problem(404, "There is no such customer: check the id.") from error
    what = {"channel": body.channel, "message_id": body.message_id}
    await run_in_threadpool(record, gateway_of(request).engine, member, "message", body.customer_id, **what)
    return body.customer_id
