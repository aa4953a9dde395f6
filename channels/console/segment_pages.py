"""Segments on the page: how all customers spread, who is in a part, and saved conditions."""

from datetime import UTC, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from channels.api.campaigns import may_use
from channels.auth import Staff, record
from channels.console.contact_form import FormError
from channels.console.draft_form import read_clauses, tags_by_group
from channels.console.draft_pages import SAMPLE, sample
from channels.console.member import Marketer, show_to
from channels.console.sample import masked
from channels.console.tag_pages import definition_of
from channels.gateway import gateway_of
from channels.problem import Problem
from recsys.campaign.condition import OPERATOR_TITLES, Clause, Condition, audience, sentence
from recsys.engine import Engine
from recsys.segments.segment import NewSegment, UnknownSegment, save_segment, segment, segments
from recsys.segments.spread import Scheme, scheme_items, schemes
from recsys.tags.definition import Compiled
from recsys.tags.explain import deciding
from recsys.tags.reason import reason_of
from recsys.tags.registry import current

router = APIRouter(prefix="/console/segments", tags=["pages"], include_in_schema=False)
Text = Annotated[str, Query(max_length=60)]


@router.get("", response_class=HTMLResponse)
def overview(request: Request, member: Marketer) -> Response:
    """Every scheme as a chart whose parts lead to who is in, and the saved segments with their counts."""
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    with engine.read() as connection:
        items = scheme_items(current(connection, engine.settings.zone))
        found = schemes(connection, [item for item in items if member.viewer.may_see(item.tag)], now)
    saved = [(one, len(audience(engine, one.condition, now).customer_ids)) for one in segments(engine)]
    context = {
        "schemes": [(one, chart(one)) for one in found],
        "saved": [(one, count, sentence(one.condition.clauses)) for one, count in saved],
        "now": now,
    }
    return show_to(member, request, "console/segments.html", context)


def chart(scheme: Scheme) -> dict[str, Any]:
    """A bar for each value; a click leads to who has it."""
    values = [part.count for part in scheme.parts]
    return {
        "kind": "bar",
        "unit": "位",
        "x": [part.value.name for part in scheme.parts],
        "series": [{"name": "客户数", "values": values}],
        "links": [link(scheme.item.tag.key, part.value.name) for part in scheme.parts],
    }


def link(tag: str, value: str) -> str:
    """The page of who has the value."""
    return f"/console/segments/of?{urlencode({'tag': tag, 'value': value})}"


@router.get("/of", response_class=HTMLResponse)
def part(request: Request, member: Marketer, tag: Text, value: Text) -> Response:
    """Who has one value of a scheme: count, what it means, how to treat them, a sample with reasons."""
    engine = gateway_of(request).engine
    item = definition_of(engine, tag, member.viewer)
    meant = next((one for one in item.tag.values if one.name == value), None)
    if meant is None:
        raise Problem(404, "没有这个客群,请从列表里选。")
    condition = Condition(clauses=(Clause(tag=tag, op="is", value=value),))
    record(engine, member, "segment.members", f"{tag}:{value}")
    context = {"title": f"{item.tag.title}:{value}", "value": meant, "tag": item.tag, "saved": None}
    return show_to(member, request, "console/segment.html", context | _who(engine, condition, item))


def _who(engine: Engine, condition: Condition, item: Compiled | None = None) -> dict[str, Any]:
    """Counts and a sample with reasons; of a part of a scheme the reason is its rule."""
    now = datetime.now(UTC)
    meant = audience(engine, condition, now)
    few = meant.customer_ids[:SAMPLE] if item else ()
    rules = [
        (masked(engine, one), deciding(list(reason_of(engine, item, one, now).lines))) for one in few if item
    ]
    titles = [sentence([clause]) for clause in condition.clauses]
    return {
        "meant": meant,
        "bars": list(zip(titles, meant.remaining, strict=True)),
        "because": sentence(condition.clauses),
        "rules": rules,
        "sample": [] if item else sample(engine, meant.customer_ids, condition.clauses, now),
        "clauses": condition.clauses,
    }


@router.get("/new", response_class=HTMLResponse)
def new(request: Request, member: Marketer) -> Response:
    """The form: a name and a condition, with a live count."""
    context = {"groups": tags_by_group(member.viewer), "operators": OPERATOR_TITLES}
    return show_to(member, request, "console/segment_new.html", context)


@router.post("")
async def create(request: Request, member: Marketer) -> Response:
    """Save, then show it."""
    form = await request.form()
    engine = gateway_of(request).engine
    try:
        clauses = read_clauses(form, member.viewer)
        entered = NewSegment(name=str(form.get("name", "")).strip(), condition=Condition(clauses=clauses))
    except FormError as error:
        return show_to(member, request, "console/preview.html", {"trouble": str(error)}, 422)
    except ValidationError:
        trouble = {"trouble": "请给客群起个名字(60个字以内)。"}
        return show_to(member, request, "console/preview.html", trouble, 422)
    saved = await run_in_threadpool(_save, engine, entered, member)
    return Response(status_code=204, headers={"HX-Redirect": f"/console/segments/saved/{saved}"})


def _save(engine: Engine, entered: NewSegment, member: Staff) -> str:
    saved = save_segment(engine, entered, member.id, datetime.now(UTC))
    record(engine, member, "segment.create", saved.id, name=saved.name)
    return saved.id


@router.get("/saved/{segment_id}", response_class=HTMLResponse)
def show(request: Request, segment_id: str, member: Marketer) -> Response:
    """A saved segment as of now."""
    engine = gateway_of(request).engine
    try:
        found = segment(engine, segment_id)
    except UnknownSegment as error:
        raise Problem(404, "没有这个客群,请从列表里选。") from error
    may_use(found.condition, member)
    record(engine, member, "segment.members", segment_id)
    context = {"title": found.name, "value": None, "tag": None, "saved": found}
    return show_to(member, request, "console/segment.html", context | _who(engine, found.condition))
