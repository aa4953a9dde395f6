"""Deliver a push: it lands in the customer's conversation, so that a reply goes on from there."""

import asyncio
from typing import Any

from channels.gateway import Gateway
from channels.transport import TransportError
from recsys.campaign.push import Send

DEADLINE_S = 15


def sender(gateway: Gateway, channel: str, loop: asyncio.AbstractEventLoop) -> Send:
    """A ``Send`` for the worker thread that runs a campaign; sending itself happens on ``loop``."""

    def send(customer_id: str, replies: list[dict[str, Any]]) -> str | None:
        sent = asyncio.run_coroutine_threadsafe(_deliver(gateway, channel, customer_id, replies), loop)
        try:
            sent.result(DEADLINE_S)
        except TransportError as error:
            return error.code
        except TimeoutError:
            return "interrupted"
        return None

    return send


async def _deliver(gateway: Gateway, channel: str, customer_id: str, replies: list[dict[str, Any]]) -> None:
    if channel != "app" and channel not in gateway.outlets:
        raise TransportError("no_outlet", permanent=True)
    await gateway.deliver(channel, customer_id, replies)
    conversation = await gateway.conversations.current(customer_id, channel)
    await gateway.conversations.append(conversation, "bot", replies)
