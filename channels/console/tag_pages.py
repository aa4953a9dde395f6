"""The tag library on the page: browse, search, see how a tag spreads, and why a customer has it."""

from datetime import UTC, datetime
from typing import Annotated, Any, get_args

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from channels.auth import record
from channels.console.member import Marketer, show_to
from channels.console.sample import masked
from channels.console.tag_words import KINDS, LEVELS
from channels.gateway import gateway_of
from channels.problem import Problem
from recsys.customers.load import UnknownCustomer
from recsys.engine import Engine
from recsys.tags.access import Viewer
from recsys.tags.definition import Compiled
from recsys.tags.example import MOMENT
from recsys.tags.explain import explain
from recsys.tags.reason import reason_of
from recsys.tags.registry import current
from recsys.tags.rule import Scope
from recsys.tags.schema import Group
from recsys.tags.spread import counts, spread

router = APIRouter(prefix="/console/tags", tags=["pages"], include_in_schema=False)
Text = Annotated[str, Query(max_length=60)]


@router.get("", response_class=HTMLResponse)
def library(
    request: Request, member: Marketer, q: Text = "", group: Text = "", kind: Text = "", part: bool = False
) -> Response:
    """Every definition that the member may see, with how many customers have it."""
    with gateway_of(request).engine.read() as connection:
        defs = current(connection)
        held = counts(connection, datetime.now(UTC))
    seen = [item.tag for item in defs.by_key.values() if member.viewer.may_see(item.tag)]
    groups: dict[str, list[Any]] = {name: [] for name in get_args(Group)}
    for tag in seen:
        text = f"{tag.key} {tag.title} {tag.meaning} {tag.owner} {tag.purpose}".lower()
        if q.strip().lower() in text and group in ("", tag.group) and kind in ("", tag.kind):
            groups[tag.group].append((tag, held.get(tag.key, 0)))
    context = {
        "groups": {name: rows for name, rows in groups.items() if rows},
        "names": list(groups),
        "kinds": KINDS,
        "asked": {"q": q, "group": group, "kind": kind},
        "found": sum(map(len, groups.values())),
    }
    return show_to(member, request, f"console/{'tag_rows' if part else 'tags'}.html", context)


@router.get("/{key}", response_class=HTMLResponse)
def show(request: Request, key: str, member: Marketer) -> Response:
    """One tag: what it means, its rule and example, how it spreads."""
    engine = gateway_of(request).engine
    item = definition_of(engine, key, member.viewer)
    with engine.read() as connection:
        found = spread(connection, item.tag, datetime.now(UTC))
    example = item.tag.example
    context = {
        "tag": item.tag,
        "kinds": KINDS,
        "levels": LEVELS,
        "rule": explain(item.tag.rule) if item.tag.follows else [],
        "example": explain(item.tag.rule, Scope(example.facts, {}, MOMENT)) if item.tag.follows else [],
        "spread": found,
        "chart": _chart(found.bars),
        "may_change": member.role in ("approver", "admin"),
    }
    return show_to(member, request, "console/tag.html", context)


@router.get("/{key}/why", response_class=HTMLResponse)
def why(request: Request, key: str, member: Marketer, customer: Text = "") -> Response:
    """Why somebody has the tag, or has not; the look is in the audit trail."""
    engine = gateway_of(request).engine
    item = definition_of(engine, key, member.viewer)
    try:
        who = masked(engine, customer.strip())
    except UnknownCustomer:
        context: dict[str, Any] = {"trouble": "没有这位客户,请检查客户编号。"}
        return show_to(member, request, "console/tag_why.html", context)
    record(engine, member, "customer.read", customer.strip(), path=request.url.path)
    found = reason_of(engine, item, customer.strip(), datetime.now(UTC))
    return show_to(
        member, request, "console/tag_why.html", {"trouble": "", "who": who, "why": found, "tag": item.tag}
    )


def definition_of(engine: Engine, key: str, viewer: Viewer) -> Compiled:
    """Raises Problem 404, for tags of other departments too."""
    with engine.read() as connection:
        item = current(connection, engine.settings.zone).by_key.get(key)
    if item is None or not viewer.may_see(item.tag):
        raise Problem(404, "没有这个标签,请从列表里选。")
    return item


def _chart(bars: tuple[tuple[str, int], ...]) -> dict[str, Any]:
    values = [count for _, count in bars]
    series = [{"name": "客户数", "values": values}]
    return {"kind": "bar", "unit": "位", "x": [label for label, _ in bars], "series": series}
