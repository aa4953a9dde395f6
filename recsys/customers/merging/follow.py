"""What Redis keeps by customer follows a merge and its undoing: conversations, answers given, addresses.

Done at once by whoever merges, and again by the worker when the event of the merge reaches it: a process that
dies in between leaves nothing behind.
"""

import logging
from collections.abc import Iterable
from typing import Any

import redis
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import insert_new
from recsys.sql import schema as t

log = logging.getLogger(__name__)
MERGED, SPLIT = FOLLOWED = ("customer.merged", "customer.split")
STAYS = ("huake:lock:", "huake:event:", "huake:tags:", "huake:worker:")
CURRENT, ADDRESS = "huake:conv:current:", "huake:wechat:address:"


def on_its_way(connection: sa.Connection, event: Event) -> None:
    """Put it into the outbox though the log has it already: the worker follows it once more."""
    row = {"id": event.id, "customer_id": event.customer_id, "event": event.to_dict()}
    insert_new(connection, t.outbox, row)


def follow_events(engine: Engine, events: Iterable[Event]) -> None:
    """The worker's part."""
    for event in events:
        if event.type == MERGED:
            follow_in_redis(engine, str(event.payload["gone"]), event.customer_id)
        elif event.type == SPLIT:
            follow_in_redis(engine, event.customer_id, str(event.payload["back"]))


def follow_in_redis(engine: Engine, old: str, new: str) -> None:
    """What belongs to ``new`` by now but stands under ``old`` goes over. Nothing is lost if Redis is down."""
    talks = _conversations(engine, new)
    try:
        for talk in talks:
            _rename_owner(engine, talk, new)
        for key in list(engine.redis.scan_iter(match=f"*:{old}*", count=1000)):
            if not str(key).startswith(STAYS) and old in str(key).split(":"):
                _move(engine, str(key), old, new, talks)
    except redis.RedisError as error:
        log.warning("Redis follows the merge later: %s", error)


def _move(engine: Engine, key: str, old: str, new: str, talks: set[str]) -> None:
    """A running conversation goes if it is the other's; it takes the place of one that nobody waits in."""
    target = ":".join(new if part == old else part for part in key.split(":"))
    if key.startswith(CURRENT):
        talk = str(engine.redis.get(key) or "")
        if talk not in talks and _meta(engine, talk, "customer_id") != new:
            return
        known = engine.redis.get(target)
        if known and _in_hands(engine, str(known)) >= _in_hands(engine, talk):
            engine.redis.delete(key)
            return
        engine.redis.rename(key, target)
    elif key.startswith(ADDRESS):
        if _owner(engine, str(engine.redis.get(key) or "").partition("\n")[2]) == new:
            engine.redis.rename(key, target)
    else:
        engine.redis.renamenx(key, target)


def _in_hands(engine: Engine, talk: str) -> int:
    """2 = an agent has it, 1 = it waits for one."""
    if _meta(engine, talk, "owner") == "agent":
        return 2
    return 1 if _meta(engine, talk, "waiting_since") else 0


def _rename_owner(engine: Engine, talk: str, customer_id: str) -> None:
    if _meta(engine, talk, "customer_id") not in (None, customer_id):
        engine.redis.hset(f"huake:conv:{talk}:meta", "customer_id", customer_id)


def _meta(engine: Engine, talk: str, field: str) -> str | None:
    found: Any = engine.redis.hget(f"huake:conv:{talk}:meta", field)
    return None if found is None else str(found)


def _conversations(engine: Engine, customer_id: str) -> set[str]:
    e = t.events.c
    query = sa.select(e.conversation_id).where(e.customer_id == customer_id, e.conversation_id.is_not(None))
    with engine.read() as connection:
        return {str(one) for one in connection.scalars(query.distinct())}


def _owner(engine: Engine, openid: str) -> str | None:
    i = t.identities.c
    with engine.read() as connection:
        return connection.scalar(sa.select(i.customer_id).where(i.kind == "wechat", i.value == openid))
