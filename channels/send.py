"""Words of an agent to a customer, in the channel where the customer is."""

from datetime import datetime
from typing import Any

from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.problem import Problem
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.wealth.compliance import forbidden_words


async def send_as_agent(
    gateway: Gateway, conversation_id: str, meta: dict[str, str], agent: str, text: str, now: datetime
) -> str:
    """Return the transcript id; raises Problem 422 for words that must not leave us."""
    found = forbidden_words(text)
    if found:
        raise Problem(422, f"请换个说法,这些词不能发给客户:{'、'.join(found)}")
    replies: list[dict[str, Any]] = [{"type": "text", "text": text}]
    entry = await gateway.conversations.append(conversation_id, "agent", replies, only_if_owner="agent")
    if entry is None:
        raise Problem(409, "The conversation went back to the bot: take it over again.")
    event = Event(
        type="message.sent",
        customer_id=meta["customer_id"],
        at=now,
        channel=meta["channel"],
        actor="agent",
        payload={"replies": replies, "agent": agent},
        conversation_id=conversation_id,
    )
    await run_in_threadpool(publish, gateway.engine, [event])
    await gateway.deliver(meta["channel"], meta["customer_id"], replies)
    return entry
