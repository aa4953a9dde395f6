"""Running conversations in Redis: who owns each, what was said, which ones wait for a person."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from redis.asyncio import Redis

from recsys.events.event import new_id

Owner = Literal["bot", "agent"]
_LIVE = "huake:conv:live"
_APPEND = """
if ARGV[1] ~= '' and redis.call('hget', KEYS[2], 'owner') ~= ARGV[1] then return false end
if ARGV[2] ~= '' then
  local newest = redis.call('hget', KEYS[2], 'fence')
  if newest and tonumber(newest) > tonumber(ARGV[2]) then return false end
  redis.call('hset', KEYS[2], 'fence', ARGV[2])
end
local id = redis.call('xadd', KEYS[1], 'maxlen', '~', '2000', '*', 'entry', ARGV[3])
redis.call('hset', KEYS[2], 'last_at', ARGV[4], 'last_text', ARGV[5])
redis.call('zadd', KEYS[3], ARGV[6], ARGV[7])
redis.call('expire', KEYS[1], ARGV[8]); redis.call('expire', KEYS[2], ARGV[8])
return id
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a transcript; ``id`` is the place in the stream (also the SSE id)."""

    id: str
    author: Literal["customer", "bot", "agent", "system"]
    at: str
    replies: list[dict[str, Any]]
    intent: str | None = None


class Conversations:
    """Conversations end after ``idle_s`` of silence; transcripts stay ``keep_s`` for the pages."""

    def __init__(self, redis: Redis, idle_s: int, keep_s: int) -> None:
        self._redis: Any = redis  # redis-py's types mix its sync and async answers
        self._idle_s = idle_s
        self._keep_s = keep_s
        self._append = redis.register_script(_APPEND)

    async def current(self, customer_id: str, channel: str) -> str:
        """Return the running conversation of the customer in the channel, or open one."""
        pointer = f"huake:conv:current:{channel}:{customer_id}"
        fresh = new_id("v")
        taken = await self._redis.set(pointer, fresh, nx=True, ex=self._idle_s)
        if not taken:
            known = await self._redis.getex(pointer, ex=self._idle_s)
            if known:
                return str(known)
            return await self.current(customer_id, channel)
        start = {"customer_id": customer_id, "channel": channel, "owner": "bot", "opened_at": _now()}
        await self._redis.hset(_meta(fresh), mapping=start)
        return fresh

    async def meta(self, conversation_id: str) -> dict[str, str]:
        """Fields of the conversation; empty when there is none."""
        found: dict[str, str] = await self._redis.hgetall(_meta(conversation_id))
        return found

    async def note(self, conversation_id: str, **fields: str) -> None:
        """Remember fields such as the mood or the reason of a handoff."""
        await self._redis.hset(_meta(conversation_id), mapping=fields)

    async def claim(self, conversation_id: str, agent: str) -> bool:
        """Make the agent the owner unless another one is; of two at once, one wins."""
        meta = _meta(conversation_id)
        first = await self._redis.hsetnx(meta, "agent", agent)
        if not first and await self._redis.hget(meta, "agent") != agent:
            return False
        await self._redis.hset(meta, "owner", "agent")
        return True

    async def forget_fields(self, conversation_id: str, *fields: str) -> None:
        """Drop fields."""
        await self._redis.hdel(_meta(conversation_id), *fields)

    async def append(
        self,
        conversation_id: str,
        author: str,
        replies: list[dict[str, Any]],
        *,
        only_if_owner: Owner | None = None,
        fence: int | None = None,
        intent: str | None = None,
    ) -> str | None:
        """Add to the transcript and return its id; none if the owner is another or the fence is old."""
        now = datetime.now(UTC)
        entry = {"author": author, "at": now.isoformat(), "replies": replies, "intent": intent}
        added = await self._append(
            keys=[_stream(conversation_id), _meta(conversation_id), _LIVE],
            args=[
                only_if_owner or "",
                "" if fence is None else fence,
                json.dumps(entry, ensure_ascii=False),
                now.isoformat(),
                _gist(replies),
                now.timestamp(),
                conversation_id,
                self._keep_s,
            ],
        )
        return str(added) if added else None

    async def transcript(self, conversation_id: str, after: str = "0", limit: int = 2000) -> list[Entry]:
        """Entries later than the id ``after``, oldest first."""
        start = f"({after}" if after != "0" else "-"
        rows = await self._redis.xrange(_stream(conversation_id), start, "+", count=limit)
        return [_entry(row_id, fields) for row_id, fields in rows]

    async def follow(self, conversation_id: str, after: str) -> AsyncIterator[Entry | None]:
        """Yield entries later than ``after`` as they come, and none every 15 s without any."""
        while True:
            rows = await self._redis.xread({_stream(conversation_id): after}, block=15_000, count=100)
            if not rows:
                yield None
            for _, entries in rows:
                for row_id, fields in entries:
                    after = row_id
                    yield _entry(row_id, fields)

    async def live(self, limit: int = 100) -> list[dict[str, str]]:
        """Recent conversations with their fields, those that wait for a person first."""
        ids = await self._redis.zrevrange(_LIVE, 0, limit - 1)
        found = [{"id": conversation_id} | await self.meta(conversation_id) for conversation_id in ids]
        known = [row for row in found if "customer_id" in row]
        waiting = sorted((r for r in known if "waiting_since" in r), key=lambda r: r["waiting_since"])
        return waiting + [row for row in known if "waiting_since" not in row]


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _stream(conversation_id: str) -> str:
    return f"huake:conv:{conversation_id}"


def _meta(conversation_id: str) -> str:
    return f"huake:conv:{conversation_id}:meta"


def _entry(row_id: str, fields: dict[str, str]) -> Entry:
    return Entry(id=row_id, **json.loads(fields["entry"]))


def _gist(replies: list[dict[str, Any]]) -> str:
    for reply in replies:
        text = reply.get("text") or reply.get("title")
        if text:
            return str(text)[:40]
    return ""
