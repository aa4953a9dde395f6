"""Segments: saved conditions and who meets them; how customers spread, and how long they stay in a stage."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from channels.api.campaigns import may_use
from channels.auth import Staff, allow, record
from channels.console.sample import masked
from channels.gateway import gateway_of
from channels.problem import Problem
from recsys.campaign.condition import Condition, audience, sentence
from recsys.campaign.why import why
from recsys.segments.report import stage_report
from recsys.segments.segment import NewSegment, Segment, UnknownSegment, save_segment, segment, segments
from recsys.segments.spread import Scheme, scheme_items, schemes
from recsys.segments.stays import STEPS
from recsys.tags.registry import current

router = APIRouter(prefix="/api/v1/segments", tags=["segments"])
Marketer = Annotated[Staff, Depends(allow("marketer", "approver"))]
Limit = Annotated[int, Query(ge=1, le=200)]


@router.get("")
def listed(request: Request, member: Marketer) -> list[dict[str, Any]]:
    """Saved segments, newest first."""
    return [_shown(one) for one in segments(gateway_of(request).engine)]


@router.post("", status_code=201)
def create(request: Request, new: NewSegment, member: Marketer) -> dict[str, Any]:
    """Save a condition under a name; who meets it follows from the present, always."""
    may_use(new.condition, member)
    engine = gateway_of(request).engine
    saved = save_segment(engine, new, member.id, datetime.now(UTC))
    record(engine, member, "segment.create", saved.id, name=saved.name)
    return _shown(saved)


@router.post("/count")
def count(request: Request, condition: Condition, member: Marketer) -> dict[str, Any]:
    """How many meet a condition, and how many are left after each clause."""
    may_use(condition, member)
    meant = audience(gateway_of(request).engine, condition, datetime.now(UTC))
    return {
        "count": len(meant.customer_ids),
        "considered": meant.considered,
        "remaining": meant.remaining,
        "computed": sentence(condition.clauses),
    }


@router.get("/schemes")
def spread(request: Request, member: Marketer) -> list[dict[str, Any]]:
    """How all customers spread over value matrix, pyramid, RFM, lifecycles, funnels and person types."""
    engine = gateway_of(request).engine
    with engine.read() as connection:
        items = scheme_items(current(connection, engine.settings.zone))
        seen = [item for item in items if member.viewer.may_see(item.tag)]
        return [_scheme(one) for one in schemes(connection, seen, datetime.now(UTC))]


@router.get("/stages/{tag}")
def stages(request: Request, tag: str, member: Marketer) -> dict[str, Any]:
    """A lifecycle or funnel: who is where, days in each stage, and where they went; content per stage."""
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    with engine.read() as connection:
        item = current(connection, engine.settings.zone).by_key.get(tag)
        if item is None or not item.tag.history or not member.viewer.may_see(item.tag):
            raise Problem(404, f"'{tag}' keeps no history of stages: see GET /api/v1/segments/schemes.")
        report = stage_report(connection, item.tag, now)
    content = {value.name: value.advice for value in item.tag.values}
    return {
        "tag": tag,
        "version": item.tag.version,
        "at": now,
        "people": report.people,
        "step_days": STEPS,
        "stages": [asdict(one) | {"content": content[one.stage]} for one in report.stages],
    }


@router.get("/{segment_id}")
def show(request: Request, segment_id: str, member: Marketer) -> dict[str, Any]:
    """One segment, with how many meet it now."""
    found = _found(request, segment_id, member)
    meant = audience(gateway_of(request).engine, found.condition, datetime.now(UTC))
    return _shown(found) | {"count": len(meant.customer_ids), "remaining": meant.remaining}


@router.get("/{segment_id}/members")
def members(
    request: Request, segment_id: str, member: Marketer, limit: Limit = 50, after: str = ""
) -> dict[str, Any]:
    """Who meets it, masked, by customer id from ``after`` on, each with why; the look is recorded."""
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    found = _found(request, segment_id, member)
    ids = audience(engine, found.condition, now).customer_ids
    page = [one for one in ids if one > after][:limit]
    record(engine, member, "segment.members", segment_id, count=len(page))
    clauses = found.condition.clauses
    rows = [
        {
            "customer_id": one,
            **masked(engine, one),
            "why": [asdict(line) for line in why(engine, one, clauses, now)],
        }
        for one in page
    ]
    return {"count": len(ids), "members": rows, "next": page[-1] if len(page) == limit else None}


def _found(request: Request, segment_id: str, member: Staff) -> Segment:
    """Raises Problem 404, and 422 for tags of another department."""
    try:
        found = segment(gateway_of(request).engine, segment_id)
    except UnknownSegment as error:
        raise Problem(404, "There is no such segment: check the id.") from error
    may_use(found.condition, member)
    return found


def _shown(one: Segment) -> dict[str, Any]:
    return {
        "segment_id": one.id,
        "name": one.name,
        "condition": one.condition.model_dump(mode="json"),
        "computed": sentence(one.condition.clauses),
        "created_by": one.created_by,
        "created_at": one.created_at,
    }


def _scheme(one: Scheme) -> dict[str, Any]:
    tag = one.item.tag
    return {
        "tag": tag.key,
        "title": tag.title,
        "kind": one.kind,
        "version": tag.version,
        "computed": tag.meaning,
        "total": one.total,
        "without": one.without,
        "parts": [
            {
                "value": part.value.name,
                "meaning": part.value.meaning,
                "advice": part.value.advice,
                "count": part.count,
                "share": part.share,
            }
            for part in one.parts
        ],
    }
