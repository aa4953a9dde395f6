"""The form of a campaign: conditions picked row by row, with live counts."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff
from channels.console.contact_form import CONTACT, FormError, contact_pickers
from channels.console.draft_form import (
    BY_TYPE,
    UNITS,
    products,
    read_clauses,
    read_draft,
    tags_by_group,
)
from channels.console.member import Marketer, show_to
from channels.console.sample import masked
from channels.gateway import gateway_of
from recsys.campaign.condition import OPERATOR_TITLES, AnyClause, Condition, audience, sentence
from recsys.campaign.draft import BadDraft, wording
from recsys.campaign.preview import preview
from recsys.campaign.why import Found, why
from recsys.engine import Engine
from recsys.offer.codes import code_title
from recsys.tags.registry import latest

SAMPLE = 8
router = APIRouter(prefix="/console", tags=["pages"], include_in_schema=False)


@router.get("/campaigns/new", response_class=HTMLResponse)
def new(request: Request, member: Marketer) -> Response:
    """The form."""
    engine = gateway_of(request).engine
    today = datetime.now(engine.settings.zone).date()
    context = _pickers(member) | {"products": products(engine, today), "trouble": ""}
    return show_to(member, request, "console/new.html", context)


def _pickers(member: Staff) -> dict[str, Any]:
    return {"groups": tags_by_group(member.viewer), "operators": OPERATOR_TITLES}


@router.get("/clause", response_class=HTMLResponse)
def clause(request: Request, member: Marketer) -> Response:
    """One more row of the condition."""
    return show_to(member, request, "console/clause.html", _pickers(member))


@router.get("/operators", response_class=HTMLResponse)
def operators(request: Request, member: Marketer, tag: str = "") -> Response:
    """What can be asked of a tag, and in which unit; or of contacts."""
    if tag == CONTACT:
        pickers = contact_pickers(gateway_of(request).engine)
        return show_to(member, request, "console/contact_clause.html", pickers)
    known = latest().by_key.get(tag)
    kind = known.tag.type if known else "flag"
    context = {
        "allowed": BY_TYPE[kind],
        "operators": OPERATOR_TITLES,
        "unit": UNITS.get(kind, ""),
        "kind": kind,
        "values": [one.name for one in known.tag.values] if known else [],
    }
    return show_to(member, request, "console/operators.html", context)


@router.post("/preview", response_class=HTMLResponse)
async def look(request: Request, member: Marketer) -> Response:
    """Live count, who falls out where, and a masked sample with the reasons."""
    form = await request.form()
    engine = gateway_of(request).engine
    try:
        context = await run_in_threadpool(_preview, engine, form, member)
    except (FormError, BadDraft) as error:
        context = {"trouble": str(error)}
    return show_to(member, request, "console/preview.html", context)


def _preview(engine: Engine, form: Any, member: Staff) -> dict[str, Any]:
    """With product and channel the policy is applied too; before that, the condition alone."""
    now = datetime.now(UTC)
    clauses = read_clauses(form, member.viewer)
    meant = audience(engine, Condition(clauses=clauses), now)
    bars = zip([sentence([one]) for one in clauses], meant.remaining, strict=True)
    context: dict[str, Any] = {
        "trouble": "",
        "meant": meant,
        "bars": list(bars),
        "sample": sample(engine, meant.customer_ids, clauses, now),
        "policy": None,
    }
    if form.get("product_id") and form.get("channel") and form.get("text"):
        draft = read_draft(form, member.viewer)
        seen = preview(engine, draft, now)
        item = engine.catalogue.items[draft.product_id]
        context["sample"] = sample(engine, seen.allowed, clauses, now)
        context["policy"] = seen
        context["reasons"] = [(code_title(code), n) for code, n in seen.reasons.items()]
        context["text"] = wording(item, draft.text)
    return context


def sample(
    engine: Engine, ids: Sequence[str], clauses: Sequence[AnyClause], now: datetime
) -> list[tuple[dict[str, str], list[Found]]]:
    """A few of them, masked, each with why."""
    return [(masked(engine, one), why(engine, one, clauses, now)) for one in ids[:SAMPLE]]
