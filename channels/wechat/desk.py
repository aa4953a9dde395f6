"""What we do with each kind of WeChat message or event."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.message import Incoming, Outcome
from channels.transport import TransportError
from channels.turn import StillRunning
from channels.wechat.address import Address, remember
from channels.wechat.happening import note_once
from channels.wechat.message import WechatMessage, as_text, kind_of
from channels.wechat.render import as_wechat_text
from channels.wording import say
from recsys.customers.identity import resolve

log = logging.getLogger(__name__)
ANSWER_WITHIN_S = 4.0  # WeChat closes the connection after five
_REMEMBER_S = 86_400


@dataclass(frozen=True)
class WechatDesk:
    """Answers one account's messages; late answers follow as customer-service messages."""

    gateway: Gateway
    account: str
    late: set[asyncio.Task[None]]

    async def answer(self, message: WechatMessage) -> str | None:
        """The passive reply, or none when nothing is to be said now."""
        try:
            return await self._answer(message)
        except RedisError:
            log.exception("wechat message not processed")
            return say("busy")

    async def _answer(self, message: WechatMessage) -> str | None:
        customer_id = await run_in_threadpool(resolve, self.gateway.engine, "wechat", message.openid)
        await remember(self.gateway.redis, customer_id, Address(self.account, message.openid))
        text = as_text(message)
        if message.kind != "event" or text:
            return await self._turn(message, customer_id, text)
        await note_once(self.gateway, self.account, message, customer_id)
        return say("wechat_welcome") if message.event == "subscribe" else None

    async def _turn(self, message: WechatMessage, customer_id: str, text: str) -> str | None:
        """Run the turn; after four seconds let it go on and deliver its answer later."""
        turn = asyncio.create_task(self.gateway.turns.take(self._incoming(message, customer_id, text)))
        try:
            outcome = await asyncio.wait_for(asyncio.shield(turn), ANSWER_WITHIN_S)
        except TimeoutError:
            self._later(self._deliver_late(turn, customer_id))
            await self.gateway.redis.set(self._late_key(message), "1", ex=_REMEMBER_S)
            return None
        except StillRunning:
            return say("waiting")
        if outcome.again and await self.gateway.redis.exists(self._late_key(message)):
            return None
        return as_wechat_text(outcome.replies) or None

    def _incoming(self, message: WechatMessage, customer_id: str, text: str) -> Incoming:
        at = datetime.fromtimestamp(message.created, UTC)
        return Incoming(customer_id, "wechat", text, f"{self.account}:{message.key}", at, kind_of(message))

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self.late.add(task)
        task.add_done_callback(self.late.discard)

    async def _deliver_late(self, turn: "asyncio.Task[Outcome]", customer_id: str) -> None:
        try:
            outcome = await turn
            replies = [] if outcome.again else outcome.replies
        except (StillRunning, RedisError):
            replies = [{"type": "text", "text": say("busy")}]
        if not replies:
            return
        try:
            await self.gateway.deliver("wechat", customer_id, replies)
        except TransportError as error:
            log.error("a late answer was not delivered: %s", error.code)

    def _late_key(self, message: WechatMessage) -> str:
        return f"huake:wechat:late:{self.account}:{message.key}"
