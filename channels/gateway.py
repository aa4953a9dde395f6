"""What every request handler of the gateway may use, opened once."""

from dataclasses import dataclass, field

from fastapi import Request
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff
from redis.exceptions import ConnectionError as RedisGone

from channels.conversation import Conversations
from channels.handoff import HandoffDesk
from channels.lock import CustomerLocks
from channels.message import Reply
from channels.outlet import Outlet
from channels.push.sms import SmsOutlet
from channels.rasa_client import RasaClient
from channels.turn import Turns
from channels.turn_store import TurnStore
from channels.waiting import Waiting
from channels.wechat.account import WechatAccount
from channels.wechat.api import WechatApi
from channels.wechat.outlet import WechatOutlet
from recsys.engine import Engine, open_engine
from recsys.settings import Settings

_RETRY_S = 0.1  # once more: a connection from before a restart of Redis is of no use


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

    async def deliver(self, channel: str, customer_id: str, replies: list[Reply]) -> None:
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
    return gateway_over(open_engine(settings))


def gateway_over(engine: Engine) -> Gateway:
    """The gateway of an open engine."""
    settings, redis = engine.settings, open_redis(engine.settings.redis_url)
    rasa = RasaClient(settings.rasa_url, settings.inner_token, settings.turn_deadline_s)
    conversations = Conversations(redis, settings.conversation_idle_s, settings.transcript_keep_s)
    locks = CustomerLocks(redis, hold_s=settings.turn_deadline_s + 5, wait_s=settings.turn_deadline_s * 3)
    outlets = _outlets(settings, engine, redis)
    desk = HandoffDesk(engine, conversations, Waiting(redis), outlets)
    turns = Turns(engine, rasa, locks, conversations, TurnStore(redis, conversations), desk)
    return Gateway(settings, engine, redis, rasa, conversations, turns, outlets)


def open_redis(url: str) -> Redis:
    """Answers are text; a dead server is reported at once, so that the customer is told at once."""
    return Redis.from_url(
        url,
        decode_responses=True,
        socket_connect_timeout=3,
        socket_timeout=30,  # longer than any blocking read of ours
        max_connections=512,
        retry=Retry(ConstantBackoff(_RETRY_S), 1),
        retry_on_error=[RedisGone],
    )


def _outlets(settings: Settings, engine: Engine, redis: Redis) -> dict[str, Outlet]:
    """Customers in WeChat are reached through the configured accounts, if there are any."""
    accounts = {
        name: WechatAccount.model_validate(fields) for name, fields in settings.wechat_accounts.items()
    }
    apis = {
        name: WechatApi(account, redis, settings.wechat_api_url)
        for name, account in accounts.items()
        if account.secret.get_secret_value()
    }
    found: dict[str, Outlet] = {"wechat": WechatOutlet(engine, redis, apis)} if apis else {}
    if settings.sms_url:
        found["sms"] = SmsOutlet(engine, settings.sms_url, settings.sms_key)
    return found


def gateway_of(request: Request) -> Gateway:
    """FastAPI dependency."""
    gateway: Gateway = request.app.state.gateway
    return gateway
