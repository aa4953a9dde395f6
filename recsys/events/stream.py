"""The Redis side of the worker: its group on the stream, its lease, its dead letters."""

import json
from typing import Any, cast

import redis

from recsys.engine import Engine
from recsys.events.log import STREAM

GROUP = "huake"
CONSUMER = "worker"  # one name for all: whoever holds the lease inherits what was pending
DEAD = "huake:events:dead"
LEASE = "huake:worker:lease"
HEARTBEAT = "huake:worker:heartbeat"
KEPT_MS = 10_000  # what was dealt with stays so long, for people who watch
BURIED = 10_000  # dead letters that stay in Redis; the table keeps all
LEASE_MS = 5_000

_HOLD = """
local owner = redis.call('GET', KEYS[1])
if owner == false or owner == ARGV[1] then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
  return 1
end
return 0
"""
_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"

Entry = tuple[str, str]  # id in the stream, body


def hold_lease(engine: Engine, token: str) -> bool:
    """Take or renew the right to read the stream; one worker at a time keeps every customer's order."""
    return bool(engine.redis.eval(_HOLD, 1, LEASE, token, str(LEASE_MS)))


def release_lease(engine: Engine, token: str) -> None:
    """Let the next worker begin at once."""
    engine.redis.eval(_RELEASE, 1, LEASE, token)


def ensure_group(engine: Engine) -> None:
    """Create stream and group; harmless when they exist."""
    try:
        engine.redis.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
    except redis.ResponseError as error:
        if "BUSYGROUP" not in str(error):
            raise


def pending(engine: Engine, count: int) -> list[Entry]:
    """Entries that were delivered but never acknowledged: a worker died over them."""
    return _entries(engine.redis.xreadgroup(GROUP, CONSUMER, {STREAM: "0"}, count=count))


def fresh(engine: Engine, count: int, block_ms: int | None) -> list[Entry]:
    """New entries; waits up to ``block_ms`` for the first, not at all when none."""
    return _entries(engine.redis.xreadgroup(GROUP, CONSUMER, {STREAM: ">"}, count=count, block=block_ms))


def acknowledge(engine: Engine, ids: list[str], *, before: str | None = None) -> None:
    """Done with these, and with all that is older than ``before``: that may go, what still waits may not."""
    pipe = engine.redis.pipeline(transaction=False)
    pipe.xack(STREAM, GROUP, *ids)
    if before:
        added_ms = int(before.partition("-")[0])
        pipe.xtrim(STREAM, minid=str(added_ms - KEPT_MS), approximate=True)
    pipe.execute()


def times_delivered(engine: Engine, entry: str) -> int:
    """How often a pending entry was handed out."""
    found = cast(list[dict[str, Any]], engine.redis.xpending_range(STREAM, GROUP, entry, entry, 1))
    return int(found[0]["times_delivered"]) if found else 0


def bury(engine: Engine, entry: str, body: str, error: str) -> None:
    """Put a poison event on the dead-letter stream."""
    engine.redis.xadd(DEAD, {"entry": entry, "event": body, "error": error}, maxlen=BURIED)


def beat(engine: Engine, at: str) -> None:
    """The worker is alive; the key dies 15 s after it."""
    engine.redis.set(HEARTBEAT, json.dumps({"at": at}), ex=15)


def _entries(answer: Any) -> list[Entry]:
    """An entry that was deleted meanwhile has no fields."""
    return [(entry, (fields or {}).get("event", "")) for _, found in answer for entry, fields in found]
