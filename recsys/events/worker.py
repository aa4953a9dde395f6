"""The worker: events from the stream and the outbox into the log, the tags and the contacts.

Exactly once per event id, in order per customer, through crashes of itself and of Redis.
"""

import logging
import threading
import time
from datetime import UTC, datetime

import redis
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events import stream
from recsys.events.event import new_id
from recsys.events.intake import consume, drain_outbox
from recsys.events.log import publish
from recsys.ranking.lesson import next_lesson
from recsys.tags.due import LIMIT, due
from recsys.tags.fold import State
from recsys.tags.store import announce, expired

log = logging.getLogger(__name__)
ROUNDS = 20  # batches before the outbox has its turn
BLOCK_MS = 150
GATHER_S = 0.25  # after a batch: events that come close together are dealt with together
RENEW_S = 1.0  # the lease lasts five times as long, the heartbeat fifteen times
PAUSE_S = 0.5  # after Redis or the database failed
SWEEPS = 60  # until the table is asked too
LEARN_S = 60.0  # how soon an answer to an offer bears on the next offers
SWEEP_S = 0.5  # what a tag's rule gives after its end is known within a second


def run_worker(engine: Engine, stop: threading.Event) -> None:
    """Work until ``stop`` is set. Redis or the database may go and come back meanwhile."""
    token, ready, renewed, swept, rounds = new_id("w"), False, 0.0, 0.0, 0
    learned, lesson = time.monotonic(), None
    while not stop.is_set():
        try:
            if not ready:
                stream.ensure_group(engine)
            if not ready or time.monotonic() - renewed > RENEW_S:
                ready, renewed = _sign_of_life(engine, token), time.monotonic()
            if not ready:
                stop.wait(PAUSE_S)
                continue
            if work_once(engine, BLOCK_MS):
                stop.wait(GATHER_S)
            if time.monotonic() - swept > SWEEP_S:
                swept = time.monotonic()
                ended = sweep(engine, datetime.now(UTC), every=rounds == 0)
                rounds = 0 if ended >= LIMIT else (rounds + 1) % SWEEPS
            if time.monotonic() - learned > LEARN_S:
                learned, lesson = time.monotonic(), next_lesson(engine, lesson)
        except (redis.RedisError, sa.exc.OperationalError) as error:
            ready = False
            log.warning("worker waits: %s", error)
            _drain_without_redis(engine)
            stop.wait(PAUSE_S)
    _leave(engine, token)


def settle(engine: Engine) -> int:
    """Deal with everything that waits, then return; for tests and commands without a running worker."""
    stream.ensure_group(engine)
    done = 0
    while found := work_once(engine):
        done += found
    return done


def work_once(engine: Engine, block_ms: int | None = None) -> int:
    """One round; returns how many events were dealt with.

    What is on the stream is older than what is in the outbox, so it goes first.
    """
    done = 0
    for _ in range(ROUNDS):
        found = consume(engine)
        done += found
        if not found:
            break
    done += drain_outbox(engine)
    return done or consume(engine, block_ms)


def sweep(engine: Engine, now: datetime, *, every: bool = False) -> int:
    """Publish ``tag.due`` for customers whose tags have ended, and tell the pages.

    The sorted set says who; with ``every`` the table itself is asked, in case Redis forgot somebody.
    """
    customers = list(expired(engine, now))
    announce(engine, {customer: State() for customer in customers})
    with engine.read() as connection:
        ended = due(connection, now, among=None if every else customers) if every or customers else []
    publish(engine, ended)
    return len(ended)


def _sign_of_life(engine: Engine, token: str) -> bool:
    """Renew the lease; whoever has it beats."""
    held = stream.hold_lease(engine, token)
    if held:
        stream.beat(engine, datetime.now(UTC).isoformat())
    return held


def _drain_without_redis(engine: Engine) -> None:
    try:
        drain_outbox(engine)
    except (redis.RedisError, sa.exc.OperationalError) as error:
        log.warning("the outbox waits too: %s", error)


def _leave(engine: Engine, token: str) -> None:
    try:
        stream.release_lease(engine, token)
    except redis.RedisError:
        log.info("the lease ends by itself")
