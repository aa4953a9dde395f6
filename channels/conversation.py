"""Running conversations in Redis: who owns each, what was said, which ones wait for a person."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any, Literal

from redis.asyncio import Redis

from channels import conversation_scripts as scripts
from channels.entry import Author, Entry, gist, pack, unpack
from channels.message import Reply
from recsys.events.event import new_id

Owner = Literal["bot", "agent"]
WAITING = "huake:conv:waiting"  # who waits for a person; the lowest place is served first
_LIVE = "huake:conv:live"


class Conversations:
    """Conversations end after ``idle_s`` of silence; transcripts stay ``keep_s`` for the pages."""

    def __init__(self, redis: Redis, idle_s: int, keep_s: int) -> None:
        self._redis: Any = redis  # redis-py's types mix its sync and async answers
        self._idle_s = idle_s
        self._keep_s = keep_s
        self._open: Any = redis.register_script(scripts.OPEN)
        self._append: Any = redis.register_script(scripts.APPEND)
        self._claim: Any = redis.register_script(scripts.CLAIM)
        self._release: Any = redis.register_script(scripts.RELEASE)

    async def current(self, customer_id: str, channel: str) -> str:
        """Return the running conversation of the customer in the channel, or open one."""
        keys, args = self.opening(customer_id, channel)
        return str(await self._open(keys=keys, args=args))

    def opening(self, customer_id: str, channel: str) -> tuple[list[str], list[Any]]:
        """Keys and arguments of the script OPEN."""
        fresh = new_id("v")
        keys = [f"huake:conv:current:{channel}:{customer_id}", meta_of(fresh)]
        return keys, [fresh, self._idle_s, self._keep_s, customer_id, channel, datetime.now(UTC).isoformat()]

    async def meta(self, conversation_id: str) -> dict[str, str]:
        """Fields of the conversation; empty when there is none."""
        found: dict[str, str] = await self._redis.hgetall(meta_of(conversation_id))
        return found

    async def note(self, conversation_id: str, **fields: str) -> None:
        """Remember fields such as the mood or the reason of a handoff."""
        await self._redis.hset(meta_of(conversation_id), mapping=fields)

    async def claim(self, conversation_id: str, agent: str) -> Literal["now", "already"] | None:
        """Make the agent the owner, in one step; none when another one is, or there is no conversation."""
        now = datetime.now(UTC).isoformat()
        keys = [meta_of(conversation_id), WAITING]
        answer = await self._claim(keys=keys, args=[agent, conversation_id, now])
        return {1: "now", 2: "already"}.get(answer)  # type: ignore[return-value]

    async def release(self, conversation_id: str, agent: str) -> bool:
        """Give it back to the bot, in one step; false when this agent does not own it."""
        return bool(await self._release(keys=[meta_of(conversation_id)], args=[agent]))

    async def append(
        self,
        conversation_id: str,
        author: Author,
        replies: list[Reply],
        *,
        only_if_owner: Owner | None = None,
    ) -> str | None:
        """Add to the transcript and return the id; none if the owner is another."""
        keys, args = self.line(conversation_id, author, replies, only_if_owner=only_if_owner)
        added = await self._append(keys=keys, args=args)
        return None if added == "owner" else str(added)

    def line(
        self,
        conversation_id: str,
        author: Author,
        replies: list[Reply],
        *,
        only_if_owner: Owner | None = None,
        fence: int | None = None,
        intent: str | None = None,
        once: str = "",
    ) -> tuple[list[str], list[Any]]:
        """Keys and arguments of the script APPEND; the same ``once`` is said once and has one id."""
        now, stream = datetime.now(UTC), stream_of(conversation_id)
        keys = [stream, meta_of(conversation_id), _LIVE, f"{stream}:once"]
        args = [
            only_if_owner or "",
            "" if fence is None else fence,
            pack(author, now, replies, intent),
            now.isoformat(),
            gist(replies),
            now.timestamp(),
            conversation_id,
            self._keep_s,
            once,
        ]
        return keys, args

    async def transcript(self, conversation_id: str, after: str = "0", limit: int = 2000) -> list[Entry]:
        """Entries later than the id ``after``, oldest first."""
        start = f"({after}" if after != "0" else "-"
        rows = await self._redis.xrange(stream_of(conversation_id), start, "+", count=limit)
        return [unpack(row_id, fields) for row_id, fields in rows]

    async def follow(self, conversation_id: str, after: str) -> AsyncIterator[Entry | None]:
        """Yield entries later than ``after`` as they come, and none every 15 s without any."""
        while True:
            rows = await self._redis.xread({stream_of(conversation_id): after}, block=15_000, count=100)
            if not rows:
                yield None
            for _, entries in rows:
                for row_id, fields in entries:
                    after = row_id
                    yield unpack(row_id, fields)

    async def live(self, limit: int = 100) -> list[dict[str, str]]:
        """Recent conversations with their fields: those in the queue first, in its order."""
        waiting = await self._redis.zrange(WAITING, 0, limit - 1)
        recent = await self._redis.zrevrange(_LIVE, 0, limit - 1)
        ids = dict.fromkeys([*waiting, *recent])
        found = [{"id": conversation_id} | await self.meta(conversation_id) for conversation_id in ids]
        return [row for row in found if "customer_id" in row]


def stream_of(conversation_id: str) -> str:
    """The key of its transcript."""
    return f"huake:conv:{conversation_id}"


def meta_of(conversation_id: str) -> str:
    """The key of its fields."""
    return f"huake:conv:{conversation_id}:meta"
