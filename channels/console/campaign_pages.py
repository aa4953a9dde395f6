"""Campaigns on the page: save, show, send."""

from collections import Counter
from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from channels.api.campaigns import send_campaign
from channels.auth import record
from channels.console.contact_form import FormError
from channels.console.draft_form import read_draft
from channels.console.member import Marketer, show_to
from channels.console.sample import masked
from channels.gateway import gateway_of
from channels.problem import Problem
from recsys.campaign.campaign import UnknownCampaign, load, save
from recsys.campaign.condition import sentence
from recsys.campaign.draft import BadDraft, wording
from recsys.campaign.push import counts, suppressed
from recsys.campaign.sending import AlreadySending
from recsys.offer.codes import code_title

router = APIRouter(prefix="/console", tags=["pages"], include_in_schema=False)


@router.post("/campaigns")
async def create(request: Request, member: Marketer) -> Response:
    """Save, then show it; sending is a step of its own."""
    form = await request.form()
    engine = gateway_of(request).engine
    try:
        draft = read_draft(form, member.viewer)
        campaign = await run_in_threadpool(save, engine, draft, member.id, datetime.now(UTC))
    except (FormError, BadDraft) as error:
        return show_to(member, request, "console/preview.html", {"trouble": str(error)}, 422)
    await run_in_threadpool(record, engine, member, "campaign.create", campaign, name=draft.name)
    return Response(status_code=204, headers={"HX-Redirect": f"/console/campaigns/{campaign}"})


@router.get("/campaigns/{campaign}", response_class=HTMLResponse)
def show(request: Request, campaign: str, member: Marketer) -> Response:
    """One campaign: what it says, to whom, and what came of it."""
    engine = gateway_of(request).engine
    try:
        draft, row = load(engine, campaign)
    except UnknownCampaign as error:
        raise Problem(404, "没有这个活动,请从列表里选。") from error
    held = suppressed(engine, campaign, limit=5000)
    context = {
        "draft": draft,
        "row": row,
        "product": engine.catalogue.items[draft.product_id].title,
        "because": sentence(draft.condition.clauses),
        "text": wording(engine.catalogue.items[draft.product_id], draft.text),
        "counts": counts(engine, campaign),
        "reasons": [(code_title(code), n) for code, n in Counter(c for _, c in held).most_common()],
        "held": [(masked(engine, one), code_title(code)) for one, code in held[:50]],
    }
    return show_to(member, request, "console/campaign.html", context)


@router.post("/campaigns/{campaign}/send")
async def send(request: Request, campaign: str, member: Marketer) -> Response:
    """Send now; the page then shows what came of each."""
    try:
        await send_campaign(gateway_of(request), campaign, member)
    except UnknownCampaign as error:
        raise Problem(404, "没有这个活动,请从列表里选。") from error
    except AlreadySending:
        pass  # the page shows how far it is
    return RedirectResponse(f"/console/campaigns/{campaign}", status_code=303)
