"""Campaigns of marketers: check, save, send, and what came of each customer."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff, allow, record
from channels.gateway import Gateway, gateway_of
from channels.problem import Problem
from channels.push.sender import sender
from recsys.campaign.campaign import UnknownCampaign, load, save
from recsys.campaign.condition import Clause, Condition
from recsys.campaign.draft import BadDraft, Draft
from recsys.campaign.preview import preview
from recsys.campaign.push import counts, plan, suppressed
from recsys.campaign.sending import AlreadySending, send_planned
from recsys.offer.codes import code_title
from recsys.tags.registry import latest

router = APIRouter(prefix="/api/v1/campaigns", tags=["campaigns"])
Marketer = Annotated[Staff, Depends(allow("marketer", "approver"))]


@router.post("/preview")
def look(request: Request, draft: Draft, member: Marketer) -> dict[str, Any]:
    """Counts after each clause, who would get it, and why others would not."""
    may_use(draft.condition, member)
    try:
        seen = preview(gateway_of(request).engine, draft, datetime.now(UTC))
    except BadDraft as error:
        raise Problem(422, str(error)) from error
    return {
        "considered": seen.audience.considered,
        "remaining": seen.audience.remaining,
        "allowed": len(seen.allowed),
        "suppressed": [{"code": c, "title": code_title(c), "count": n} for c, n in seen.reasons.items()],
    }


def may_use(condition: Condition, member: Staff) -> None:
    """Tags of another department are as unknown as those that do not exist. Raises Problem 422."""
    for clause in condition.clauses:
        if isinstance(clause, Clause) and not member.viewer.may_see(latest().by_key[clause.tag].tag):
            raise Problem(422, f"There is no tag '{clause.tag}': see docs/tags.md.")


@router.post("", status_code=201)
def create(request: Request, draft: Draft, member: Marketer) -> dict[str, str]:
    """Save a campaign; nothing is sent yet."""
    may_use(draft.condition, member)
    engine = gateway_of(request).engine
    try:
        campaign = save(engine, draft, member.id, datetime.now(UTC))
    except BadDraft as error:
        raise Problem(422, str(error)) from error
    record(engine, member, "campaign.create", campaign, name=draft.name, product=draft.product_id)
    return {"campaign_id": campaign}


@router.post("/{campaign}/send")
async def send(request: Request, campaign: str, member: Marketer) -> dict[str, int]:
    """Send it now, within the contact policy; again, it goes on with whoever is left."""
    gateway = gateway_of(request)
    try:
        return await send_campaign(gateway, campaign, member)
    except UnknownCampaign as error:
        raise Problem(404, "There is no such campaign: check the id.") from error
    except AlreadySending as error:
        raise Problem(409, "It is being sent right now: look at its counts instead.") from error


async def send_campaign(gateway: Gateway, campaign: str, member: Staff) -> dict[str, int]:
    """Plan and send in a worker thread; returns counts by state. Raises UnknownCampaign."""
    engine, loop = gateway.engine, asyncio.get_running_loop()
    draft, _ = await run_in_threadpool(load, engine, campaign)
    await run_in_threadpool(record, engine, member, "campaign.send", campaign)
    await run_in_threadpool(plan, engine, campaign, datetime.now(UTC))
    go = sender(gateway, draft.channel, loop)
    return await run_in_threadpool(send_planned, engine, campaign, go, lambda: datetime.now(UTC))


@router.get("/{campaign}")
def show(request: Request, campaign: str, _: Marketer) -> dict[str, Any]:
    """The campaign, counts by state, and who was held back with the reason."""
    engine = gateway_of(request).engine
    try:
        draft, row = load(engine, campaign)
    except UnknownCampaign as error:
        raise Problem(404, "There is no such campaign: check the id.") from error
    return {
        "campaign_id": campaign,
        "state": row["state"],
        "draft": draft.model_dump(mode="json"),
        "counts": counts(engine, campaign),
        "suppressed": [held_back(one, code) for one, code in suppressed(engine, campaign)],
    }


def held_back(customer_id: str, code: str) -> dict[str, str]:
    """One customer who was held back."""
    return {"customer_id": customer_id, "code": code, "title": code_title(code)}
