"""The contact view (客户接触信息视图): one timeline over all channels, filtered, counted, exported."""

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import datetime, tzinfo
from hashlib import sha256
from typing import Annotated, Any

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from channels.api.customers import Limit, Reader, may_see
from channels.auth import record
from channels.problem import Problem
from channels.whom import Named
from recsys.campaign.contact_clause import channel_title
from recsys.contacts.contact import Contact
from recsys.contacts.timeline import FACETS, BadCursor, Wanted, by_month, page, tally
from recsys.engine import Engine
from recsys.sql import schema as t

router = APIRouter(prefix="/api/v1/customers", tags=["contacts"])
Chosen = Annotated[list[str], Query(max_length=20)]
COLUMNS = {
    "at": "时间",
    "kind": "种类",
    "channel": "渠道",
    "department": "部门",
    "business_type": "业务",
    "handled_by": "经办",
    "result": "结果",
    "content": "内容",
    "times": "次数",
    "changed_at": "更新时间",
}
CSV_PAGE = 1000


def wanted_of(
    kind: Chosen = [],  # noqa: B006 (FastAPI copies defaults)
    channel: Chosen = [],  # noqa: B006
    department: Chosen = [],  # noqa: B006
    business_type: Chosen = [],  # noqa: B006
    handled_by: Chosen = [],  # noqa: B006
    result: Chosen = [],  # noqa: B006
    since: AwareDatetime | None = None,
    until: AwareDatetime | None = None,
    text: Annotated[str, Query(max_length=60)] = "",
) -> Wanted:
    """The filters of a call; several values of one field mean any of them."""
    values = (kind, channel, department, business_type, handled_by, result)
    chosen = {name: tuple(some) for name, some in zip(FACETS, values, strict=True) if some}
    return Wanted(chosen, since, until, text.strip())


Filters = Annotated[Wanted, Depends(wanted_of)]


@router.get("/{customer_id}/contacts")
def contacts(
    request: Request,
    response: Response,
    customer_id: Named,
    member: Reader,
    wanted: Filters,
    limit: Limit = 50,
    after: str | None = None,
) -> list[dict[str, Any]]:
    """The timeline over all channels, newest first; the header ``Link`` names the next page."""
    engine = may_see(request, customer_id, member)
    try:
        shown, later = page(engine, customer_id, wanted, after=after, limit=limit)
    except BadCursor as error:
        raise Problem(422, "'after' does not come from an earlier page: begin without it.") from error
    if later:
        response.headers["Link"] = f'<{request.url.include_query_params(after=later)}>; rel="next"'
    return [asdict(contact) for contact in named(engine, shown)]


@router.get("/{customer_id}/contacts/summary")
def summary(request: Request, customer_id: Named, member: Reader, wanted: Filters) -> dict[str, Any]:
    """Counts per value of every filter, and per month by kind and by channel."""
    engine = may_see(request, customer_id, member)
    counts = {
        name: [{"value": value, "count": count} for value, count in found]
        for name, found in tally(engine, customer_id, wanted).items()
    }
    months = {name: by_month(engine, customer_id, wanted, name) for name in ("kind", "channel")}
    return {"counts": counts, "by_month": months}


@router.get("/{customer_id}/contacts.csv")
def export(request: Request, customer_id: Named, member: Reader, wanted: Filters) -> Response:
    """The filtered timeline as CSV (UTF-8 with a mark that spreadsheets know)."""
    engine = may_see(request, customer_id, member)
    record(engine, member, "contacts.export", customer_id)
    name = f'attachment; filename="contacts-{sha256(customer_id.encode()).hexdigest()[:8]}.csv"'
    rows = csv_lines(engine, customer_id, wanted)
    return StreamingResponse(
        rows, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )


def named(engine: Engine, contacts: list[Contact]) -> list[Contact]:
    """With the names of the staff instead of their ids."""
    names = staff_names(engine, {contact.handled_by for contact in contacts})
    return [replace(one, handled_by=names.get(one.handled_by, one.handled_by)) for one in contacts]


def staff_names(engine: Engine, ids: set[str]) -> dict[str, str]:
    """Id → name, of those that are staff."""
    s = t.staff.c
    with engine.read() as connection:
        rows = connection.execute(sa.select(s.id, s.name).where(s.id.in_(ids)))
        return {row.id: row.name for row in rows}


def csv_lines(engine: Engine, customer_id: str, wanted: Wanted) -> Iterator[str]:
    """Header and rows, newest first, page by page; local times, as spreadsheets read them."""
    yield "\ufeff" + _line(COLUMNS.values())
    after: str | None = None
    while True:
        shown, after = page(engine, customer_id, wanted, after=after, limit=CSV_PAGE)
        for contact in named(engine, shown):
            yield _line([_cell(name, getattr(contact, name), engine.settings.zone) for name in COLUMNS])
        if after is None:
            return


def _cell(name: str, value: Any, zone: tzinfo) -> str:
    """No cell is a formula to a spreadsheet."""
    if isinstance(value, datetime):
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M:%S}"
    text = "" if value is None else channel_title(value) if name == "channel" else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _line(values: Any) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()
