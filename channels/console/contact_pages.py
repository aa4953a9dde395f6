"""All contacts of one customer on the page, masked; every look is in the audit trail."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response

from channels.auth import record
from channels.console.member import Marketer, show_to
from channels.console.sample import masked
from channels.contact_view import timeline_of
from channels.gateway import gateway_of
from channels.whom import meant
from recsys.customers.load import UnknownCustomer

router = APIRouter(prefix="/console/contacts", tags=["pages"], include_in_schema=False)


@router.get("", response_class=HTMLResponse)
def timeline(
    request: Request,
    member: Marketer,
    customer: Annotated[str, Query(max_length=64)] = "",
    part: bool = False,
) -> Response:
    """The timeline of the customer that is named; the form alone when none is."""
    engine = gateway_of(request).engine
    if not customer.strip():
        return show_to(member, request, "console/contacts.html", {"customer": "", "trouble": ""})
    try:
        who = meant(engine, customer)
        person = masked(engine, who)
    except UnknownCustomer:
        context = {"customer": customer, "trouble": "没有这位客户,请检查客户编号或手机号。"}
        return show_to(member, request, "console/contacts.html", context, 404)
    record(engine, member, "customer.read", who, path=request.url.path)
    asked = {name: value for name, value in request.query_params.items() if name not in ("customer", "part")}
    found = timeline_of(engine, who, asked)
    context = found | {"customer": who, "person": person, "trouble": "", "path": "/console/contacts"}
    return show_to(member, request, f"contacts/{'part' if part else 'console'}.html", context)
