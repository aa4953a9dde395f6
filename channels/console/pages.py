"""The marketers' page: pick customers by tags, see who and why, send within the policy."""

from collections import Counter
from datetime import UTC, datetime
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from channels.api.campaigns import send_campaign
from channels.auth import Staff, record
from channels.console.draft_form import (
    BY_TYPE,
    UNITS,
    FormError,
    products,
    read_clauses,
    read_draft,
    tags_by_group,
)
from channels.gateway import gateway_of
from channels.mask import mask_name, mask_phone
from channels.problem import Problem
from channels.staff_pages import page_staff
from recsys.campaign.campaign import UnknownCampaign, campaigns, load, save
from recsys.campaign.condition import OPERATOR_TITLES, Condition, audience, sentence
from recsys.campaign.draft import BadDraft, wording
from recsys.campaign.preview import preview
from recsys.campaign.push import counts, suppressed
from recsys.campaign.sending import AlreadySending
from recsys.customers.load import customer
from recsys.engine import Engine
from recsys.offer.codes import code_title
from recsys.sql import schema as t
from recsys.tags.definition import definitions

SAMPLE = 8
router = APIRouter(prefix="/console", tags=["pages"], include_in_schema=False)


def marketer(member: Annotated[Staff, Depends(page_staff)]) -> Staff:
    """Only those who plan or approve campaigns."""
    if member.role not in ("marketer", "approver", "admin"):
        raise Problem(403, "这个页面给营销人员使用,请换一个账号登录。")
    return member


Marketer = Annotated[Staff, Depends(marketer)]


@router.get("", response_class=HTMLResponse)
def overview(request: Request, member: Marketer) -> Response:
    """All campaigns and their counts."""
    engine = gateway_of(request).engine
    with engine.read() as connection:
        people = connection.scalar(sa.select(sa.func.count()).select_from(t.customers))
    return _draw(request, "console/overview.html", member, {"rows": campaigns(engine), "people": people})


@router.get("/tags", response_class=HTMLResponse)
def tags(request: Request, member: Marketer) -> Response:
    """Every tag definition, with how many customers have it."""
    with gateway_of(request).engine.read() as connection:
        query = sa.select(t.tags.c.key, sa.func.count()).group_by(t.tags.c.key)
        held = {key: count for key, count in connection.execute(query)}
    groups: dict[str, list[Any]] = {}
    for compiled in definitions().by_key.values():
        groups.setdefault(compiled.tag.group, []).append((compiled.tag, held.get(compiled.tag.key, 0)))
    return _draw(request, "console/tags.html", member, {"groups": groups})


@router.get("/campaigns/new", response_class=HTMLResponse)
def new(request: Request, member: Marketer) -> Response:
    """The form."""
    engine = gateway_of(request).engine
    today = datetime.now(engine.settings.zone).date()
    context = _pickers() | {"products": products(engine, today), "trouble": ""}
    return _draw(request, "console/new.html", member, context)


def _pickers() -> dict[str, Any]:
    return {"groups": tags_by_group(), "operators": OPERATOR_TITLES}


@router.get("/clause", response_class=HTMLResponse)
def clause(request: Request, member: Marketer) -> Response:
    """One more row of the condition."""
    return _draw(request, "console/clause.html", member, _pickers())


@router.get("/operators", response_class=HTMLResponse)
def operators(request: Request, member: Marketer, tag: str = "") -> Response:
    """What can be asked of a tag, and in which unit."""
    known = definitions().by_key.get(tag)
    kind = known.tag.type if known else "flag"
    context = {
        "allowed": BY_TYPE[kind],
        "operators": OPERATOR_TITLES,
        "unit": UNITS.get(kind, ""),
        "kind": kind,
    }
    return _draw(request, "console/operators.html", member, context)


@router.post("/preview", response_class=HTMLResponse)
async def look(request: Request, member: Marketer) -> Response:
    """Live count, who falls out where, and a masked sample with the reasons."""
    form = await request.form()
    engine = gateway_of(request).engine
    try:
        context = await run_in_threadpool(_preview, engine, form)
    except (FormError, BadDraft) as error:
        context = {"trouble": str(error)}
    return _draw(request, "console/preview.html", member, context)


def _preview(engine: Engine, form: Any) -> dict[str, Any]:
    """With product and channel the policy is applied too; before that, the condition alone."""
    now = datetime.now(UTC)
    clauses = read_clauses(form)
    meant = audience(engine, Condition(clauses=clauses), now)
    bars = zip([sentence([one]) for one in clauses], meant.remaining, strict=True)
    context: dict[str, Any] = {
        "trouble": "",
        "meant": meant,
        "bars": list(bars),
        "sample": [_masked(engine, one) for one in meant.customer_ids[:SAMPLE]],
        "because": sentence(clauses),
        "policy": None,
    }
    if form.get("product_id") and form.get("channel") and form.get("text"):
        draft = read_draft(form)
        seen = preview(engine, draft, now)
        item = engine.catalogue.items[draft.product_id]
        context["sample"] = [_masked(engine, one) for one in seen.allowed[:SAMPLE]]
        context["policy"] = seen
        context["reasons"] = [(code_title(code), n) for code, n in seen.reasons.items()]
        context["text"] = wording(item, draft.text)
    return context


def _masked(engine: Engine, customer_id: str) -> dict[str, str]:
    person = customer(engine, customer_id)
    plan = engine.catalogue.plans.get(person.plan_id or "")
    return {
        "name": mask_name(person.name),
        "phone": mask_phone(person.phone),
        "plan": plan.title if plan else "没有套餐",
    }


@router.post("/campaigns")
async def create(request: Request, member: Marketer) -> Response:
    """Save, then show it; sending is a step of its own."""
    form = await request.form()
    engine = gateway_of(request).engine
    try:
        draft = read_draft(form)
        campaign = await run_in_threadpool(save, engine, draft, member.id, datetime.now(UTC))
    except (FormError, BadDraft) as error:
        return _draw(request, "console/preview.html", member, {"trouble": str(error)}, 422)
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
        "held": [(_masked(engine, one), code_title(code)) for one, code in held[:50]],
    }
    return _draw(request, "console/campaign.html", member, context)


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


def _draw(request: Request, name: str, member: Staff, context: dict[str, Any], status: int = 200) -> Response:
    templates = request.app.state.templates
    page: Response = templates.TemplateResponse(request, name, {"me": member} | context, status_code=status)
    return page
