"""Receipts of the operator's SMS gateway: which messages arrived, and why others did not."""

from datetime import UTC, datetime
from hmac import compare_digest
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Request
from pydantic import BaseModel, Field

from channels.auth import bearer
from channels.gateway import gateway_of
from channels.mask import mask_numbers
from channels.problem import Problem
from recsys.campaign.receipt import Receipt, take_in

router = APIRouter(prefix="/sms", tags=["sms"])
LONGEST = 40  # characters of the operator's words that are kept


class ReceiptIn(BaseModel):
    """``id`` is the one that went out with the message; other fields of the operator are let be."""

    id: Annotated[str, Field(min_length=1, max_length=64)]
    state: Literal["delivered", "failed"]
    reason: Annotated[str, Field(max_length=200)] = ""


Receipts = Annotated[list[ReceiptIn], Body(max_length=1000)]


@router.post("/receipts")
def receive(request: Request, receipts: Receipts) -> dict[str, Any]:
    """Take receipts; per receipt ``accepted``, ``duplicate`` or ``unknown``. Again, nothing changes."""
    _check(request)
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    results = []
    for one in receipts:
        told = Receipt(one.id, one.state == "delivered", mask_numbers(one.reason.strip())[:LONGEST])
        results.append({"id": one.id, "result": take_in(engine, told, now)})
    return {"results": results}


def _check(request: Request) -> None:
    """The gateway proves itself by the key that we use with it. Raises Problem 401 or 403."""
    key = request.app.state.settings.sms_key
    if not key:
        raise Problem(403, "Receipts are closed: set HUAKE_SMS_KEY, and send it as the bearer token.")
    if not compare_digest(bearer(request, "").encode(), key.encode()):
        raise Problem(401, "The bearer token is not HUAKE_SMS_KEY: send that.")
