"""The marketers' page: what there is."""

import sqlalchemy as sa
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from channels.console.member import Marketer, show_to
from channels.gateway import gateway_of
from recsys.campaign.campaign import campaigns
from recsys.sql import schema as t

router = APIRouter(prefix="/console", tags=["pages"], include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def overview(request: Request, member: Marketer) -> Response:
    """All campaigns and their counts."""
    engine = gateway_of(request).engine
    with engine.read() as connection:
        people = connection.scalar(sa.select(sa.func.count()).select_from(t.customers))
    return show_to(member, request, "console/overview.html", {"rows": campaigns(engine), "people": people})
