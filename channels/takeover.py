"""An agent takes a conversation from the bot, and gives it back."""

import logging
from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.message import Reply
from channels.transport import TransportError
from channels.wording import say
from recsys.events.event import Event
from recsys.events.log import publish

log = logging.getLogger(__name__)


async def take_over(gateway: Gateway, conversation_id: str, agent: str) -> bool:
    """Make the agent the owner; from here on the bot is silent. False when another agent has it."""
    claimed = await gateway.conversations.claim(conversation_id, agent)
    if claimed == "now":
        await _announce(gateway, conversation_id, agent, "handoff.accepted", "taken_over")
    return claimed is not None


async def hand_back(gateway: Gateway, conversation_id: str, agent: str) -> bool:
    """Return the conversation to the bot. False when this agent does not own it."""
    released = await gateway.conversations.release(conversation_id, agent)
    if released:
        await _announce(gateway, conversation_id, agent, "handoff.ended", "handed_back")
    return released


async def _announce(gateway: Gateway, conversation_id: str, agent: str, kind: str, wording: str) -> None:
    """Tell the customer who speaks now, wherever they are, and the rest of the system."""
    meta = await gateway.conversations.meta(conversation_id)
    line: list[Reply] = [{"type": "text", "text": say(wording)}]
    await gateway.conversations.append(conversation_id, "system", line)
    event = Event(
        type=kind,
        customer_id=meta["customer_id"],
        at=datetime.now(UTC),
        channel=meta["channel"],
        actor="agent",
        payload={"agent": agent},
        conversation_id=conversation_id,
    )
    await run_in_threadpool(publish, gateway.engine, [event])
    try:
        await gateway.deliver(meta["channel"], meta["customer_id"], line)
    except TransportError as error:
        log.warning("the customer was not told of %s: %s", kind, error.code)
