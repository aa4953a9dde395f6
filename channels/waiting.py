"""The queue for a person: who stands where, and who leaves."""

from typing import Any, Literal

from redis.asyncio import Redis

from channels import conversation_scripts as scripts
from channels.conversation import WAITING, meta_of


class Waiting:
    """One queue for all agents, in Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis: Any = redis
        self._join: Any = redis.register_script(scripts.JOIN)
        self._leave: Any = redis.register_script(scripts.LEAVE)

    async def join(
        self, conversation_id: str, place: float, fields: dict[str, str]
    ) -> Literal["now", "already"] | None:
        """Stand at ``place`` (lowest first) with ``fields`` noted, in one step; none when an agent has it."""
        pairs = [part for field in fields.items() for part in field]
        keys = [meta_of(conversation_id), WAITING]
        answer = await self._join(keys=keys, args=[conversation_id, place, *pairs])
        return {2: "now", 1: "already"}.get(answer)  # type: ignore[return-value]

    async def leave(self, conversation_id: str) -> bool:
        """Go; false when nobody waited."""
        keys = [meta_of(conversation_id), WAITING]
        return bool(await self._leave(keys=keys, args=[conversation_id]))

    async def ahead(self, conversation_id: str) -> int | None:
        """How many stand before; none outside the queue."""
        rank: int | None = await self._redis.zrank(WAITING, conversation_id)
        return rank

    async def front(self, count: int) -> list[str]:
        """The first ones, in order."""
        found: list[str] = await self._redis.zrange(WAITING, 0, count - 1)
        return found
