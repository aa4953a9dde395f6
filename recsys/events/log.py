"""Publish events: to the Redis stream, or to the SQL outbox while Redis is down."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import redis
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as insert_postgres
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.sql import schema as t

STREAM = "huake:events"
REMEMBERED_S = 3600  # how long Redis refuses a repeated id; the SQL log refuses it for ever
AT_ONCE = 200  # events of one script: Redis flushes once for them, and others wait no longer than that

_ADD = """
local added = {}
for i = 2, #KEYS do
  if redis.call('SET', KEYS[i], '1', 'NX', 'EX', ARGV[1]) then
    redis.call('XADD', KEYS[1], '*', 'event', ARGV[i])
    added[i - 1] = 1
  else
    added[i - 1] = 0
  end
end
return added
"""


def publish(engine: Engine, events: Sequence[Event]) -> list[bool]:
    """Hand events to the worker; per event whether it was new. Never fails because Redis is down.

    While the outbox holds events, new ones queue behind them, so that the order of a customer is kept.
    """
    if not events:
        return []
    if not outbox_is_empty(engine):
        return _to_outbox(engine, events)
    try:
        return _to_stream(engine, events)
    except redis.RedisError:
        return _to_outbox(engine, events)


def enqueue(connection: sa.Connection, events: Sequence[Event]) -> list[bool]:
    """Write events in the caller's transaction: they happen if and only if it commits."""
    if len(events) == 1:
        return [_enqueue_one(connection, events[0])]
    return [new for some in batched(events) for new in _enqueue_some(connection, some)]


def batched(events: Sequence[Event]) -> Iterator[Sequence[Event]]:
    """So many at once as one statement or script takes."""
    for start in range(0, len(events), AT_ONCE):
        yield events[start : start + AT_ONCE]


def insert_new(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> bool:
    """Insert a row unless it exists; whether it was inserted."""
    key = next(iter(table.primary_key))
    statement = _insert_unless_there(connection, table).values(**values).returning(key)
    return connection.execute(statement).first() is not None


def _insert_unless_there(connection: sa.Connection, table: sa.Table) -> Any:
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgres
    return insert(table).on_conflict_do_nothing()


def add_to(pipe: Any, events: Sequence[Event]) -> None:
    """Queue events for the stream in a pipeline of Redis, each once."""
    for event in events:
        pipe.eval(_ADD, 2, STREAM, mark_of(event), str(REMEMBERED_S), body_of(event))


def mark_of(event: Event) -> str:
    """The key that says that the event is on the stream."""
    return f"huake:event:{event.id}"


def body_of(event: Event) -> str:
    """The event as it stands on the stream."""
    return json.dumps(event.to_dict(), ensure_ascii=False)


def outbox_is_empty(engine: Engine) -> bool:
    """Whether events may go to the stream: nothing older waits in the outbox."""
    with engine.read() as connection:
        return connection.scalar(sa.select(t.outbox.c.seq).limit(1)) is None


def _to_stream(engine: Engine, events: Sequence[Event]) -> list[bool]:
    add = engine.redis.register_script(_ADD)
    added: list[bool] = []
    for some in batched(events):
        keys = [STREAM, *(f"huake:event:{event.id}" for event in some)]
        bodies = (json.dumps(event.to_dict(), ensure_ascii=False) for event in some)
        added += map(bool, add(keys, [str(REMEMBERED_S), *bodies]))
    return added


def _to_outbox(engine: Engine, events: Sequence[Event]) -> list[bool]:
    with engine.write() as connection:
        return enqueue(connection, events)


def _enqueue_one(connection: sa.Connection, event: Event) -> bool:
    if connection.scalar(sa.select(t.events.c.seq).where(t.events.c.id == event.id)) is not None:
        return False
    return insert_new(connection, t.outbox, _outbox_row(event))


def _enqueue_some(connection: sa.Connection, events: Sequence[Event]) -> list[bool]:
    """The same with three statements for all of them."""
    known = {
        one
        for table in (t.events, t.outbox)
        for one in connection.scalars(
            sa.select(table.c.id).where(table.c.id.in_([event.id for event in events]))
        )
    }
    new: dict[str, Event] = {}
    fresh = [event.id not in known and new.setdefault(event.id, event) is event for event in events]
    if new:
        rows = [_outbox_row(event) for event in new.values()]
        connection.execute(_insert_unless_there(connection, t.outbox), rows)
    return fresh


def _outbox_row(event: Event) -> dict[str, Any]:
    return {"id": event.id, "customer_id": event.customer_id, "event": event.to_dict()}
