"""Messages to WeChat customers outside a passive reply."""

import asyncio
import logging
from collections.abc import Mapping

from redis.asyncio import Redis
from starlette.concurrency import run_in_threadpool

from channels.message import Reply
from channels.transport import TransportError
from channels.wechat.address import Address, last_heard
from channels.wechat.api import WechatApi
from channels.wechat.render import as_wechat_text
from recsys.customers.identity import value_of
from recsys.engine import Engine

log = logging.getLogger(__name__)
TRIES, PAUSE_S = 3, 0.5


class WechatOutlet:
    """Sends customer-service messages; a passing failure is tried again, a permanent one is not."""

    def __init__(self, engine: Engine, redis: Redis, apis: Mapping[str, WechatApi]) -> None:
        self._engine = engine
        self._redis = redis
        self._apis = apis  # by name of the account

    async def send(self, customer_id: str, replies: list[Reply]) -> None:
        """Deliver where the customer was last heard; raises TransportError."""
        to = await self._address(customer_id)
        text = as_wechat_text(replies)
        for attempt in range(1, TRIES + 1):
            try:
                await self._apis[to.account].send_text(to.openid, text)
                return
            except TransportError as error:
                log.warning("customer-service message failed (%s), try %d", error.code, attempt)
                if error.permanent or attempt == TRIES:
                    raise
            await asyncio.sleep(PAUSE_S * attempt)

    async def _address(self, customer_id: str) -> Address:
        """Who was never heard, or not in an account that we still have, is met in the first account."""
        heard = await last_heard(self._redis, customer_id)
        if heard and heard.account in self._apis:
            return heard
        openid = await run_in_threadpool(value_of, self._engine, "wechat", customer_id)
        if openid is None:
            raise TransportError("no_openid", permanent=True)
        return Address(next(iter(self._apis)), openid)

    async def close(self) -> None:
        """Give the connections back."""
        for api in self._apis.values():
            await api.close()
