"""A customer who wants to be forgotten leaves nothing behind, in no store and under no name."""

from typing import Any

import httpx
import sqlalchemy as sa

from recsys.customers.privacy import forget, left_of
from recsys.engine import Engine
from recsys.sql import schema as t
from scripts.system import System
from tests.conversations.effects import eventually
from tests.fixtures.system import now_utc
from tests.fixtures.talk import Customer
from tests.fixtures.twins import twin


def test_nothing_is_left_of_who_is_forgotten(system: System, http: httpx.Client, live: Engine) -> None:
    lin = Customer(system, http, twin(live, "小林"))
    for text in ("流量不够,来个10元流量加油包", "确认", "转人工", "把我的数据全部删掉", "确认删除"):
        lin.say(text)
    names = (lin.id, str(lin.conversation))
    assert len(_places(live, names)) > 5
    forget(live, lin.id, now_utc())
    assert sum(left_of(live, lin.id).values()) == 0
    assert eventually(lambda: _places(live, names) == []), _places(live, names)


def _places(live: Engine, names: tuple[str, ...]) -> list[str]:
    """Tables and Redis keys in which one of the names is still read."""
    found: list[str] = []
    with live.read() as connection:
        for table in t.metadata.sorted_tables:
            if any(name in str(tuple(row)) for row in connection.execute(sa.select(table)) for name in names):
                found.append(table.name)
    for key in live.redis.scan_iter("*"):
        if any(name in f"{key} {_value(live, key)}" for name in names):
            found.append(key)
    return found


def _value(live: Engine, key: str) -> Any:
    store: Any = live.redis
    read = {
        "string": store.get,
        "hash": store.hgetall,
        "set": store.smembers,
        "list": lambda one: store.lrange(one, 0, -1),
        "zset": lambda one: store.zrange(one, 0, -1),
        "stream": lambda one: store.xrange(one),
    }
    return read[store.type(key)](key)
