"""Messages that are planned for a moment, sent when it has come."""

import asyncio
import logging
from datetime import UTC, datetime

import redis
import sqlalchemy as sa
from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.push.sender import sender
from recsys.campaign.hangup import CHANNEL, send_due

log = logging.getLogger(__name__)
EVERY_S = 5.0


async def send_when_due(gateway: Gateway) -> None:
    """Until cancelled; several gateways may do so, each message is claimed by one of them."""
    go = sender(gateway, CHANNEL, asyncio.get_running_loop())
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await run_in_threadpool(send_due, gateway.engine, go, datetime.now(UTC))
        except (redis.RedisError, sa.exc.OperationalError) as error:
            log.warning("messages that are due wait: %s", error)
