"""What we do with each kind of WeChat message or event."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.transport import TransportError
from channels.turn import Incoming, Outcome, StillRunning
from channels.wechat.message import WechatMessage, as_text
from channels.wechat.render import as_wechat_text
from channels.wording import say
from recsys.customers.identity import resolve
from recsys.events.event import Event
from recsys.events.log import publish

log = logging.getLogger(__name__)
ANSWER_WITHIN_S = 4.0  # WeChat closes the connection after five
_REMEMBER_S = 86_400
_EVENT_TYPES = {
    "subscribe": "channel.subscribed",
    "unsubscribe": "channel.unsubscribed",
    "scan": "channel.scanned",
    "view": "channel.viewed",
}


@dataclass(frozen=True)
class WechatDesk:
    """Answers one account's messages; late answers follow as customer-service messages."""

    gateway: Gateway
    account: str
    late: set[asyncio.Task[None]]

    async def answer(self, message: WechatMessage) -> str | None:
        """The passive reply, or none when nothing is to be said now. Never raises."""
        try:
            return await self._answer(message)
        except RedisError:
            log.exception("wechat message not processed")
            return say("busy")

    async def _answer(self, message: WechatMessage) -> str | None:
        customer_id = await run_in_threadpool(resolve, self.gateway.engine, "wechat", message.openid)
        text = as_text(message)
        if text is not None:
            return await self._turn(message, customer_id, text)
        if message.kind != "event":
            return say(
                f"wechat_{message.kind}" if message.kind in ("image", "location", "voice") else "wechat_other"
            )
        if await self._first(message):
            await self._note_event(message, customer_id)
        return say("wechat_welcome") if message.event == "subscribe" else None

    async def _turn(self, message: WechatMessage, customer_id: str, text: str) -> str | None:
        """Run the turn; after four seconds let it go on and deliver its answer later."""
        at = datetime.fromtimestamp(message.created, UTC)
        incoming = Incoming(customer_id, "wechat", text, f"{self.account}:{message.key}", at, message.kind)
        turn = asyncio.create_task(self.gateway.turns.take(incoming))
        try:
            outcome = await asyncio.wait_for(asyncio.shield(turn), ANSWER_WITHIN_S)
        except TimeoutError:
            await self._redis.set(self._late_key(message), "1", ex=_REMEMBER_S)
            self._later(self._deliver_late(turn, customer_id))
            return None
        except StillRunning:
            return say("waiting")
        if outcome.again and await self._redis.exists(self._late_key(message)):
            return None
        return as_wechat_text(outcome.replies) or None

    def _later(self, work: Any) -> None:
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

    async def _first(self, message: WechatMessage) -> bool:
        key = f"huake:wechat:seen:{self.account}:{message.key}"
        return bool(await self._redis.set(key, "1", nx=True, ex=_REMEMBER_S))

    async def _note_event(self, message: WechatMessage, customer_id: str) -> None:
        kind = _EVENT_TYPES.get(message.event)
        if kind is None:
            return
        event = Event(
            type=kind,
            customer_id=customer_id,
            at=datetime.fromtimestamp(message.created, UTC),
            channel="wechat",
            actor="customer",
            payload={"account": self.account, "key": message.fields.get("EventKey", "")},
        )
        await run_in_threadpool(publish, self.gateway.engine, [event])

    def _late_key(self, message: WechatMessage) -> str:
        return f"huake:wechat:late:{self.account}:{message.key}"

    @property
    def _redis(self) -> Redis:
        return self.gateway.redis
