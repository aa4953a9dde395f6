"""The wish for a person: a place in the queue."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool

from channels.conversation import Conversations
from channels.message import Heard, Reply
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish


async def request_handoff(engine: Engine, conversations: Conversations, heard: Heard, wish: Reply) -> bool:
    """Put the conversation into the queue; false when it stands there already."""
    meta = await conversations.meta(heard.conversation_id)
    if "waiting_since" in meta:
        return False
    reason, summary = str(wish.get("reason", "asked")), str(wish.get("summary", ""))
    event = Event(
        type="handoff.requested",
        customer_id=heard.message.customer_id,
        at=heard.message.at,
        channel=heard.message.channel,
        actor="customer",
        payload={"reason": reason, "summary": summary},
        conversation_id=heard.conversation_id,
        id=heard.message.derived_id("e", "handoff.requested"),
    )
    await run_in_threadpool(publish, engine, [event])
    await conversations.note(
        heard.conversation_id,
        waiting_since=datetime.now(UTC).isoformat(),
        handoff_reason=reason,
        handoff_summary=summary,
    )
    return True
