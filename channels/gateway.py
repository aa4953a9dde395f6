"""What every request handler of the gateway may use, opened once."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from fastapi import Request
from redis.asyncio import Redis

from channels.conversation import Conversations
from channels.lock import CustomerLocks
from channels.rasa_client import RasaClient
from channels.turn import Turns
from channels.wechat.account import WechatAccount
from channels.wechat.api import WechatApi
from channels.wechat.outlet import WechatOutlet
from recsys.engine import Engine, open_engine
from recsys.settings import Settings


class Outlet(Protocol):
    """Sends to customers of a channel that has no open page of ours (WeChat)."""

    async def send(self, customer_id: str, replies: list[dict[str, Any]]) -> None:
        """Deliver; raises channels.transport.TransportError."""

    async def close(self) -> None:
        """Give the connections back."""


@dataclass(frozen=True)
class Gateway:
    """The open parts; handlers reach it by ``gateway_of(request)``."""

    settings: Settings
    engine: Engine
    redis: Redis
    rasa: RasaClient
    conversations: Conversations
    turns: Turns
    outlets: dict[str, Outlet] = field(default_factory=dict)

    async def deliver(self, channel: str, customer_id: str, replies: list[dict[str, Any]]) -> None:
        """Send what was said outside a customer's own request; app and web pages follow the stream."""
        if outlet := self.outlets.get(channel):
            await outlet.send(customer_id, replies)

    async def close(self) -> None:
        """Give all connections back."""
        for outlet in self.outlets.values():
            await outlet.close()
        await self.rasa.close()
        await self.redis.aclose()
        self.engine.close()


def open_gateway(settings: Settings) -> Gateway:
    """Open everything; nothing is connected before its first use."""
    engine = open_engine(settings)
    redis = Redis.from_url(
        settings.redis_url, decode_responses=True, socket_connect_timeout=3, max_connections=512
    )
    rasa = RasaClient(settings.rasa_url, settings.inner_token, settings.turn_deadline_s)
    conversations = Conversations(redis, settings.conversation_idle_s, settings.transcript_keep_s)
    locks = CustomerLocks(redis, hold_s=settings.turn_deadline_s + 5, wait_s=settings.turn_deadline_s * 3)
    turns = Turns(engine, redis, rasa, locks, conversations)
    return Gateway(settings, engine, redis, rasa, conversations, turns, _outlets(settings, engine, redis))


def _outlets(settings: Settings, engine: Engine, redis: Redis) -> dict[str, Outlet]:
    """Customers in WeChat are reached through the first configured account."""
    if not settings.wechat_accounts:
        return {}
    account = WechatAccount.model_validate(next(iter(settings.wechat_accounts.values())))
    return {"wechat": WechatOutlet(engine, WechatApi(account, redis, settings.wechat_api_url))}


def gateway_of(request: Request) -> Gateway:
    """FastAPI dependency."""
    gateway: Gateway = request.app.state.gateway
    return gateway
