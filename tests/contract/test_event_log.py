"""The event log on real stores: once per event, in order per customer, through crashes of every part."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
import redis
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events import intake, stream
from recsys.events.event import Event
from recsys.events.log import STREAM, enqueue, publish
from recsys.events.worker import run_worker, settle
from recsys.orders.order import place_order
from recsys.sql import schema as t
from recsys.tags.store import tags_of
from tests.fixtures.stores import NOW, RedisServer

CHEN = "c000002"


def said(number: int, who: str = CHEN) -> Event:
    at = NOW + timedelta(seconds=number)
    return Event(
        "message.received", who, at, "wechat", "customer", {"text": str(number)}, id=f"e_{who}_{number}_new"
    )


def texts(store: Engine, who: str = CHEN) -> list[str]:
    """What the log holds of a customer's messages, in its own order."""
    e = t.events.c
    query = sa.select(t.events).where(e.customer_id == who, e.type == "message.received").order_by(e.seq)
    with store.read() as connection:
        return [row.payload["text"] for row in connection.execute(query)]


@contextmanager
def working(store: Engine) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=run_worker, args=(store, stop))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(10)
        assert not thread.is_alive()


def wait_for(store: Engine, count: int, seconds: float = 10) -> list[str]:
    end = time.monotonic() + seconds
    while len(found := texts(store)) < count and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_an_event_published_twice_is_stored_once_and_the_second_time_said_to_be_known(store: Engine) -> None:
    assert publish(store, [said(1), said(2), said(1)]) == [True, True, False]
    settle(store)
    assert publish(store, [said(2), said(3)]) == [False, True]
    settle(store)
    assert texts(store) == ["1", "2", "3"]


def test_an_event_that_redis_forgot_is_still_stored_once(store: Engine) -> None:
    publish(store, [said(1)])
    settle(store)
    store.redis.flushall()
    publish(store, [said(1)])
    settle(store)
    assert texts(store) == ["1"]


def test_without_redis_events_wait_in_the_outbox_and_keep_their_order(
    store: Engine, redis_server: RedisServer
) -> None:
    publish(store, [said(1)])
    settle(store)
    redis_server.kill()
    assert publish(store, [said(2), said(3), said(2)]) == [True, True, False]
    redis_server.start()
    assert publish(store, [said(4)]) == [True]
    settle(store)
    assert texts(store) == ["1", "2", "3", "4"]


def test_the_worker_goes_on_without_redis_and_after_it_came_back(
    store: Engine, redis_server: RedisServer
) -> None:
    with working(store):
        publish(store, [said(1)])
        assert wait_for(store, 1) == ["1"]
        redis_server.kill()
        publish(store, [said(2)])
        assert wait_for(store, 2) == ["1", "2"]
        redis_server.start()
        publish(store, [said(3)])
        assert wait_for(store, 3) == ["1", "2", "3"]


def test_what_a_dead_worker_had_taken_is_dealt_with_by_the_next(store: Engine) -> None:
    publish(store, [said(1), said(2)])
    stream.ensure_group(store)
    assert len(stream.fresh(store, 10, None)) == 2  # and then it died
    publish(store, [said(3)])
    settle(store)
    assert texts(store) == ["1", "2", "3"]
    assert store.redis.xpending(STREAM, stream.GROUP)["pending"] == 0


def test_many_events_of_one_transaction_are_told_apart_by_their_ids(store: Engine) -> None:
    publish(store, [said(1)])
    settle(store)
    with store.write() as connection:
        assert enqueue(connection, [said(2)]) == [True]
        many = [said(1), said(2), *(said(number % 300) for number in range(3, 603))]
        assert enqueue(connection, many) == [False, False, *[True] * 298, *[False] * 302]
    settle(store)
    assert sorted(map(int, texts(store))) == list(range(300))


def test_a_backlog_of_any_length_waits_and_what_was_dealt_with_goes(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "KEPT_MS", 0)
    monkeypatch.setattr(intake, "BATCH", 150)
    for start in range(0, 600, 20):
        publish(store, [said(number) for number in range(start, start + 20)])
    settle(store)
    assert texts(store) == [str(number) for number in range(600)]
    assert store.redis.xlen(STREAM) < 300


def test_a_worker_that_died_after_storing_does_not_store_twice(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(store, [said(1)])
    stream.ensure_group(store)
    with monkeypatch.context() as broken:
        broken.setattr(stream, "acknowledge", _lose_connection)
        with pytest.raises(redis.ConnectionError):
            intake.consume(store)
    settle(store)
    assert texts(store) == ["1"]


def test_a_poison_event_is_buried_and_the_others_go_on(store: Engine) -> None:
    bad = Event("contact.made", CHEN, NOW, "wechat", "agent", {"kind": "聊天"}, id="e_bad")
    publish(store, [said(1), bad, said(2)])
    store.redis.xadd(STREAM, {"event": "not json"})
    publish(store, [said(3)])
    settle(store)
    assert texts(store) == ["1", "2", "3"]
    with store.read() as connection:
        rows = list(connection.execute(sa.select(t.dead_letters).order_by(t.dead_letters.c.seq)))
    assert [("e_bad" in row.body, row.tries) for row in rows] == [(True, 5), (False, 5)]
    assert store.redis.xlen(stream.DEAD) == 2


def test_a_poison_event_in_the_outbox_is_buried_too(store: Engine, redis_server: RedisServer) -> None:
    redis_server.kill()
    bad = Event("contact.made", CHEN, NOW, "wechat", "agent", {"kind": "聊天"}, id="e_bad")
    publish(store, [said(1), bad, said(2)])
    redis_server.start()
    settle(store)
    assert texts(store) == ["1", "2"]
    with store.read() as connection:
        assert connection.scalar(sa.select(t.dead_letters.c.entry)) == "outbox-e_bad"
        assert connection.scalar(sa.select(t.outbox.c.seq)) is None


def test_an_entry_that_keeps_killing_the_worker_is_given_up(store: Engine) -> None:
    publish(store, [said(1)])
    stream.ensure_group(store)
    stream.fresh(store, 10, None)
    for _ in range(intake.TRIES):
        stream.pending(store, 10)
    publish(store, [said(2)])
    settle(store)
    assert texts(store) == ["2"]
    with store.read() as connection:
        assert "died" in (connection.scalar(sa.select(t.dead_letters.c.error)) or "")


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(engine: Engine) -> None:
    publish(engine, [said(number) for number in range(1200)])
    settings = engine.settings
    script = (
        "import sys, threading; from pathlib import Path; \n"
        "from tests.fixtures.stores import engine_at; from recsys.events.worker import run_worker\n"
        "run_worker(engine_at(Path(sys.argv[1]), sys.argv[2], None), threading.Event())"
    )
    command = [sys.executable, "-c", script, str(settings.var), settings.redis_url]
    victim = subprocess.Popen(command)
    while not texts(engine):
        assert victim.poll() is None
        time.sleep(0.02)
    victim.kill()
    victim.wait()
    engine.redis.delete(stream.LEASE)  # it would end by itself after five seconds
    with working(engine):
        assert wait_for(engine, 1200, 20) == [str(number) for number in range(1200)]


def test_two_workers_store_everything_once_and_in_order(store: Engine) -> None:
    with working(store), working(store):
        for start in range(0, 60, 5):
            publish(store, [said(number) for number in range(start, start + 5)])
        found = wait_for(store, 60)
    assert found == [str(number) for number in range(60)]


def test_a_worker_shows_that_it_is_alive(store: Engine) -> None:
    with working(store):
        publish(store, [said(1)])
        wait_for(store, 1)
        beat = json.loads(store.redis.get(stream.HEARTBEAT) or "{}")
    assert beat["at"].startswith("20")


def test_an_order_in_the_hall_clears_the_wish_from_wechat_within_a_second(store: Engine) -> None:
    asked = {"intent": "ask_plan_recommend", "confidence": 0.9, "entities": []}
    plan = next(p.id for p in store.catalogue.plans.values() if p.fee == 7900 and p.sold_on(NOW.date()))
    with working(store):
        publish(store, [Event("intent.recognised", CHEN, NOW, "wechat", "system", asked)])
        _until(lambda: "wants_plan" in _keys(store))
        place_order(
            store, CHEN, plan, action="order", key="k", channel="hall", now=NOW + timedelta(minutes=5)
        )
        began = time.monotonic()
        _until(lambda: "wants_plan" not in _keys(store))
        assert time.monotonic() - began < 1


def test_a_thousand_events_of_many_customers_are_folded_in_seconds(store: Engine) -> None:
    events = [said(number, f"c{number % 40 + 1:06d}") for number in range(1000)]
    publish(store, events)
    began = time.monotonic()
    settle(store)
    assert time.monotonic() - began < 8
    assert texts(store, "c000001") == [str(number) for number in range(0, 1000, 40)]


def _keys(store: Engine) -> set[str]:
    return {tag.key for tag in tags_of(store, CHEN, NOW + timedelta(minutes=6))}


def _until(condition: object, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def _lose_connection(*_: object, **__: object) -> None:
    raise redis.ConnectionError("gone")
