"""Where a customer was last heard: WeChat knows a person by another openid in each account."""

from typing import NamedTuple

from redis.asyncio import Redis

_KEPT_S = 30 * 24 * 3600


class Address(NamedTuple):
    """Name of the account in our settings, and who the customer is there."""

    account: str
    openid: str


async def remember(redis: Redis, customer_id: str, address: Address) -> None:
    """The customer has just been heard there."""
    await redis.set(_key(customer_id), "\n".join(address), ex=_KEPT_S)


async def last_heard(redis: Redis, customer_id: str) -> Address | None:
    """None when that is too long ago."""
    known = await redis.get(_key(customer_id))
    return Address(*str(known).split("\n")) if known else None


def _key(customer_id: str) -> str:
    return f"huake:wechat:address:{customer_id}"
