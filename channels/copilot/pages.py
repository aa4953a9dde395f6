"""The agents' page: live conversations, the transcript, and what helps."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, Response
from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff, record
from channels.copilot.side import side_of
from channels.entry import Entry
from channels.gateway import Gateway, gateway_of
from channels.live import event_stream
from channels.mask import mask_name
from channels.problem import Problem
from channels.send import send_as_agent
from channels.staff_pages import page_staff
from channels.takeover import hand_back, take_over
from channels.transport import TransportError
from recsys.customers.load import UnknownCustomer, customer
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.service.escalation import CALM

router = APIRouter(prefix="/copilot", tags=["pages"], include_in_schema=False)
REASONS = {"asked": "客户要求", "stuck": "连续没听懂", "angry": "情绪不满", "complaint": "投诉"}
FEEDBACK = {"used": "suggestion.used", "edited": "suggestion.edited", "dismissed": "suggestion.dismissed"}


def agent(member: Annotated[Staff, Depends(page_staff)]) -> Staff:
    """Only those who serve customers."""
    if member.role not in ("agent", "supervisor", "admin"):
        raise Problem(403, "这个页面给客服人员使用,请换一个账号登录。")
    return member


Agent = Annotated[Staff, Depends(agent)]


@router.get("", response_class=HTMLResponse)
async def page(request: Request, member: Agent, conversation: str | None = None) -> Response:
    """The three columns; a conversation may be open."""
    gateway = gateway_of(request)
    context: dict[str, Any] = {"me": member, "open": None, "rows": await queue_rows(gateway)}
    if conversation:
        context |= await _opened(gateway, conversation, member)
    return _draw(request, "copilot/page.html", context)


async def _opened(gateway: Gateway, conversation: str, member: Staff) -> dict[str, Any]:
    meta = await gateway.conversations.meta(conversation)
    if not meta:
        raise Problem(404, "没有这个会话,请从左边的列表里选。")
    entries = await gateway.conversations.transcript(conversation)
    await run_in_threadpool(record, gateway.engine, member, "conversation.read", conversation)
    return {
        "open": conversation,
        "meta": meta,
        "entries": entries,
        "after": entries[-1].id if entries else "0",
        "post": None,
        "staff": True,
    }


@router.get("/queue", response_class=HTMLResponse)
async def queue(request: Request, member: Agent, conversation: str | None = None) -> Response:
    """The left column alone."""
    rows = await queue_rows(gateway_of(request))
    return _draw(request, "copilot/queue.html", {"rows": rows, "open": conversation, "me": member})


async def queue_rows(gateway: Gateway) -> list[dict[str, Any]]:
    """Live conversations as people read them: masked name, waiting time, mood, reason of handoff."""
    now = datetime.now(UTC)
    rows = []
    for meta in await gateway.conversations.live():
        try:
            person = await run_in_threadpool(customer, gateway.engine, meta["customer_id"])
        except UnknownCustomer:
            continue
        since = meta.get("waiting_since")
        seconds = int((now - datetime.fromisoformat(since)).total_seconds()) if since else None
        rows.append(
            {
                "id": meta["id"],
                "name": mask_name(person.name),
                "owner": meta["owner"],
                "agent": meta.get("agent"),
                "channel": meta["channel"],
                "waiting": f"等待{seconds // 60}分{seconds % 60}秒" if seconds is not None else None,
                "reason": REASONS.get(meta.get("handoff_reason", ""), ""),
                "summary": meta.get("handoff_summary", ""),
                "mood": meta.get("mood", CALM),
                "gist": meta.get("last_text", ""),
            }
        )
    return rows


@router.get("/{conversation}/side", response_class=HTMLResponse)
async def side(request: Request, conversation: str, member: Agent) -> Response:
    """The right column; what is suggested is logged."""
    gateway = gateway_of(request)
    meta = await gateway.conversations.meta(conversation)
    if not meta:
        raise Problem(404, "没有这个会话,请从左边的列表里选。")
    entries = await gateway.conversations.transcript(conversation)
    shown = await run_in_threadpool(side_of, gateway.engine, meta, entries, datetime.now(UTC))
    await _note(
        gateway,
        "suggestion.shown",
        conversation,
        meta,
        member,
        {"step": shown.step.id, "kind": shown.step.kind},
    )
    return _draw(request, "copilot/side.html", {"side": shown, "open": conversation, "meta": meta})


@router.get("/{conversation}/stream")
async def stream(request: Request, conversation: str, member: Agent, after: str = "0") -> EventSourceResponse:
    """The transcript as ready HTML."""
    gateway, template = gateway_of(request), request.app.state.templates.get_template("reply/entry.html")

    def draw(entry: Entry) -> str:
        html: str = template.render(entry=entry, post=None, staff=True)
        return html

    return event_stream(request, gateway.conversations, conversation, after, draw)


@router.post("/{conversation}/takeover")
async def takeover(request: Request, conversation: str, member: Agent) -> Response:
    """The agent speaks from here on."""
    gateway = gateway_of(request)
    if not await take_over(gateway, conversation, member.id):
        return _trouble("另一位客服已经接了这个会话。")
    await run_in_threadpool(record, gateway.engine, member, "conversation.takeover", conversation)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.post("/{conversation}/handback")
async def handback(request: Request, conversation: str, member: Agent) -> Response:
    """The bot speaks again."""
    gateway = gateway_of(request)
    if not await hand_back(gateway, conversation, member.id):
        return _trouble("这个会话不在您手里。")
    await run_in_threadpool(record, gateway.engine, member, "conversation.handback", conversation)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.post("/{conversation}/say")
async def say_to_customer(
    request: Request, conversation: str, member: Agent, text: Annotated[str, Form(max_length=1000)]
) -> Response:
    """Send the agent's words."""
    gateway = gateway_of(request)
    meta = await gateway.conversations.meta(conversation)
    if meta.get("owner") != "agent" or meta.get("agent") != member.id:
        return _trouble("请先点「接管」,再回复客户。")
    if not text.strip():
        return _trouble("请先写点什么再发送。")
    try:
        await send_as_agent(gateway, conversation, meta, member.id, text.strip(), datetime.now(UTC))
    except Problem as problem:
        return _trouble(str(problem.detail))
    except TransportError as error:
        return _trouble(f"没有送达客户({error.code}),请稍后重发或电话联系。")
    return Response(status_code=204)


@router.post("/{conversation}/feedback")
async def feedback(
    request: Request,
    conversation: str,
    member: Agent,
    step: Annotated[str, Form(max_length=64)],
    what: Annotated[str, Form(pattern="^(used|edited|dismissed)$")],
    reason: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """What the agent did with a suggestion: 采用, 修改 or 不用 with a reason."""
    gateway = gateway_of(request)
    meta = await gateway.conversations.meta(conversation)
    await _note(gateway, FEEDBACK[what], conversation, meta, member, {"step": step, "reason": reason})
    return Response(status_code=204)


async def _note(
    gateway: Gateway,
    kind: str,
    conversation: str,
    meta: dict[str, str],
    member: Staff,
    payload: dict[str, Any],
) -> None:
    event = Event(
        type=kind,
        customer_id=meta["customer_id"],
        at=datetime.now(UTC),
        channel=meta["channel"],
        actor="agent",
        payload=payload | {"agent": member.id},
        conversation_id=conversation,
    )
    await run_in_threadpool(publish, gateway.engine, [event])


def _trouble(text: str) -> Response:
    """Shown in the page's line of trouble."""
    return Response(text, status_code=409, media_type="text/plain; charset=utf-8")


def _draw(request: Request, name: str, context: dict[str, Any]) -> Response:
    page: Response = request.app.state.templates.TemplateResponse(request, name, context)
    return page
