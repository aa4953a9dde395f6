"""Who may use the copilot, and what they do as events."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends
from starlette.concurrency import run_in_threadpool

from channels.auth import Staff
from channels.gateway import Gateway
from channels.problem import Problem
from channels.staff_pages import page_staff
from recsys.events.event import Event
from recsys.events.log import publish


def agent(member: Annotated[Staff, Depends(page_staff)]) -> Staff:
    """Only those who serve customers."""
    if member.role not in ("agent", "supervisor", "admin"):
        raise Problem(403, "这个页面给客服人员使用,请换一个账号登录。")
    return member


Agent = Annotated[Staff, Depends(agent)]


async def meta_of(gateway: Gateway, conversation: str) -> dict[str, str]:
    """Fields of the conversation; raises Problem 404."""
    meta = await gateway.conversations.meta(conversation)
    if not meta:
        raise Problem(404, "没有这个会话,请从左边的列表里选。")
    return meta


async def note(
    gateway: Gateway, kind: str, conversation: str, member: Staff, what: dict[str, str]
) -> dict[str, str]:
    """Publish what the agent saw or did, and return the conversation's fields; raises Problem 404."""
    meta = await meta_of(gateway, conversation)
    event = Event(
        type=kind,
        customer_id=meta["customer_id"],
        at=datetime.now(UTC),
        channel=meta["channel"],
        actor="agent",
        payload=what | {"agent": member.id},
        conversation_id=conversation,
    )
    await run_in_threadpool(publish, gateway.engine, [event])
    return meta
