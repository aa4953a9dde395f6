"""From bot to person and back: queue, takeover, return."""

from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool

from channels.conversation import Conversations
from channels.wording import say
from recsys.engine import Engine
from recsys.events.event import Actor, Event
from recsys.events.log import publish


async def request_handoff(
    engine: Engine,
    conversations: Conversations,
    conversation_id: str,
    customer_id: str,
    channel: str,
    wish: dict[str, Any],
) -> bool:
    """Put the conversation into the queue; false when it stands there already."""
    meta = await conversations.meta(conversation_id)
    if "waiting_since" in meta:
        return False
    reason = str(wish.get("reason", "asked"))
    await conversations.note(
        conversation_id,
        waiting_since=datetime.now(UTC).isoformat(),
        handoff_reason=reason,
        handoff_summary=str(wish.get("summary", "")),
    )
    payload = {"reason": reason, "summary": str(wish.get("summary", ""))}
    await _publish(engine, "handoff.requested", "customer", conversation_id, customer_id, channel, payload)
    return True


async def take_over(engine: Engine, conversations: Conversations, conversation_id: str, agent: str) -> bool:
    """Make the agent the owner; from here on the bot is silent. False when another agent has it."""
    meta = await conversations.meta(conversation_id)
    if not await conversations.claim(conversation_id, agent):
        return False
    await conversations.forget_fields(conversation_id, "waiting_since")
    await conversations.append(conversation_id, "system", [{"type": "text", "text": say("taken_over")}])
    await _publish(
        engine,
        "handoff.accepted",
        "agent",
        conversation_id,
        meta["customer_id"],
        meta["channel"],
        {"agent": agent},
    )
    return True


async def hand_back(engine: Engine, conversations: Conversations, conversation_id: str, agent: str) -> bool:
    """Return the conversation to the bot. False when this agent does not own it."""
    meta = await conversations.meta(conversation_id)
    if meta.get("owner") != "agent" or meta.get("agent") != agent:
        return False
    await conversations.note(conversation_id, owner="bot")
    await conversations.forget_fields(conversation_id, "agent", "handoff_reason", "handoff_summary")
    await conversations.append(conversation_id, "system", [{"type": "text", "text": say("handed_back")}])
    await _publish(
        engine,
        "handoff.ended",
        "agent",
        conversation_id,
        meta["customer_id"],
        meta["channel"],
        {"agent": agent},
    )
    return True


async def _publish(
    engine: Engine,
    kind: str,
    actor: Actor,
    conversation_id: str,
    customer_id: str,
    channel: str,
    payload: dict[str, Any],
) -> None:
    event = Event(
        type=kind,
        customer_id=customer_id,
        at=datetime.now(UTC),
        channel=channel,
        actor=actor,
        payload=payload,
        conversation_id=conversation_id,
    )
    await run_in_threadpool(publish, engine, [event])
