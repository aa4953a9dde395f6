"""Messages to WeChat customers outside a passive reply."""

import asyncio
import logging
from typing import Any

from starlette.concurrency import run_in_threadpool

from channels.transport import TransportError
from channels.wechat.api import WechatApi
from channels.wechat.render import as_wechat_text
from recsys.customers.identity import value_of
from recsys.engine import Engine

log = logging.getLogger(__name__)
TRIES, PAUSE_S = 3, 0.5


class WechatOutlet:
    """Sends customer-service messages; a passing failure is tried again, a permanent one is not."""

    def __init__(self, engine: Engine, api: WechatApi) -> None:
        self._engine = engine
        self._api = api

    async def send(self, customer_id: str, replies: list[dict[str, Any]]) -> None:
        """Deliver to the customer's openid; raises TransportError."""
        openid = await run_in_threadpool(value_of, self._engine, "wechat", customer_id)
        if openid is None:
            raise TransportError("no_openid", permanent=True)
        text = as_wechat_text(replies)
        for attempt in range(1, TRIES + 1):
            try:
                await self._api.send_text(openid, text)
                return
            except TransportError as error:
                log.warning("customer-service message failed (%s), try %d", error.code, attempt)
                if error.permanent or attempt == TRIES:
                    raise
            await asyncio.sleep(PAUSE_S * attempt)

    async def close(self) -> None:
        """Give the connections back."""
        await self._api.close()
