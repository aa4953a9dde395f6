"""Merging and undoing on every database: exact, once, and whole whatever happens to the process."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import sqlalchemy as sa

from recsys.customers.alias import kept
from recsys.customers.merging.merge import Merge, merge, merges
from recsys.customers.merging.undo import undo
from recsys.engine import Engine
from recsys.events.event import Event
from recsys.events.log import publish
from recsys.events.replay import replay
from recsys.events.worker import settle
from recsys.sql import schema as t
from tests.fixtures.stores import NOW
from tests.unit.recsys.customers.merging.state import everything

CHEN, LIN = "c000002", "c000004"
LATER = NOW + timedelta(minutes=5)
DYING = """
import os, signal, sys
from datetime import datetime
import recsys.customers.merging.merge as merging
from recsys.engine import open_engine
from recsys.settings import Settings
merging.refold = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
engine, now = open_engine(Settings(), search=False), datetime.fromisoformat(sys.argv[3])
merging.merge(engine, sys.argv[1], sys.argv[2], by="person", staff_id="s", reason="x", now=now)
"""


def _nobody_checked_birth_dates(store: Engine) -> None:
    with store.write() as connection:
        connection.execute(t.statements.update().values(verified=[]))


def unite(store: Engine) -> Merge | None:
    return merge(store, CHEN, LIN, by="person", staff_id="s_1", reason="同一个人", now=NOW)


def test_a_merge_that_is_undone_leaves_everything_as_it_was(store: Engine) -> None:
    _nobody_checked_birth_dates(store)
    before = everything(store)
    done = unite(store)
    assert done is not None
    settle(store)
    assert replay(store).differences == ()
    undo(store, done.id, "s_1", LATER)
    assert everything(store) == before
    settle(store)
    assert replay(store).differences == ()


def test_many_who_merge_and_speak_at_once_merge_once_and_lose_nothing(store: Engine) -> None:
    _nobody_checked_birth_dates(store)
    both = [(who, n) for n in range(20) for who in (CHEN, LIN)]
    said = [Event("feedback.given", who, LATER, "app", "customer", {}, id=f"e_{who}_{n}") for who, n in both]

    def act(number: int) -> Merge | None:
        publish(store, said[number * 10 : number * 10 + 10])
        return unite(store)

    with ThreadPoolExecutor(4) as pool:
        done = [found for found in pool.map(act, range(4)) if found]
    settle(store)
    assert len(done) == len(merges(store)) == 1
    with store.read() as connection:
        query = sa.select(t.events.c.customer_id).where(t.events.c.type == "feedback.given")
        assert list(connection.scalars(query)) == [CHEN] * len(said)
    assert replay(store).differences == ()


def test_a_process_that_is_killed_in_the_middle_leaves_nothing_behind(store: Engine) -> None:
    _nobody_checked_birth_dates(store)
    before = everything(store)
    environment = os.environ | {"HUAKE_VAR": str(store.settings.var), "REDIS_URL": store.settings.redis_url}
    environment |= {"DATABASE_URL": store.settings.database_url}
    command = [sys.executable, "-c", DYING, CHEN, LIN, NOW.isoformat()]
    died = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert everything(store) == before
    assert kept(store, LIN) == LIN
    assert unite(store) is not None
    assert kept(store, LIN) == CHEN
