"""White, grey and black lists on the page: search, put somebody on, end early."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from channels.auth import Staff, record
from channels.console.member import show_to
from channels.console.sample import masked
from channels.gateway import gateway_of
from channels.problem import Problem
from channels.staff_pages import page_staff
from channels.whom import meant
from recsys.customers.lists import (
    EVERYTHING,
    LISTS,
    TITLES,
    Entry,
    List,
    ListError,
    UnknownEntry,
    add,
    end,
    new_entry,
    search,
)
from recsys.customers.load import UnknownCustomer
from recsys.engine import Engine

router = APIRouter(prefix="/console/lists", tags=["pages"], include_in_schema=False)
Text = Annotated[str, Query(max_length=60)]


def reader(member: Annotated[Staff, Depends(page_staff)]) -> Staff:
    """Those who serve customers."""
    if member.role not in ("agent", "supervisor", "admin"):
        raise Problem(403, "名单给客服人员使用,请换一个账号登录。")
    return member


def writer(member: Annotated[Staff, Depends(reader)]) -> Staff:
    """Entering somebody and ending an entry is a decision of supervisors."""
    if member.role == "agent":
        raise Problem(403, "修改名单要主管或管理员,请换一个账号登录。")
    return member


Reader = Annotated[Staff, Depends(reader)]
Writer = Annotated[Staff, Depends(writer)]


@router.get("", response_class=HTMLResponse)
def page(request: Request, member: Reader, q: Text = "", name: Text = "", part: bool = False) -> Response:
    """What counts now or will."""
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    rows = [_row(engine, entry, now) for entry in search(engine, now, words=q.strip(), name=name)]
    context = {
        "rows": rows,
        "titles": TITLES,
        "asked": {"q": q, "name": name},
        "may_write": member.role != "agent",
        "products": sorted({item.title for item in engine.catalogue.items.values()}),
        "today": now.astimezone(engine.settings.zone).date().isoformat(),
        "trouble": "",
    }
    return show_to(member, request, f"console/{'list_rows' if part else 'lists'}.html", context)


@router.post("")
def enter(
    request: Request,
    member: Writer,
    customer: Annotated[str, Form(min_length=1, max_length=64)],
    list: Annotated[str, Form()],
    reason: Annotated[str, Form(max_length=200)],
    last_day: Annotated[date, Form()],
    product: Annotated[str, Form(max_length=100)] = EVERYTHING,
) -> Response:
    """Put somebody on a list up to the end of a day."""
    engine, now = gateway_of(request).engine, datetime.now(UTC)
    rest = {"department": member.department, "staff_id": member.id, "since": now}
    try:
        who = meant(engine, customer)
        until = datetime.combine(last_day + timedelta(days=1), time(), engine.settings.zone)
        entry = new_entry(
            who, _product(engine, product), _named(list), reason, **rest, until=until.astimezone(UTC)
        )
        add(engine, entry, now)
    except (ListError, UnknownCustomer, OverflowError) as error:
        said = {UnknownCustomer: "没有这位客户,请检查客户编号或手机号。", OverflowError: "最后一天太远了。"}
        trouble = {"trouble": said.get(type(error), str(error))}
        return show_to(member, request, "console/trouble.html", trouble, 422)
    return Response(status_code=204, headers={"HX-Redirect": "/console/lists"})


@router.post("/{entry_id}/end")
def finish(request: Request, entry_id: str, member: Writer) -> Response:
    """End an entry now; one that has ended already is left as it is."""
    engine = gateway_of(request).engine
    try:
        entry = end(engine, entry_id, member.id, datetime.now(UTC))
    except UnknownEntry:
        return Response(status_code=204, headers={"HX-Redirect": "/console/lists"})
    record(engine, member, "customer.read", entry.customer_id, path=request.url.path)
    return Response(status_code=204, headers={"HX-Redirect": "/console/lists"})


def _product(engine: Engine, words: str) -> str:
    """The id of a product that is named by id or title; what is neither is left as it is."""
    titled = {item.title: item.id for item in engine.catalogue.items.values()}
    return titled.get(words.strip(), words.strip()) or EVERYTHING


def _named(name: str) -> List:
    found = next((one for one in LISTS if one == name), None)
    if found is None:
        raise Problem(422, "没有这个名单,请选白名单、灰名单或黑名单。")
    return found


def _row(engine: Engine, entry: Entry, now: datetime) -> dict[str, Any]:
    item = engine.catalogue.items.get(entry.product_id)
    try:
        who = masked(engine, entry.customer_id)
    except UnknownCustomer:
        who = {"name": "已注销", "phone": "", "plan": ""}
    product = "全部产品" if entry.product_id == EVERYTHING else item.title if item else entry.product_id
    return {"entry": entry, "who": who, "product": product, "counts": entry.counts(now)}
