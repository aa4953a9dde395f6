"""The worker: events from the stream and the outbox into the log, the tags and the contacts.

Exactly once per event id, in order per customer, through crashes of itself and of Redis.
"""

import json
import logging
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import redis
import sqlalchemy as sa

from recsys.engine import Engine
from recsys.events import stream
from recsys.events.event import Event, new_id
from recsys.events.log import insert_new
from recsys.events.store import store_events
from recsys.sql import schema as t
from recsys.sql.lock import hold
from recsys.tags.definition import definitions
from recsys.tags.fold import State
from recsys.tags.store import announce, expired

log = logging.getLogger(__name__)
BATCH = 500
ROUNDS = 20  # batches before the outbox has its turn
BLOCK_MS = 150
TRIES = 5
PAUSE_S = 0.5  # after Redis or the database failed
SWEEP_S = 5.0


def run_worker(engine: Engine, stop: threading.Event) -> None:
    """Work until ``stop`` is set. Redis or the database may go and come back meanwhile."""
    token, ready, swept = new_id("w"), False, 0.0
    while not stop.is_set():
        try:
            if not ready:
                stream.ensure_group(engine)
            ready = stream.hold_lease(engine, token)
            if not ready:
                stop.wait(PAUSE_S)
                continue
            work_once(engine, BLOCK_MS)
            if time.monotonic() - swept > SWEEP_S:
                swept = time.monotonic()
                sweep(engine, datetime.now(UTC))
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
    stream.beat(engine, datetime.now(UTC).isoformat())
    done = 0
    for _ in range(ROUNDS):
        found = consume(engine)
        done += found
        if not found:
            break
    done += drain_outbox(engine)
    return done or consume(engine, block_ms)


def consume(engine: Engine, block_ms: int | None = None) -> int:
    """One batch: what a dead worker left, else what is new. Returns how many entries were dealt with."""
    entries = stream.pending(engine, BATCH)
    if entries:
        entries = [entry for entry in entries if not _gave_up(engine, entry)]
    else:
        entries = stream.fresh(engine, BATCH, block_ms)
    if not entries:
        return 0
    try:
        _store(engine, [_parse(body) for _, body in entries])
    except (redis.RedisError, sa.exc.OperationalError):
        raise
    except Exception:
        _one_by_one(engine, entries)
    stream.acknowledge(engine, [entry for entry, _ in entries])
    return len(entries)


def drain_outbox(engine: Engine) -> int:
    """Fold what waits in the outbox; storing and removing are one transaction."""
    with engine.read() as connection:
        if connection.scalar(sa.select(t.outbox.c.seq).limit(1)) is None:
            return 0
    try:
        return _drain(engine, BATCH)
    except (redis.RedisError, sa.exc.OperationalError):
        raise
    except Exception:
        return _drain(engine, 1)


def sweep(engine: Engine, now: datetime) -> int:
    """Tell the pages about customers whose tags ran out; the tags themselves end by their own date."""
    customers = list(expired(engine, now))
    announce(engine, {customer: State() for customer in customers}, now)
    return len(customers)


def _drain(engine: Engine, count: int) -> int:
    with engine.write() as connection:
        hold(connection, "event log")
        query = sa.select(t.outbox).order_by(t.outbox.c.seq).limit(count)
        rows = list(connection.execute(query))
        states = _fold_rows(connection, rows)
        connection.execute(t.outbox.delete().where(t.outbox.c.seq.in_([row.seq for row in rows])))
    announce(engine, states, datetime.now(UTC))
    return len(rows)


def _fold_rows(connection: sa.Connection, rows: Sequence[sa.Row[tuple[object, ...]]]) -> dict[str, State]:
    """A single row that cannot be folded goes to the dead letters; in a batch it raises."""
    try:
        with connection.begin_nested():
            return store_events(connection, [Event.from_dict(row.event) for row in rows], definitions())
    except sa.exc.OperationalError:
        raise
    except Exception as error:
        if len(rows) != 1:
            raise
        _note(connection, f"outbox-{rows[0].id}", json.dumps(rows[0].event, ensure_ascii=False), error)
        return {}


def _store(engine: Engine, events: Sequence[Event]) -> None:
    with engine.write() as connection:
        states = store_events(connection, events, definitions())
    announce(engine, states, datetime.now(UTC))


def _one_by_one(engine: Engine, entries: Sequence[stream.Entry]) -> None:
    """A batch with a poison event: the good ones are stored, the bad one is buried after five tries."""
    for entry, body in entries:
        for attempt in range(1, TRIES + 1):
            try:
                _store(engine, [_parse(body)])
                break
            except (redis.RedisError, sa.exc.OperationalError):
                raise
            except Exception as error:
                if attempt == TRIES:
                    _bury(engine, entry, body, error)


def _gave_up(engine: Engine, entry: stream.Entry) -> bool:
    """An entry that keeps killing the worker is buried too."""
    if stream.times_delivered(engine, entry[0]) <= TRIES:
        return False
    _bury(engine, *entry, RuntimeError("the worker died over it too often"))
    stream.acknowledge(engine, [entry[0]])
    return True


def _bury(engine: Engine, entry: str, body: str, error: Exception) -> None:
    with engine.write() as connection:
        _note(connection, entry, body, error)
    stream.bury(engine, entry, body, repr(error))


def _note(connection: sa.Connection, entry: str, body: str, error: Exception) -> None:
    log.error("event %s goes to the dead letters: %r", entry, error)
    row = {"entry": entry, "body": body, "error": repr(error), "tries": TRIES, "at": datetime.now(UTC)}
    insert_new(connection, t.dead_letters, row)


def _parse(body: str) -> Event:
    return Event.from_dict(json.loads(body))


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
