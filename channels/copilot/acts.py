"""What an agent does in a conversation from the page."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from channels.auth import record
from channels.copilot.member import Agent, meta_of, note
from channels.gateway import gateway_of
from channels.problem import Problem
from channels.send import send_as_agent
from channels.takeover import hand_back, take_over
from channels.transport import TransportError
from recsys.offer.codes import code_title
from recsys.offer.policy_view import offer_refusal
from recsys.ranking.desk import tell_customer_saw

router = APIRouter(prefix="/copilot", tags=["pages"], include_in_schema=False)
NOT_WANTED = "客户不需要"
FEEDBACK = {"used": "suggestion.used", "edited": "suggestion.edited", "dismissed": "suggestion.dismissed"}


@router.post("/{conversation}/takeover")
async def takeover(request: Request, conversation: str, member: Agent) -> Response:
    """The agent speaks from here on."""
    gateway = gateway_of(request)
    if not await take_over(gateway, conversation, member.id):
        return _trouble("另一位客服已经接了这个会话。")
    await run_in_threadpool(record, gateway.engine, member, "conversation.takeover", conversation)
    return Response(status_code=204, headers={"HX-Refresh": "true"})


@router.post("/{conversation}/handback")
async def handback(
    request: Request, conversation: str, member: Agent, settled: Annotated[bool, Form()] = False
) -> Response:
    """The bot speaks again; it asks nothing more when the matter is settled."""
    gateway = gateway_of(request)
    if not await hand_back(gateway, conversation, member.id, settled):
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
    product: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """What the agent did with a suggestion: 采用, 修改 or 不用 with a reason.

    A product that may not be offered any more is not to be used: 409 says why.
    """
    gateway = gateway_of(request)
    meta, now = await meta_of(gateway, conversation), datetime.now(UTC)
    who = meta["customer_id"]
    if product and what != "dismissed":
        code = await run_in_threadpool(offer_refusal, gateway.engine, who, product, meta["channel"], now)
        if code:
            return _trouble(f"这条建议已经作废:{code_title(code)}。")
    await note(gateway, FEEDBACK[what], conversation, member, {"step": step, "reason": reason})
    refused = what == "dismissed" and reason == NOT_WANTED
    if what != "dismissed" or refused:
        await run_in_threadpool(
            tell_customer_saw, gateway.engine, step, who, conversation, now, refused=refused
        )
    return Response(status_code=204)


def _trouble(text: str) -> Response:
    """Shown in the page's line of trouble."""
    return Response(text, status_code=409, media_type="text/plain; charset=utf-8")
