"""An agent takes a conversation from the bot, and gives it back."""

import logging
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool

from channels.done import done_since
from channels.gateway import Gateway
from channels.lock import LockTimeout
from channels.message import Reply
from channels.rasa_client import RasaUnavailable
from channels.transport import TransportError
from channels.wording import say
from recsys.events.event import Event, new_id
from recsys.events.log import publish

log = logging.getLogger(__name__)


async def take_over(gateway: Gateway, conversation_id: str, agent: str) -> bool:
    """Make the agent the owner; from here on the bot is silent. False when another agent has it."""
    claimed = await gateway.conversations.claim(conversation_id, agent)
    if claimed == "now":
        meta = await gateway.conversations.meta(conversation_id)
        await _announce(gateway, conversation_id, meta, say("taken_over"))
        await _publish(gateway, conversation_id, meta, "handoff.accepted", {"agent": agent})
        await gateway.turns.desk.tell_places()
    return claimed is not None


async def hand_back(gateway: Gateway, conversation_id: str, agent: str, settled: bool = False) -> bool:
    """Return the conversation to the bot, which says what was done and goes on with what it had asked.

    ``settled``: nothing is left to do, so the bot asks nothing. False when this agent does not own it.
    """
    meta = await gateway.conversations.meta(conversation_id)
    if not await gateway.conversations.release(conversation_id, agent):
        return False
    since = datetime.fromisoformat(meta["accepted_at"])
    done = await run_in_threadpool(done_since, gateway.engine, meta["customer_id"], since)
    did = say("agent_did").format(done="、".join(done.titles)) if done.titles else ""
    await _announce(gateway, conversation_id, meta, did + say("handed_back"))
    payload = {"agent": agent, "settled": settled, "done": list(done.titles)}
    await _publish(gateway, conversation_id, meta, "handoff.ended", payload)
    await _go_on(gateway, conversation_id, meta, settled, done.products)
    return True


async def _go_on(
    gateway: Gateway, conversation_id: str, meta: dict[str, str], settled: bool, done: tuple[str, ...]
) -> None:
    """Let the bot close what the agent has settled, or put its open question again."""
    customer_id, turns = meta["customer_id"], gateway.turns
    metadata = {
        "customer_id": customer_id,
        "channel": meta["channel"],
        "at": datetime.now(UTC).isoformat(),
        "turn_id": new_id("t"),
    }
    try:
        async with turns.locks.hold(customer_id):
            dialogue = await turns.store.dialogue(conversation_id)
            if dialogue is None:
                return
            answer = await gateway.rasa.resume(conversation_id, metadata, dialogue, settled, done)
            if answer.dialogue:
                await turns.store.keep_dialogue(conversation_id, answer.dialogue)
            shown = answer.replies and await gateway.conversations.append(
                conversation_id, "bot", answer.replies, only_if_owner="bot"
            )
    except (RasaUnavailable, LockTimeout) as error:
        log.warning("the bot did not go on in %s: %s", conversation_id, error)
        return
    if shown:
        payload = {"turn_id": metadata["turn_id"], "replies": answer.replies}
        await _publish(gateway, conversation_id, meta, "message.sent", payload)
        await _deliver(gateway, meta, answer.replies)


async def _announce(gateway: Gateway, conversation_id: str, meta: dict[str, str], text: str) -> None:
    """Tell the customer who speaks now, wherever they are."""
    line: list[Reply] = [{"type": "text", "text": text}]
    await gateway.conversations.append(conversation_id, "system", line)
    await _deliver(gateway, meta, line)


async def _publish(
    gateway: Gateway, conversation_id: str, meta: dict[str, str], kind: str, payload: dict[str, Any]
) -> None:
    event = Event(
        type=kind,
        customer_id=meta["customer_id"],
        at=datetime.now(UTC),
        channel=meta["channel"],
        actor="bot" if kind == "message.sent" else "agent",
        payload=payload,
        conversation_id=conversation_id,
    )
    await run_in_threadpool(publish, gateway.engine, [event])


async def _deliver(gateway: Gateway, meta: dict[str, str], line: list[Reply]) -> None:
    try:
        await gateway.deliver(meta["channel"], meta["customer_id"], line)
    except TransportError as error:
        log.warning("not delivered to the customer: %s", error.code)
