"""The customer's own switch: export of everything we hold, and deletion with a proof."""

from collections import Counter
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa

from recsys.customers.alias import gone_ids, kept_id
from recsys.engine import Engine
from recsys.events.event import new_id
from recsys.events.log import STREAM
from recsys.events.stream import DEAD
from recsys.sql import schema as t
from recsys.tags.store import EXPIRIES

LISTS = (
    "huake:conv:live",
    "huake:conv:waiting",
)  # the running conversations, and those that wait for a person
KEPT = {"erasures"}  # names nobody


def export(engine: Engine, customer_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every stored row about the customer, by table, JSON-ready; under any id that means them."""
    with engine.read() as connection:
        customer_id = kept_id(connection, customer_id)
        found = {
            table.name: [_plain(row) for row in connection.execute(_rows(table, customer_id))]
            for table in _tables()
        }
    return {name: rows for name, rows in found.items() if rows}


def forget(engine: Engine, customer_id: str, now: datetime) -> dict[str, Any]:
    """Delete the customer from database and Redis, under every id that was merged into theirs; returns the
    proof, which is kept.

    The proof holds a hash of the id, the time and the number of records removed by place.
    """
    removed: Counter[str] = Counter()
    with engine.write() as connection:
        customer_id = kept_id(connection, customer_id)
        names = [customer_id, *gone_ids(connection, customer_id)]
        conversations = _conversations(connection, customer_id)
        for name in names:
            removed += _forget_rows(connection, name)
    for name in names:
        removed["redis:streams"] += _forget_streams(engine, name)
        removed["redis:keys"] += _forget_keys(engine, [name])
    removed["redis:keys"] += _forget_keys(engine, conversations) if conversations else 0
    proof = {
        "id": new_id("x"),
        "customer_hash": _hash(customer_id),
        "at": now,
        "removed": {place: count for place, count in removed.items() if count},
    }
    with engine.write() as connection:
        connection.execute(t.erasures.insert().values(proof))
    return proof


def left_of(engine: Engine, customer_id: str) -> dict[str, int]:
    """What can still be found of the customer, by place; empty after ``forget``."""
    left = {f"sql:{name}": len(rows) for name, rows in export(engine, customer_id).items()}
    keys = sum(1 for _ in engine.redis.scan_iter(match=f"*{customer_id}*", count=1000))
    entries = sum(len(_mentions(engine, stream, customer_id)) for stream in (STREAM, DEAD))
    return left | {place: n for place, n in {"redis:keys": keys, "redis:streams": entries}.items() if n}


def _tables() -> list[sa.Table]:
    named = [table for table in t.metadata.sorted_tables if table.name not in KEPT]
    return [table for table in named if table is t.customers or "customer_id" in table.c]


def _owned(table: sa.Table, customer_id: str) -> sa.ColumnElement[bool]:
    """Pairs and merges name a second record besides."""
    names = ["id"] if table is t.customers else ["customer_id", "other_id", "gone"]
    return sa.or_(*(table.c[name] == customer_id for name in names if name in table.c))


def _rows(table: sa.Table, customer_id: str) -> sa.Select[Any]:
    return sa.select(table).where(_owned(table, customer_id))


def _plain(row: Any) -> dict[str, Any]:
    return {
        key: value.isoformat() if hasattr(value, "isoformat") else value
        for key, value in row._asdict().items()
    }


def _hash(customer_id: str) -> str:
    return sha256(customer_id.encode()).hexdigest()


def _forget_rows(connection: sa.Connection, customer_id: str) -> Counter[str]:
    removed: Counter[str] = Counter()
    for table in _tables():
        removed[f"sql:{table.name}"] = connection.execute(
            table.delete().where(_owned(table, customer_id))
        ).rowcount
    removed["sql:audit"] = _forget_audit(connection, customer_id)
    mentions = t.dead_letters.c.body.contains(customer_id)
    removed["sql:dead_letters"] = connection.execute(t.dead_letters.delete().where(mentions)).rowcount
    return removed


def _forget_audit(connection: sa.Connection, customer_id: str) -> int:
    """The trail of what staff did stays; whom they looked at becomes the hash of the proof."""
    a = t.audit.c
    mine = a.object.contains(customer_id) | sa.cast(a.detail, sa.Text).contains(customer_id)
    hidden = t.audit.update().where(mine).values(object=f"deleted:{_hash(customer_id)[:16]}", detail={})
    return connection.execute(hidden).rowcount


def _conversations(connection: sa.Connection, customer_id: str) -> list[str]:
    e = t.events.c
    query = sa.select(e.conversation_id).where(e.customer_id == customer_id, e.conversation_id.is_not(None))
    return list(connection.scalars(query.distinct()))


def _mentions(engine: Engine, stream: str, customer_id: str) -> list[str]:
    entries: Any = engine.redis.xrange(stream)
    return [entry for entry, fields in entries if f'"{customer_id}"' in fields.get("event", "")]


def _forget_streams(engine: Engine, customer_id: str) -> int:
    removed = 0
    for stream in (STREAM, DEAD):
        found = _mentions(engine, stream, customer_id)
        removed += int(engine.redis.xdel(stream, *found)) if found else 0
    return removed


def _forget_keys(engine: Engine, names: list[str]) -> int:
    """Everything keyed by the customer or a conversation: transcripts, trackers, locks, expiries."""
    removed = 0
    for name in names:
        keys = list(engine.redis.scan_iter(match=f"*{name}*", count=1000))
        removed += int(engine.redis.delete(*keys)) if keys else 0
    members = [member for member, _ in engine.redis.zscan_iter(EXPIRIES, match=f"{names[0]}|*", count=1000)]
    if members:
        removed += int(engine.redis.zrem(EXPIRIES, *members))
    return removed + sum(int(engine.redis.zrem(name, *names)) for name in LISTS)
