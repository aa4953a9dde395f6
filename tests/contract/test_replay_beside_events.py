"""A replay beside a running worker: it compares one moment, and writing loses nothing that came meanwhile."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.stores import NOW

PEOPLE = 8
INTENTS = ("ask_plan_recommend", "ask_roaming", "dispute_bill", "buy_data_pack")


@contextmanager
def events_coming(store: Engine) -> Iterator[None]:
    """Without a pause, for everybody in turn."""
    stop = threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            said = {"intent": INTENTS[number % len(INTENTS)], "confidence": 0.9, "entities": []}
            who, at = f"c{number % PEOPLE + 1:06d}", NOW + timedelta(seconds=number)
            publish(store, [Event("intent.recognised", who, at, "wechat", "system", said)])
            settle(store)
            number += 1

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def logged(store: Engine) -> int:
    with store.read() as connection:
        return connection.scalar(sa.select(sa.func.count()).select_from(t.events)) or 0


def test_no_event_comes_between_the_log_and_the_tags(store: Engine) -> None:
    before = logged(store)
    with events_coming(store):
        found = [replay(store).differences for _ in range(3)]
    assert found == [(), (), ()]
    assert logged(store) > before


def test_what_comes_while_a_replay_writes_is_kept(store: Engine) -> None:
    with store.write() as connection:
        connection.execute(t.tags.delete())
    with events_coming(store):
        assert replay(store, write=True).differences
    assert replay(store).differences == ()
