"""Possible duplicates side by side: merge, keep apart, take a merge back."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response

from channels.api.records import united
from channels.auth import Staff, record
from channels.console.member import show_to
from channels.gateway import gateway_of
from channels.problem import Problem
from channels.record_view import merge_shown, value_title
from channels.staff_pages import page_staff
from recsys.customers.duplicates import Duplicate, duplicates, find, set_apart
from recsys.customers.merging.merge import merges
from recsys.customers.merging.people import which_goes_on
from recsys.customers.merging.undo import UndoRefused, undo
from recsys.customers.record import Field, rules, tables
from recsys.customers.record import record_of as settled
from recsys.customers.sameness import title
from recsys.customers.statements import statements_of
from recsys.engine import Engine

router = APIRouter(prefix="/console/records", tags=["pages"], include_in_schema=False)
SHOWN = 50
Id = Annotated[str, Form(min_length=1, max_length=64)]
Reason = Annotated[str, Form(min_length=2, max_length=200)]


def supervisor(member: Annotated[Staff, Depends(page_staff)]) -> Staff:
    """Merging customers is a decision of supervisors."""
    if member.role not in ("supervisor", "admin"):
        raise Problem(403, "客户合并要主管或管理员,请换一个账号登录。")
    return member


Supervisor = Annotated[Staff, Depends(supervisor)]


@router.get("", response_class=HTMLResponse)
def page(request: Request, member: Supervisor) -> Response:
    """Pairs with their evidence, and the latest merges."""
    engine = gateway_of(request).engine
    pairs = duplicates(engine, limit=SHOWN)
    record(engine, member, "duplicates.read", "*", pairs=len(pairs))
    context = {
        "pairs": [_pair(engine, pair) for pair in pairs],
        "apart": len(duplicates(engine, decided=True)),
        "merges": [merge_shown(done) for done in merges(engine, limit=SHOWN)],
    }
    return show_to(member, request, "console/records.html", context)


@router.post("/search")
def look(request: Request, member: Supervisor) -> Response:
    """Look through all records anew."""
    found = find(gateway_of(request).engine, datetime.now(UTC))
    record(gateway_of(request).engine, member, "duplicates.search", "*", compared=found.compared)
    return _again()


@router.post("/merge")
def unite(request: Request, member: Supervisor, one: Id, other: Id, reason: Reason) -> Response:
    """Make the pair one record."""
    try:
        united(gateway_of(request).engine, one, other, member, reason)
    except Problem as problem:
        return _trouble(member, request, problem.detail)
    return _again()


@router.post("/apart")
def part(request: Request, member: Supervisor, one: Id, other: Id, reason: Reason) -> Response:
    """The pair are two people."""
    engine = gateway_of(request).engine
    try:
        set_apart(engine, (one, other), member.id, reason, datetime.now(UTC))
    except LookupError:
        return _trouble(member, request, "这一对已经不在列表里,请刷新页面。")
    record(engine, member, "customer.apart", one, other=other, reason=reason)
    return _again()


@router.post("/{merge_id}/undo")
def take_back(request: Request, merge_id: str, member: Supervisor) -> Response:
    """Both records as before."""
    try:
        undo(gateway_of(request).engine, merge_id, member.id, datetime.now(UTC))
    except UndoRefused as error:
        return _trouble(member, request, str(error))
    return _again()


def _again() -> Response:
    return Response(status_code=204, headers={"HX-Redirect": "/console/records"})


def _trouble(member: Staff, request: Request, text: str) -> Response:
    return show_to(member, request, "console/trouble.html", {"trouble": text}, 422)


def _pair(engine: Engine, pair: Duplicate) -> dict[str, Any]:
    """Both records field by field, and what a merge would make of them; what differs is marked."""
    ids = (pair.customer_id, pair.other_id)
    with engine.read() as connection:
        said = [statements_of(connection, one) for one in ids]
        kept = which_goes_on(connection, *ids)
    sides, united = [settled(words) for words in said], settled([*said[0], *said[1]])
    return {
        "pair": pair,
        "kept": kept,
        "evidence": [title(name) for name in pair.evidence],
        "fields": [
            {
                "title": rule.title,
                "one": _cell(name, sides[0].get(name)),
                "other": _cell(name, sides[1].get(name)),
                "differs": _differs(sides[0].get(name), sides[1].get(name)),
                "united": _cell(name, united.get(name)),
                "why": tables()["why"][united[name].why],
            }
            for name, rule in rules().items()
            if name in united
        ],
    }


def _cell(name: str, field: Field | None) -> dict[str, str]:
    if field is None:
        return {"value": "—", "source": ""}
    checked = "已核验" if field.verified else "未核验"
    source = f"{tables()['sources'][field.source]['title']} · {checked} · {_day(field.at)}"
    return {"value": value_title(name, field.value), "source": source}


def _day(at: datetime) -> str:
    return date.isoformat(at.date())


def _differs(one: Field | None, other: Field | None) -> bool:
    return one is not None and other is not None and one.value != other.value
