"""The agents' page: live conversations, the transcript, and what helps."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff, record
from channels.contact_view import timeline_of
from channels.copilot.member import Agent, meta_of, note
from channels.copilot.notes import blank
from channels.copilot.queue import queue_rows
from channels.copilot.scripts import scripts_for
from channels.copilot.side import side_of
from channels.entry import Entry
from channels.gateway import Gateway, gateway_of
from channels.live import event_stream
from channels.page import draw

router = APIRouter(prefix="/copilot", tags=["pages"], include_in_schema=False)


@router.get("", response_class=HTMLResponse)
async def page(request: Request, member: Agent, conversation: str | None = None) -> Response:
    """The three columns; a conversation may be open."""
    gateway = gateway_of(request)
    context: dict[str, Any] = {"me": member, "open": None, "rows": await queue_rows(gateway)}
    if conversation:
        context |= await _opened(gateway, conversation, member)
    return draw(request, "copilot/page.html", context)


async def _opened(gateway: Gateway, conversation: str, member: Staff) -> dict[str, Any]:
    meta = await meta_of(gateway, conversation)
    entries = await gateway.conversations.transcript(conversation)
    await run_in_threadpool(record, gateway.engine, member, "conversation.read", conversation)
    return {
        "open": conversation,
        "meta": meta,
        "entries": entries,
        "after": entries[-1].id if entries else "0",
        "post": None,
        "staff": True,
        "note": await run_in_threadpool(blank, gateway.engine, meta["customer_id"], conversation),
    }


@router.get("/queue", response_class=HTMLResponse)
async def queue(request: Request, member: Agent, conversation: str | None = None) -> Response:
    """The left column alone."""
    rows = await queue_rows(gateway_of(request))
    return draw(request, "copilot/queue.html", {"rows": rows, "open": conversation, "me": member})


@router.get("/scripts", response_class=HTMLResponse)
def scripts(request: Request, member: Agent, q: Annotated[str, Query(max_length=100)] = "") -> Response:
    """What an agent may say: the best for ``q``, or the first of each method."""
    return draw(request, "copilot/scripts.html", {"scripts": scripts_for(gateway_of(request).engine, q)})


@router.get("/{conversation}/side", response_class=HTMLResponse)
async def side(request: Request, conversation: str, member: Agent) -> Response:
    """The right column; what is suggested is logged."""
    gateway = gateway_of(request)
    meta = await meta_of(gateway, conversation)
    entries = await gateway.conversations.transcript(conversation)
    shown = await run_in_threadpool(side_of, gateway.engine, meta, entries, datetime.now(UTC), member.viewer)
    seen = {"step": shown.step.id, "kind": shown.step.kind}
    await note(gateway, "suggestion.shown", conversation, member, seen)
    return draw(request, "copilot/side.html", {"side": shown, "open": conversation, "meta": meta})


@router.get("/{conversation}/contacts", response_class=HTMLResponse)
async def contacts(request: Request, conversation: str, member: Agent, part: bool = False) -> Response:
    """The whole timeline of the customer; ``part`` without the filters."""
    gateway = gateway_of(request)
    customer_id = (await meta_of(gateway, conversation))["customer_id"]
    asked = {name: value for name, value in request.query_params.items() if name != "part"}
    found = await run_in_threadpool(timeline_of, gateway.engine, customer_id, asked)
    await run_in_threadpool(record, gateway.engine, member, "customer.read", customer_id, path="contacts")
    context = found | {"customer": "", "path": f"/copilot/{conversation}/contacts"}
    return draw(request, "contacts/part.html" if part else "copilot/contacts.html", context)


@router.get("/{conversation}/stream")
async def stream(request: Request, conversation: str, member: Agent, after: str = "0") -> EventSourceResponse:
    """The transcript as ready HTML."""
    gateway, template = gateway_of(request), request.app.state.templates.get_template("reply/entry.html")

    def as_html(entry: Entry) -> str:
        html: str = template.render(entry=entry, post=None, staff=True)
        return html

    return event_stream(request, gateway.conversations, conversation, after, as_html)
