"""Deliver a push: it lands in the customer's conversation, so that a reply goes on from there."""

import asyncio

from channels.conversation import Owner
from channels.gateway import Gateway
from channels.message import Reply
from channels.transport import TransportError
from recsys.campaign.sending import INTERRUPTED, Send

DEADLINE_S = 15
WITH_AGENT = "with_agent"
ONE_WAY = ("sms",)  # nobody goes on talking there


def sender(gateway: Gateway, channel: str, loop: asyncio.AbstractEventLoop) -> Send:
    """A ``Send`` for the worker thread that runs a campaign; sending itself happens on ``loop``."""

    def send(customer_id: str, replies: list[Reply]) -> str | None:
        sent = asyncio.run_coroutine_threadsafe(_deliver(gateway, channel, customer_id, replies), loop)
        try:
            sent.result(DEADLINE_S)
        except TransportError as error:
            return error.code
        except TimeoutError:
            sent.cancel()
            return INTERRUPTED
        return None

    return send


async def _deliver(gateway: Gateway, channel: str, customer_id: str, replies: list[Reply]) -> None:
    """The transcript is the delivery in the app; in WeChat it follows the delivery. Raises TransportError."""
    if channel != "app" and channel not in gateway.outlets:
        raise TransportError("no_outlet", permanent=True)
    if channel in ONE_WAY:
        await gateway.deliver(channel, customer_id, replies)
        return
    conversation = await gateway.conversations.current(customer_id, channel)
    if (await gateway.conversations.meta(conversation)).get("owner") == "agent":
        raise TransportError(WITH_AGENT, permanent=False)
    await gateway.deliver(channel, customer_id, replies)
    owner: Owner | None = "bot" if channel == "app" else None
    if await gateway.conversations.append(conversation, "bot", replies, only_if_owner=owner) is None:
        raise TransportError(WITH_AGENT, permanent=False)
    for push in (reply for reply in replies if reply.get("push_id")):
        asks = push["options"][0]["text"]
        await gateway.conversations.note(conversation, push=push["push_id"], push_asks=asks)
