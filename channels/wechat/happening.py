"""Events of a WeChat account: each is noted once, and leaving the account is leaving its marketing."""

from datetime import UTC, datetime

from starlette.concurrency import run_in_threadpool

from channels.gateway import Gateway
from channels.wechat.message import WechatMessage
from recsys.contacts.consent import stop_marketing
from recsys.events.event import Event
from recsys.events.log import publish

CHANNEL = "wechat"
_REMEMBER_S = 86_400
_TYPES = {
    "subscribe": "channel.subscribed",
    "unsubscribe": "channel.unsubscribed",
    "scan": "channel.scanned",
    "view": "channel.viewed",
}


async def note_once(gateway: Gateway, account: str, message: WechatMessage, customer_id: str) -> None:
    """Note it, unless WeChat delivered it before; what fails may be delivered again."""
    seen = f"huake:wechat:seen:{account}:{message.key}"
    if not await gateway.redis.set(seen, "1", nx=True, ex=_REMEMBER_S):
        return
    try:
        await run_in_threadpool(_note, gateway, account, message, customer_id)
    except BaseException:
        await gateway.redis.delete(seen)
        raise


def _note(gateway: Gateway, account: str, message: WechatMessage, customer_id: str) -> None:
    kind = _TYPES.get(message.event)
    if kind is None:
        return
    at = datetime.fromtimestamp(message.created, UTC)
    payload = {"account": account, "key": message.fields.get("EventKey", "")}
    publish(gateway.engine, [Event(kind, customer_id, at, CHANNEL, "customer", payload)])
    if message.event == "unsubscribe":
        proof = {"channel": CHANNEL, "account": account, "event": "unsubscribe", "at": at.isoformat()}
        stop_marketing(gateway.engine, customer_id, proof=proof, now=at, channel=CHANNEL)
