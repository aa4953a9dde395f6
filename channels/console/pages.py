"""The marketers' page: what there is."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from channels.console.member import Marketer, show_to
from channels.gateway import gateway_of
from recsys.campaign.campaign import campaigns
from recsys.sql import schema as t
from recsys.tags.definition import definitions
from recsys.tags.store import holding

router = APIRouter(prefix="/console", tags=["pages"], include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def overview(request: Request, member: Marketer) -> Response:
    """All campaigns and their counts."""
    engine = gateway_of(request).engine
    with engine.read() as connection:
        people = connection.scalar(sa.select(sa.func.count()).select_from(t.customers))
    return show_to(member, request, "console/overview.html", {"rows": campaigns(engine), "people": people})


@router.get("/tags", response_class=HTMLResponse)
def tags(request: Request, member: Marketer) -> Response:
    """Every tag definition, with how many customers have it."""
    with gateway_of(request).engine.read() as connection:
        query = sa.select(t.tags.c.key, sa.func.count()).where(holding(datetime.now(UTC)))
        query = query.group_by(t.tags.c.key)
        held = {key: count for key, count in connection.execute(query)}
    groups: dict[str, list[Any]] = {}
    for compiled in definitions().by_key.values():
        groups.setdefault(compiled.tag.group, []).append((compiled.tag, held.get(compiled.tag.key, 0)))
    return show_to(member, request, "console/tags.html", {"groups": groups})
